import { ok } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply, replyOf } from '../contract/replies.ts';
import { PatientQuery, PrescriptionParams } from '../contract/requests.ts';
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
  problems: [],
  example: { params: { id: '{{prescriptionId}}' } },
  handle: async ({ params, query, caller }, runtime) => {
    const found = await readPrescription(params.id, { caller, patientToken: query.patientToken }, runtime);
    if (!found.ok) return found;
    const { state, version } = found.value;
    const seesPatient = caller.role === 'hospital' || caller.role === 'patient-app';
    return ok(answer(200, replyOf(state, version, { id: params.id, seesPatient }), { etag: `"${version}"` }));
  },
});
