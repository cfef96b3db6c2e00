import { ok, refuse } from '../../../shared/kernel/result.ts';
import { pharmacies } from '../aggregates.ts';
import { PharmacyReply } from '../contract/replies.ts';
import { DesignationBody, PharmacyParams } from '../contract/requests.ts';
import { pharmacyAnswer } from './pharmacy-answer.ts';
import { route } from './route.ts';

export const designatePharmacy = route({
  method: 'POST',
  path: '/v1/pharmacies/{id}/designation',
  operationId: 'designatePharmacy',
  summary: 'Designate a pharmacy for a term, or suspend its designation',
  access: ['platform'],
  params: PharmacyParams,
  body: DesignationBody,
  success: { status: 200, body: PharmacyReply, description: 'The pharmacy with its designation.' },
  problems: ['designation-dates-invalid', 'not-designated'],
  example: {
    params: { id: '{{pharmacyId}}' },
    body: { action: 'designate', from: '2026-01-01T00:00:00+08:00', until: '2029-01-01T00:00:00+08:00' },
  },
  handle: async ({ params: { id }, body, cause, now }, { execute }) => {
    const outcome = await execute(pharmacies, id, cause, () =>
      ok(
        body.action === 'designate'
          ? { type: 'Designate', from: body.from, until: body.until }
          : { type: 'SuspendDesignation', reason: body.reason, at: now },
      ),
    );
    if (!outcome.ok) return outcome;
    const answered = pharmacyAnswer(200, id, outcome.value);
    return answered === undefined ? refuse({ code: 'not-found' }) : ok(answered);
  },
});
