import type { ZodMiniType } from 'zod/mini';
import { ok } from '../../../shared/kernel/result.ts';
import { type RouteRequest, routesOf } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { PrescriptionParams, WriteHeaders } from '../contract/requests.ts';
import type { PrescriptionCommand } from '../domain/commands.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import type { Prescription, Present } from '../domain/prescription.ts';
import { inForm, prescriptionAsFhir } from '../fhir/prescription-form.ts';
import { answerOf, refusedWith, writeAsHospital } from '../writing.ts';

const route = routesOf(prescriptionProblems);
type Code = keyof typeof prescriptionProblems;

interface HospitalStep<Body, Problem extends Code> {
  /** The last part of the path, and the name in code. */
  readonly step: string;
  readonly summary: string;
  readonly description: string;
  readonly body: ZodMiniType<Body>;
  readonly problems: readonly Problem[];
  readonly example: unknown;
  readonly commandOf: (
    state: Present,
    request: Pick<RouteRequest<unknown, unknown, unknown, Body>, 'body' | 'caller' | 'now'>,
    runtime: Runtime,
  ) => Promise<PrescriptionCommand> | PrescriptionCommand;
  /** A commit that is still a refusal to its caller: dispensing won the race. */
  readonly refusalAfter?: (state: Prescription) => Problem | undefined;
}

/** `POST /v1/prescriptions/{id}/{step}` by the hospital that filed it. */
export const hospitalStep = <Body, const Problem extends Code>({ step, commandOf, refusalAfter, ...spec }: HospitalStep<Body, Problem>) =>
  route({
    method: 'POST',
    path: `/v1/prescriptions/{id}/${step}`,
    operationId: `${step}Prescription`,
    summary: spec.summary,
    access: ['hospital'],
    params: PrescriptionParams,
    headers: WriteHeaders,
    body: spec.body,
    success: { status: 200, body: PrescriptionReply, description: spec.description },
    representations: [prescriptionAsFhir],
    problems: spec.problems,
    example: { params: { id: '{{prescriptionId}}' }, body: spec.example },
    handle: async ({ params, headers, body, caller, cause, types, now }, runtime) => {
      const { rules } = PrescriptionPolicy.at(runtime.policies, now);
      const write = { prescriptionId: params.id, cause, caller, ifMatch: headers['if-match'] };
      const outcome = await writeAsHospital(write, runtime, (state) => commandOf(state, { body, caller, now }, runtime));
      if (!outcome.ok) return refusedWith(spec.problems, outcome.refusal);
      const refused = refusalAfter?.(outcome.value.state);
      return refused === undefined
        ? ok(inForm(answerOf(200, outcome.value, write), types, rules))
        : refusedWith(spec.problems, { code: refused });
    },
  });
