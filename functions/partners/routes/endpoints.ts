import { EndpointId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { EndpointReply, EndpointSecretReply, endpointReply } from '../contract/endpoint-replies.ts';
import { EndpointChange, EndpointParams, NewEndpoint } from '../contract/endpoint-requests.ts';
import { pageOf } from '../contract/replies.ts';
import { PageQuery, viewPage } from '../contract/requests.ts';
import { isLive } from '../domain/endpoint.ts';
import { PartnersPolicy } from '../domain/policy.ts';
import { endpoints, showNow } from '../endpoint-aggregate.ts';
import { Endpoints } from '../views/endpoints.ts';
import { readUrl, secretAnswer } from './answers.ts';
import { isOwn, OWN_CHANGES_MAX, ownId, route } from './route.ts';

export const createEndpoint = route({
  method: 'POST',
  path: '/v1/webhook-endpoints',
  operationId: 'createWebhookEndpoint',
  summary: 'Be told of events from now on; the secret is in this answer and in repeats of this request only',
  access: 'any-agency',
  body: NewEndpoint,
  success: { status: 201, body: EndpointSecretReply, description: 'Every event that happens from this answer on is told.' },
  problems: ['webhook-url-refused', 'event-type-unknown', 'changes-exhausted', 'endpoint-limit-reached', 'rotation-in-grace'],
  example: { body: { url: 'https://hooks.example.com/sanlian', events: ['offer.*', 'prescription.claimed.v1'] } },
  handle: async ({ body, caller, cause, now }, runtime) => {
    const url = readUrl(runtime, body.url, now);
    if (!url.ok) return url;
    const { execute, ids, views, policies } = runtime;
    const agencyId = ownId(caller);
    const endpointId = EndpointId.parse(ids.derive('whe', cause.commandId));
    const settings = { url: url.value, patterns: body.events ?? ['*'], description: body.description ?? '' };
    const outcome = await execute(endpoints, endpointId, cause, async () => {
      // Counted in a read model, so that requests at the same moment may pass the limit by a few.
      const { endpointsPerAgencyMax } = PartnersPolicy.at(policies, now).rules;
      const { items } = await Endpoints.list(views, { partition: agencyId, limit: endpointsPerAgencyMax });
      if (items.length >= endpointsPerAgencyMax) return refuse({ code: 'endpoint-limit-reached' });
      return ok({ type: 'CreateEndpoint', agencyId, role: Role.parse(caller.role), settings, at: now });
    });
    if (!outcome.ok) return outcome;
    await showNow(runtime, endpointId);
    return secretAnswer(runtime, endpointId, outcome.value.state);
  },
});

export const listEndpoints = route({
  method: 'GET',
  path: '/v1/webhook-endpoints',
  operationId: 'listWebhookEndpoints',
  summary: 'List your webhook endpoints by id, without their secrets',
  access: 'any-agency',
  query: PageQuery,
  success: { status: 200, body: pageOf(EndpointReply), description: 'One page.' },
  problems: [],
  example: { query: { limit: '20' } },
  handle: async ({ query, caller }, { views, seals }) => {
    const page = await Endpoints.list(views, { partition: caller.agencyId, ...viewPage(query) });
    return ok(answer(200, { ...page, items: page.items.map((row) => endpointReply(seals, row.endpointId, row)) }));
  },
});

export const readEndpoint = route({
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}',
  operationId: 'readWebhookEndpoint',
  summary: 'Read one of your webhook endpoints, without its secret',
  access: 'any-agency',
  params: EndpointParams,
  success: { status: 200, body: EndpointReply, description: 'As of now.' },
  problems: [],
  example: { params: { endpointId: '{{endpointId}}' } },
  handle: async ({ params: { endpointId }, caller }, { load, seals }) => {
    const { state } = await load(endpoints, endpointId);
    if (!isOwn(state, caller)) return refuse({ code: 'not-found' });
    return ok(answer(200, endpointReply(seals, endpointId, state)));
  },
});

export const changeEndpoint = route({
  method: 'PUT',
  path: '/v1/webhook-endpoints/{endpointId}',
  operationId: 'changeWebhookEndpoint',
  summary: 'Change a webhook endpoint, or enable or disable it; what is absent stays as it is',
  access: 'any-agency',
  params: EndpointParams,
  body: EndpointChange,
  success: { status: 200, body: EndpointReply, description: 'Changed; waiting messages go to the new URL.' },
  problems: ['webhook-url-refused', 'event-type-unknown', 'changes-exhausted', 'endpoint-limit-reached', 'rotation-in-grace'],
  example: { params: { endpointId: '{{endpointId}}' }, body: { events: ['offer.*'], isEnabled: true } },
  handle: async ({ params: { endpointId }, body, caller, cause, now }, runtime) => {
    const url = body.url === undefined ? ok(undefined) : readUrl(runtime, body.url, now);
    if (!url.ok) return url;
    const outcome = await runtime.execute(endpoints, endpointId, cause, (endpoint, version) => {
      if (!isOwn(endpoint, caller)) return refuse({ code: 'not-found' });
      if (version >= OWN_CHANGES_MAX) return refuse({ code: 'changes-exhausted' });
      const { settings: current, status } = endpoint;
      const settings = {
        url: url.value ?? current.url,
        patterns: body.events ?? current.patterns,
        description: body.description ?? current.description,
      };
      return ok({ type: 'ChangeEndpoint', settings, isEnabled: body.isEnabled ?? status === 'enabled', at: now });
    });
    if (!outcome.ok) return outcome;
    await showNow(runtime, endpointId);
    const { state } = outcome.value;
    return isLive(state) ? ok(answer(200, endpointReply(runtime.seals, endpointId, state))) : refuse({ code: 'not-found' });
  },
});

export const deleteEndpoint = route({
  method: 'DELETE',
  path: '/v1/webhook-endpoints/{endpointId}',
  operationId: 'deleteWebhookEndpoint',
  summary: 'Delete a webhook endpoint; what still waits for it is dropped',
  access: 'any-agency',
  params: EndpointParams,
  success: { status: 200, body: EndpointReply, description: 'The endpoint as it was last.' },
  problems: ['event-type-unknown', 'changes-exhausted', 'endpoint-limit-reached', 'rotation-in-grace'],
  example: { params: { endpointId: '{{endpointId}}' } },
  handle: async ({ params: { endpointId }, caller, cause }, runtime) => {
    const { state: last } = await runtime.load(endpoints, endpointId);
    if (!isOwn(last, caller)) return refuse({ code: 'not-found' });
    const outcome = await runtime.execute(endpoints, endpointId, cause, () => ok({ type: 'DeleteEndpoint' }));
    if (!outcome.ok) return outcome;
    await showNow(runtime, endpointId);
    return ok(answer(200, endpointReply(runtime.seals, endpointId, last)));
  },
});
