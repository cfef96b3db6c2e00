import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { AttemptReply } from '../contract/endpoint-replies.ts';
import { EndpointParams } from '../contract/endpoint-requests.ts';
import { pageOf } from '../contract/replies.ts';
import { PageQuery, viewPage } from '../contract/requests.ts';
import { endpoints } from '../endpoint-aggregate.ts';
import { Attempts } from '../views/attempts.ts';
import { isOwn, route } from './route.ts';

export const listAttempts = route({
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/attempts',
  operationId: 'listWebhookAttempts',
  summary: 'List the attempts to deliver to one of your endpoints, the newest first; pings of /test are not among them',
  access: 'any-agency',
  params: EndpointParams,
  query: PageQuery,
  success: { status: 200, body: pageOf(AttemptReply), description: 'One page; attempts are kept for 30 days.' },
  problems: [],
  example: { params: { endpointId: '{{endpointId}}' }, query: { limit: '20' } },
  handle: async ({ params: { endpointId }, query, caller }, { load, views }) => {
    const { state } = await load(endpoints, endpointId);
    if (!isOwn(state, caller)) return refuse({ code: 'not-found' });
    const page = await Attempts.list(views, { partition: endpointId, isDescending: true, ...viewPage(query) });
    return ok(answer(200, { ...page, items: [...page.items] }));
  },
});
