import { AgencyDirectory } from '../../../events/partners.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { pharmacies } from '../aggregates.ts';
import { PharmacyReply } from '../contract/replies.ts';
import { RegisterPharmacyBody } from '../contract/requests.ts';
import { pharmacyExample } from './examples.ts';
import { pharmacyAnswer } from './pharmacy-answer.ts';
import { route } from './route.ts';

export const registerPharmacy = route({
  method: 'POST',
  path: '/v1/pharmacies',
  operationId: 'registerPharmacy',
  summary: 'Register the pharmacy of an agency: place, hours, services, licence',
  access: ['platform'],
  body: RegisterPharmacyBody,
  success: { status: 201, body: PharmacyReply, description: 'Registered; not designated yet.' },
  problems: ['agency-not-a-pharmacy', 'pharmacy-already-registered', 'hours-invalid', 'licence-dates-invalid'],
  example: { body: { agencyId: '{{pharmacyId}}', ...pharmacyExample } },
  handle: async ({ body: { agencyId, ...facts }, cause }, { execute, views }) => {
    const outcome = await execute(pharmacies, agencyId, cause, async () => {
      const agency = await AgencyDirectory.get(views, 'agencies', agencyId);
      return agency?.role === 'pharmacy' ? ok({ type: 'RegisterPharmacy', facts }) : refuse({ code: 'agency-not-a-pharmacy' });
    });
    if (!outcome.ok) return outcome;
    const answered = pharmacyAnswer(201, agencyId, outcome.value);
    return answered === undefined ? refuse({ code: 'not-found' }) : ok(answered);
  },
});
