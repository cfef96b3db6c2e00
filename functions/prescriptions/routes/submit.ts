import { AgencyId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { routesOf } from '../../../shared/kernel/route.ts';
import { prescriptions } from '../aggregate.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { SubmitBody } from '../contract/requests.ts';
import { documentHashOf } from '../documents/hash.ts';
import { sealDocument } from '../documents/sealed.ts';
import { sealedNameOf } from '../documents/sealed-name.ts';
import { answerOf, refusedWith } from '../writing.ts';
import { submitExample } from './submit-example.ts';
import { filingOf, stepsOf, submitProblems } from './submit-steps.ts';

const route = routesOf(prescriptionProblems);

export const submitPrescription = route({
  method: 'POST',
  path: '/v1/prescriptions',
  operationId: 'submitPrescription',
  summary: 'File a prescription; with review and signatures it is active at once',
  access: ['hospital'],
  body: SubmitBody,
  success: { status: 201, body: PrescriptionReply, description: 'Pre-verified (预核验通过), or active when everything was sent.' },
  isBeginning: true,
  problems: submitProblems,
  example: { body: submitExample },
  handle: async ({ body, caller, cause, now }, runtime) => {
    const { ids, load, execute, vault } = runtime;
    const prescriptionId = PrescriptionId.parse(ids.derive('rx', cause.commandId));
    const patientToken = PatientToken.parse(vault.tokenOf(body.patient.idNumber));
    const documentHash = documentHashOf(body.prescription);
    const filing = filingOf(body.choice, { hospitalId: AgencyId.parse(caller.agencyId), patientToken, documentHash });
    const command = await stepsOf(body, { filing, now }, runtime);

    // Sealed only when the answer will be yes, and before the journal refers to it; a repeat finds it sealed.
    const { state, version } = await load(prescriptions, prescriptionId);
    if (version === 0) {
      const foreseen = prescriptions.decide(state, command);
      if (!foreseen.ok) return refusedWith(submitProblems, foreseen.refusal);
      const { prescription, patient } = body;
      await sealDocument(vault, patientToken, sealedNameOf(prescriptionId, filing), { prescription, patient });
    }
    const outcome = await execute(prescriptions, prescriptionId, cause, () => ok(command));
    if (!outcome.ok) return refusedWith(submitProblems, outcome.refusal);
    return ok(answerOf(201, outcome.value, { prescriptionId, cause, caller }));
  },
});
