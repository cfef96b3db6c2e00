import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { EndpointSecretReply, PingReply } from '../contract/endpoint-replies.ts';
import { EndpointParams, SecretRotation } from '../contract/endpoint-requests.ts';
import { bodyOf } from '../domain/delivery.ts';
import { PartnersPolicy } from '../domain/policy.ts';
import { endpoints } from '../endpoint-aggregate.ts';
import { sendWebhook } from '../gateways/receiver.ts';
import { secretAnswer } from './answers.ts';
import { isOwn, OWN_CHANGES_MAX, route } from './route.ts';

export const rotateSecret = route({
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Get a new secret and key pair; the old ones sign beside them for graceMs, 0 ends them at once',
  access: 'any-agency',
  params: EndpointParams,
  body: SecretRotation,
  success: { status: 201, body: EndpointSecretReply, description: 'The new secret and public key.' },
  problems: ['event-type-unknown', 'changes-exhausted', 'endpoint-limit-reached', 'rotation-in-grace'],
  example: { params: { endpointId: '{{endpointId}}' }, body: { graceMs: 86_400_000 } },
  handle: async ({ params: { endpointId }, body, caller, cause, now }, runtime) => {
    const { execute, policies } = runtime;
    const outcome = await execute(endpoints, endpointId, cause, (endpoint, version) => {
      if (!isOwn(endpoint, caller)) return refuse({ code: 'not-found' });
      if (version >= OWN_CHANGES_MAX) return refuse({ code: 'changes-exhausted' });
      return ok({ type: 'RotateSecret', at: now, graceMs: body.graceMs ?? PartnersPolicy.at(policies, now).rules.secretGraceMs });
    });
    return outcome.ok ? secretAnswer(runtime, endpointId, outcome.value.state) : outcome;
  },
});

const ping = { type: 'webhook.ping.v1', source: 'sanlian.partners' };

export const testEndpoint = route({
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/test',
  operationId: 'testWebhookEndpoint',
  summary: 'Send a signed ping now and get its outcome; a repeat sends it again, under the same webhook-id',
  access: 'any-agency',
  params: EndpointParams,
  success: { status: 200, body: PingReply, description: 'What the receiver made of it, also when that is nothing good.' },
  problems: [],
  example: { params: { endpointId: '{{endpointId}}' } },
  handle: async ({ params: { endpointId }, caller, cause, now }, runtime) => {
    const { load, ids, policies } = runtime;
    const { state: endpoint } = await load(endpoints, endpointId);
    if (!isOwn(endpoint, caller)) return refuse({ code: 'not-found' });
    const messageId = ids.derive('msg', cause.commandId);
    const message = { id: messageId, type: ping.type, occurredAt: now, correlationId: messageId, causationId: cause.causationId, data: {} };
    const { isDelivered, status, reason, durationMs } = await sendWebhook(runtime, {
      endpointId,
      endpoint,
      messageId,
      body: bodyOf(ping, message, { endpointId }),
      timeoutMs: PartnersPolicy.at(policies, now).rules.attemptTimeoutMs,
      traceparent: cause.traceparent,
    });
    return ok(answer(200, { messageId, delivered: isDelivered, status, reason, durationMs }));
  },
});
