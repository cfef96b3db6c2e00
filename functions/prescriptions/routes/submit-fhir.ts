import { identifierSystems } from '../../../events/fhir/systems.ts';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import type { Executed } from '../../../shared/kernel/execute.ts';
import type { EdgeCode, Refusal } from '../../../shared/kernel/problem.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { RouteRequest } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { prescriptions } from '../aggregate.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { type Prescription, TERMINAL } from '../domain/prescription.ts';
import { personOf } from '../facts.ts';
import type { FhirBundle } from '../fhir/bundle.ts';
import { createNumbers, isKeepable, keepMessage } from '../fhir/kept.ts';
import type { Cancellation } from '../fhir/read/cancellation.ts';
import { readFhir, refusalOf } from '../fhir/read/read-fhir.ts';
import { atElement } from '../fhir/refused-element.ts';
import { otherUnitsIn } from '../fhir/units.ts';
import { refusedWith, writeAsHospital } from '../writing.ts';
import { cancelProblems, refusalAfterCancellation } from './hospital.ts';
import { createdBy, submit } from './submission.ts';
import { submitProblems } from './submit-steps.ts';

/** What only a message can be refused with; a cancellation is one, too. */
export const fhirSubmitProblems = [
  ...submitProblems,
  'prescription-already-used',
  'element-unsupported',
  'reference-unresolved',
  'code-system-unsupported',
  'message-too-large',
] as const;
type Code = (typeof fhirSubmitProblems)[number];

/** What a message did. */
interface Done {
  readonly status: 200 | 201;
  readonly prescriptionId: PrescriptionId;
  readonly executed: Executed<Prescription>;
}
type Outcome = Result<Done, Refusal<Code | EdgeCode>>;
type Request = Pick<RouteRequest<unknown, unknown, unknown, FhirBundle>, 'body' | 'caller' | 'cause' | 'now'>;

/** Does what a FHIR message asks for: files the prescription, or takes one back. */
export const submitFhir = async (request: Request, runtime: Runtime): Promise<Outcome> => {
  const { body: bundle, now } = request;
  if (!isKeepable(bundle)) return refuse({ code: 'message-too-large' });
  const read = readFhir(bundle, PrescriptionPolicy.at(runtime.policies, now).rules);
  if (!read.ok) return read;
  const said = read.value;
  if (said.kind === 'cancellation') return cancel(said, request, runtime);
  const filed = await runtime.load(prescriptions, createdBy(request, runtime));
  const otherUnits = filed.version > 0 ? [] : await otherUnitsIn(said.quantities, said.body.prescription, runtime);
  if (otherUnits.length > 0) return refuse(refusalOf(otherUnits));
  const outcome = await submit(said.body, request, runtime, async ({ prescriptionId, hospitalId, patientToken, sealedName }) => {
    await keepMessage(runtime, patientToken, sealedName, bundle);
    await createNumbers(runtime).write(hospitalId, said.number, { prescriptionId, at: now });
  });
  if (!outcome.ok) return refuse(atElement(outcome.refusal, said));
  return ok({ status: 201, prescriptionId: createdBy(request, runtime), executed: outcome.value });
};

/** The prescription that the number names: one that this very request took back already, then the newest that still lives. */
const findNumbered = async (
  { number }: Cancellation,
  { caller, cause }: Request,
  runtime: Runtime,
): Promise<PrescriptionId | undefined> => {
  const own = PrescriptionId.safeParse(number.value.value);
  if (number.value.system === identifierSystems.prescription) return own.success ? own.data : undefined;
  const ids = await createNumbers(runtime).find(AgencyId.parse(caller.agencyId), number.value);
  const found = await Promise.all(ids.map(async (id) => ({ id, ...(await runtime.load(prescriptions, id)) })));
  const repeated = found.find(({ commits }) => commits.some(({ commandId }) => commandId === cause.commandId));
  const filed = found.filter(({ state }) => state.status !== 'ABSENT');
  return (repeated ?? filed.find(({ state }) => !TERMINAL.includes(state.status)) ?? filed[0])?.id;
};

const cancel = async (cancellation: Cancellation, request: Request, runtime: Runtime): Promise<Outcome> => {
  const { caller, cause, now } = request;
  // Under this key something was filed already: another request.
  const filed = await runtime.load(prescriptions, createdBy(request, runtime));
  if (filed.version > 0) return refuse({ code: 'idempotency-key-reused' });
  const prescriptionId = await findNumbered(cancellation, request, runtime);
  if (prescriptionId === undefined) return refuse({ code: 'not-found' });
  const { state } = await runtime.load(prescriptions, prescriptionId);
  const isOwn = state.status !== 'ABSENT' && state.content.hospitalId === caller.agencyId;
  // One line alone cannot be taken back: who sends fewer meant something else.
  if (isOwn && cancellation.lineCount !== state.content.lines.length)
    return refuse(refusalOf([{ code: 'element-unsupported', path: cancellation.path, found: 'not-supported' }]));
  const practitionerId = cancellation.practitionerId.value ?? '';
  const outcome = await writeAsHospital({ prescriptionId, cause, caller }, runtime, async () => ({
    type: 'CancelPrescription',
    doctor: await personOf(runtime, caller.agencyId, practitionerId),
    reason: cancellation.reason.value,
    at: now,
  }));
  if (!outcome.ok) return refusedWith(cancelProblems, outcome.refusal);
  const refused = refusalAfterCancellation(outcome.value.state);
  return refused === undefined ? ok({ status: 200, prescriptionId, executed: outcome.value }) : refuse({ code: refused });
};
