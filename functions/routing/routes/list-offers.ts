import { ok } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { routingProblems } from '../contract/problems.ts';
import { OffersReply } from '../contract/replies.ts';
import { OffersQuery } from '../contract/requests.ts';
import { OffersOfPharmacy, statusPrefix } from '../views/offers.ts';

const route = routesOf(routingProblems);

export const listOffers = route({
  method: 'GET',
  path: '/v1/offers',
  operationId: 'listOffers',
  summary: 'List your offers of one status, newest first',
  access: ['pharmacy'],
  query: OffersQuery,
  success: { status: 200, body: OffersReply, description: 'A page; it may lag behind by a moment.' },
  problems: [],
  example: { query: { status: 'OPEN', limit: '20' } },
  handle: async ({ query: { status, limit, cursor }, caller }, { views }) => {
    const prefix = statusPrefix(status);
    const page = await OffersOfPharmacy.list(views, {
      partition: caller.agencyId,
      prefix,
      limit,
      isDescending: true,
      ...(cursor === undefined ? {} : { cursor: `${prefix}${cursor}` }),
    });
    const { nextCursor } = page;
    return ok(
      answer(200, { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor: nextCursor.slice(prefix.length) }) }),
    );
  },
});
