import { ok } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply, replyOf } from '../contract/replies.ts';
import { PatientQuery, PrescriptionParams } from '../contract/requests.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { inForm, prescriptionAsFhir } from '../fhir/prescription-form.ts';
import { readPrescription } from '../reading.ts';

const route = routesOf(prescriptionProblems);

export const readOnePrescription = route({
  method: 'GET',
  path: '/v1/prescriptions/{id}',
  operationId: 'readPrescription',
  summary: 'Read a prescription as it is at this moment',
  access: ['hospital', 'pharmacy', 'patient-app', 'platform'],
  params: PrescriptionParams,
  query: PatientQuery,
  success: { status: 200, body: PrescriptionReply, description: 'Strongly consistent; the ETag is its version.' },
  representations: [prescriptionAsFhir],
  problems: [],
  example: { params: { id: '{{prescriptionId}}' } },
  handle: async ({ params, query, caller, types, now }, runtime) => {
    const found = await readPrescription(params.id, { caller, patientToken: query.patientToken }, runtime);
    if (!found.ok) return found;
    const { state, version } = found.value;
    const seesPatient = caller.role === 'hospital' || caller.role === 'patient-app';
    const read = answer(200, replyOf(state, version, { id: params.id, seesPatient }), { etag: `"${version}"` });
    return ok(inForm(read, types, PrescriptionPolicy.at(runtime.policies, now).rules));
  },
});
