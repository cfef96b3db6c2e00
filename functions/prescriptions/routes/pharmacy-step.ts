import type { ZodMiniType } from 'zod/mini';
import type { OfferId } from '../../../events/vocabulary/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { type RouteRequest, routesOf } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { PharmacyHeaders, PrescriptionParams } from '../contract/requests.ts';
import type { PrescriptionCommand } from '../domain/commands.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { inForm, prescriptionAsFhir } from '../fhir/prescription-form.ts';
import { answerOf, offerOf, refusedWith, writeAsPharmacy } from '../writing.ts';

const route = routesOf(prescriptionProblems);
type Code = keyof typeof prescriptionProblems;

/** What every pharmacy command may be refused with. */
export const holdingProblems = ['claim-secret-mismatch', 'claim-pending', 'not-claim-holder', 'lease-expired', 'invalid-state'] as const;

interface PharmacyStep<Body, Problem extends Code> {
  readonly step: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly body: ZodMiniType<Body>;
  readonly problems: readonly Problem[];
  readonly example: unknown;
  readonly commandOf: (
    offerId: OfferId,
    request: Pick<RouteRequest<unknown, unknown, unknown, Body>, 'body' | 'caller' | 'now'>,
    runtime: Runtime,
  ) => Promise<PrescriptionCommand> | PrescriptionCommand;
}

/** `POST /v1/prescriptions/{id}/{step}` by the pharmacy whose claim secret is genuine. */
export const pharmacyStep = <Body, const Problem extends Code>({ step, commandOf, ...spec }: PharmacyStep<Body, Problem>) => {
  const problems = [...holdingProblems, ...spec.problems];
  return route({
    method: 'POST',
    path: `/v1/prescriptions/{id}/${step}`,
    operationId: spec.operationId,
    summary: spec.summary,
    access: ['pharmacy'],
    params: PrescriptionParams,
    headers: PharmacyHeaders,
    body: spec.body,
    success: { status: 200, body: PrescriptionReply, description: spec.description },
    representations: [prescriptionAsFhir],
    problems,
    example: { params: { id: '{{prescriptionId}}' }, headers: { 'claim-secret': '{{claimSecret}}' }, body: spec.example },
    handle: async ({ params, headers, body, caller, cause, types, now }, runtime) => {
      const { rules } = PrescriptionPolicy.at(runtime.policies, now);
      const write = { prescriptionId: params.id, cause, caller, ifMatch: headers['if-match'] };
      const offerId = await offerOf(write, headers['claim-secret'], runtime);
      if (!offerId.ok) return offerId;
      const outcome = await writeAsPharmacy(write, runtime, () => commandOf(offerId.value, { body, caller, now }, runtime));
      return outcome.ok ? ok(inForm(answerOf(200, outcome.value, write), types, rules)) : refusedWith(problems, outcome.refusal);
    },
  });
};
