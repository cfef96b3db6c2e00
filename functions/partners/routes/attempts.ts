import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { AttemptReply } from '../contract/endpoint-replies.ts';
import { EndpointParams } from '../contract/endpoint-requests.ts';
import { pageOf } from '../contract/replies.ts';
import { PageQuery, viewPage } from '../contract/requests.ts';
import { PartnersPolicy } from '../domain/policy.ts';
import { endpoints } from '../endpoint-aggregate.ts';
import { readLog } from '../views/attempt-log.ts';
import { isOwn, route } from './route.ts';

export const listAttempts = route({
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/attempts',
  operationId: 'listWebhookAttempts',
  summary: 'List the attempts to deliver to one of your endpoints, the newest event first; pings of /test are not among them',
  access: 'any-agency',
  params: EndpointParams,
  query: PageQuery,
  success: { status: 200, body: pageOf(AttemptReply), description: 'One page; attempts to tell of events of the last 30 days.' },
  problems: [],
  example: { params: { endpointId: '{{endpointId}}' }, query: { limit: '20' } },
  handle: async ({ params: { endpointId }, query, caller, now }, { load, views, policies }) => {
    const { state } = await load(endpoints, endpointId);
    if (!isOwn(state, caller)) return refuse({ code: 'not-found' });
    const from = addMs(now, -PartnersPolicy.at(policies, now).rules.attemptLogMs);
    const page = await readLog(views, { endpointId, from, ...viewPage(query) });
    return ok(answer(200, { ...page, items: [...page.items] }));
  },
});
