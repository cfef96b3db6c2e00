import { ok, refuse } from '../../../shared/kernel/result.ts';
import { pharmacies } from '../aggregates.ts';
import { PharmacyReply } from '../contract/replies.ts';
import { ChangePharmacyBody, IfMatch, PharmacyParams } from '../contract/requests.ts';
import { DirectoryPolicy } from '../domain/policy.ts';
import { pharmacyExample } from './examples.ts';
import { etagOf, pharmacyAnswer } from './pharmacy-answer.ts';
import { route } from './route.ts';

export const changePharmacy = route({
  method: 'PUT',
  path: '/v1/pharmacies/{id}',
  operationId: 'changePharmacy',
  summary: 'Change a pharmacy; the pharmacy itself changes its hours and services',
  access: ['platform', 'pharmacy'],
  params: PharmacyParams,
  headers: IfMatch,
  body: ChangePharmacyBody,
  success: { status: 200, body: PharmacyReply, description: 'Changed, or as it was when nothing differs.' },
  problems: ['hours-invalid', 'licence-dates-invalid', 'platform-only-field', 'too-many-changes'],
  example: { params: { id: '{{pharmacyId}}' }, body: { hours: pharmacyExample.hours, services: pharmacyExample.services } },
  handle: async ({ params: { id }, headers, body: wanted, caller, cause, now }, { execute, policies }) => {
    const isOwn = caller.role === 'pharmacy';
    if (isOwn && caller.agencyId !== id) return refuse({ code: 'not-found' });
    const expected = headers['if-match'];
    const changesMax = DirectoryPolicy.at(policies, now).rules.ownChangesMax;
    const outcome = await execute(pharmacies, id, cause, (state, version) => {
      if (state.status === 'absent') return refuse({ code: 'not-found' });
      if (expected !== undefined && expected !== '*' && expected !== etagOf(version)) return refuse({ code: 'version-mismatch' });
      return ok(isOwn ? { type: 'ChangeOwnEntry', change: wanted, changesMax } : { type: 'ChangePharmacy', change: wanted });
    });
    if (!outcome.ok) return outcome;
    const answered = pharmacyAnswer(200, id, outcome.value);
    return answered === undefined ? refuse({ code: 'not-found' }) : ok(answered);
  },
});
