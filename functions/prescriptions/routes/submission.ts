import { AgencyId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import type { Executed } from '../../../shared/kernel/execute.ts';
import type { EdgeCode, Refusal } from '../../../shared/kernel/problem.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { RouteRequest } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { prescriptions } from '../aggregate.ts';
import type { SubmitBody } from '../contract/requests.ts';
import { documentHashOf } from '../documents/hash.ts';
import { sealDocument } from '../documents/sealed.ts';
import { sealedNameOf } from '../documents/sealed-name.ts';
import type { Prescription } from '../domain/prescription.ts';
import { refusedWith } from '../writing.ts';
import { filingOf, stepsOf, submitProblems } from './submit-steps.ts';

type Request = Pick<RouteRequest<unknown, unknown, unknown, unknown>, 'caller' | 'cause' | 'now'>;

/** What the request creates: the same for its repeats. */
export const createdBy = ({ cause }: Pick<Request, 'cause'>, { ids }: Pick<Runtime, 'ids'>): PrescriptionId =>
  PrescriptionId.parse(ids.derive('rx', cause.commandId));

/** Where what belongs to the prescription is kept before the journal refers to it. */
interface Kept {
  readonly prescriptionId: PrescriptionId;
  readonly hospitalId: AgencyId;
  readonly patientToken: PatientToken;
  readonly sealedName: string;
}

/** Files a prescription, whatever form it came in. `keep` stores what else came with it, once the answer will be yes. */
export const submit = async (
  body: SubmitBody,
  { caller, cause, now }: Request,
  runtime: Runtime,
  keep: (kept: Kept) => Promise<void> = async () => {},
): Promise<Result<Executed<Prescription>, Refusal<(typeof submitProblems)[number] | EdgeCode>>> => {
  const { load, execute, vault } = runtime;
  const prescriptionId = createdBy({ cause }, runtime);
  const hospitalId = AgencyId.parse(caller.agencyId);
  const patientToken = PatientToken.parse(vault.tokenOf(body.patient.idNumber));
  const filing = filingOf(body.choice, { hospitalId, patientToken, documentHash: documentHashOf(body.prescription) });
  const command = await stepsOf(body, { filing, now }, runtime);

  // Sealed only when the answer will be yes, and before the journal refers to it; a repeat finds it sealed.
  const { state, version } = await load(prescriptions, prescriptionId);
  if (version === 0) {
    const foreseen = prescriptions.decide(state, command);
    if (!foreseen.ok) return refusedWith(submitProblems, foreseen.refusal);
    const { prescription, patient } = body;
    const sealedName = sealedNameOf(prescriptionId, filing);
    await sealDocument(vault, patientToken, sealedName, { prescription, patient });
    await keep({ prescriptionId, hospitalId, patientToken, sealedName });
  }
  const outcome = await execute(prescriptions, prescriptionId, cause, () => ok(command));
  return outcome.ok ? outcome : refusedWith(submitProblems, outcome.refusal);
};
