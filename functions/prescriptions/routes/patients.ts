import * as z from 'zod/mini';
import { PatientToken } from '../../../events/vocabulary/ids.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { IdNumber } from '../contract/patient.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { patients } from '../patients.ts';

const route = routesOf(prescriptionProblems);

export const erasePatient = route({
  method: 'DELETE',
  path: '/v1/patients/{token}',
  operationId: 'erasePatient',
  summary: 'Destroy the key to a patient’s data, so that nobody can read them any more',
  access: ['platform'],
  params: z.object({ token: PatientToken }),
  success: {
    status: 200,
    body: z.object({ patientToken: PatientToken, status: z.literal('erased') }),
    description: 'The names, numbers, addresses and documents behind this token are unreadable for good.',
  },
  problems: [],
  example: { params: { token: '{{patientToken}}' } },
  handle: async ({ params: { token }, cause }, { execute, vault }) => {
    const generation = await vault.generationOf(token);
    if (generation === 0) return refuse({ code: 'not-found' });
    const outcome = await execute(patients, token, cause, () => ok({ type: 'ErasePatient', generation }));
    if (!outcome.ok) return outcome;
    await vault.erase(token, generation);
    return ok(answer(200, { patientToken: token, status: 'erased' as const }));
  },
});

export const lookupPatient = route({
  method: 'POST',
  path: '/v1/patients/lookup',
  operationId: 'lookupPatient',
  summary: 'Find the token of a patient whose identity your app has verified',
  access: ['patient-app'],
  body: z.strictObject({ idNumber: IdNumber }),
  success: {
    status: 200,
    body: z.object({ patientToken: PatientToken }),
    description: 'The same token all over the region; whether anything is known of the person, it does not say.',
  },
  problems: [],
  example: { body: { idNumber: '370102199003078515' } },
  handle: async ({ body }, { vault }) => ok(answer(200, { patientToken: PatientToken.parse(vault.tokenOf(body.idNumber)) })),
});
