import { AgencyId, PatientToken } from '../../../events/vocabulary/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { routesOf } from '../../../shared/kernel/route.ts';
import { prescriptions } from '../aggregate.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { PrescriptionParams, ReviseBody, WriteHeaders } from '../contract/requests.ts';
import { documentHashOf } from '../documents/hash.ts';
import { sealDocument } from '../documents/sealed.ts';
import { sealedNameOf } from '../documents/sealed-name.ts';
import { verificationOf } from '../facts.ts';
import { answerOf, isExpectedVersion, refusedWith, writeAsHospital } from '../writing.ts';
import { submitExample } from './submit-example.ts';
import { documentRefusals, filingOf } from './submit-steps.ts';

const route = routesOf(prescriptionProblems);
const problems = [...documentRefusals, 'invalid-state', 'other-patient', 'not-the-prescriber'] as const;

export const revisePrescription = route({
  method: 'PUT',
  path: '/v1/prescriptions/{id}',
  operationId: 'revisePrescription',
  summary: 'Answer a rejected review with a changed document',
  access: ['hospital'],
  params: PrescriptionParams,
  headers: WriteHeaders,
  body: ReviseBody,
  success: { status: 200, body: PrescriptionReply, description: 'Pre-verified again, as the next revision.' },
  problems,
  example: { params: { id: '{{prescriptionId}}' }, body: submitExample },
  handle: async ({ params, headers, body, caller, cause, now }, runtime) => {
    const { vault, load } = runtime;
    const write = { prescriptionId: params.id, cause, caller, ifMatch: headers['if-match'] };
    const hospitalId = AgencyId.parse(caller.agencyId);
    const patientToken = PatientToken.parse(vault.tokenOf(body.patient.idNumber));
    const filing = filingOf(body.choice, { hospitalId, patientToken, documentHash: documentHashOf(body.prescription) });
    const { verification, policyVersion } = await verificationOf(runtime, body.prescription, { hospitalId, at: now });
    const command = { type: 'RevisePrescription', verification, filing: { ...filing, policyVersion } } as const;

    const { state, version, commits } = await load(prescriptions, params.id);
    const isOwn = state.status !== 'ABSENT' && state.content.hospitalId === hospitalId;
    const isRepeat = commits.some(({ commandId }) => commandId === cause.commandId);
    // What is refused leaves nothing behind, the document least of all.
    if (isOwn && !isRepeat && isExpectedVersion(write, version) && prescriptions.decide(state, command).ok) {
      const { prescription, patient } = body;
      await sealDocument(vault, patientToken, sealedNameOf(params.id, filing), { prescription, patient });
    }
    const outcome = await writeAsHospital(write, runtime, () => command);
    return outcome.ok ? ok(answerOf(200, outcome.value, write)) : refusedWith(problems, outcome.refusal);
  },
});
