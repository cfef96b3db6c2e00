import { PharmacyDirectory } from '../../../events/directory.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { PHARMACIES, pharmacies } from '../aggregates.ts';
import { PharmaciesReply, PharmacyReply } from '../contract/replies.ts';
import { PageQuery, PharmacyParams } from '../contract/requests.ts';
import { pageOf, pageReply } from './page.ts';
import { pharmacyAnswer } from './pharmacy-answer.ts';
import { route } from './route.ts';

export const listPharmacies = route({
  method: 'GET',
  path: '/v1/pharmacies',
  operationId: 'listPharmacies',
  summary: 'The pharmacies of the region, by id',
  access: 'any-agency',
  query: PageQuery,
  success: { status: 200, body: PharmaciesReply, description: 'One page; it may lag behind the last change.' },
  problems: [],
  example: { query: { limit: '20' } },
  handle: async ({ query }, { views }) =>
    ok(answer(200, pageReply(await PharmacyDirectory.list(views, { partition: PHARMACIES, ...pageOf(query) })))),
});

export const readPharmacy = route({
  method: 'GET',
  path: '/v1/pharmacies/{id}',
  operationId: 'readPharmacy',
  summary: 'One pharmacy, as it is now',
  access: 'any-agency',
  params: PharmacyParams,
  success: { status: 200, body: PharmacyReply, description: 'The pharmacy; its ETag serves If-Match.' },
  problems: [],
  example: { params: { id: '{{pharmacyId}}' } },
  handle: async ({ params: { id } }, { load }) => {
    const answered = pharmacyAnswer(200, id, await load(pharmacies, id));
    return answered === undefined ? refuse({ code: 'not-found' }) : ok(answered);
  },
});
