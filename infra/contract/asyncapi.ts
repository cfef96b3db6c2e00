import type { AnyEvent } from '../../events/define-event.ts';
import { type JsonObject, schemaOf } from './json-schema.ts';
import { contextTitles } from './titles.ts';
import { webhookExampleOf, webhookSchemaOf } from './webhook-schema.ts';

const DESCRIPTION = `What Sanlian tells: by webhook to the agencies that an event concerns, and on the region’s own bus with all its fields.

A webhook is a POST of a thin CloudEvents envelope, signed as Standard Webhooks 1.0 says (\`webhook-id\`, \`webhook-timestamp\`,
\`webhook-signature\`). It comes at least once and in any order; its \`id\` never changes. Answer any 2xx; read what more you need from the API
with your own key.`;

/** AsyncAPI 3.0 of the published events: one channel for each, its message on the bus and, where partners are told, its webhook. */
export const asyncApiOf = (events: readonly AnyEvent[]): JsonObject => ({
  asyncapi: '3.0.0',
  info: { title: 'Sanlian 三联 events', version: '1.0.0', description: DESCRIPTION, license: { name: 'Apache-2.0' } },
  defaultContentType: 'application/json',
  servers: {
    webhooks: {
      host: '{endpoint}',
      protocol: 'https',
      description: 'Your own receiver, as you registered it at POST /v1/webhook-endpoints.',
      variables: { endpoint: { default: 'your-system.example', description: 'Host of your webhook endpoint.' } },
    },
    bus: { host: 'sanlian.bus', protocol: 'eventbridge', description: 'The region’s own bus; not open to partners.' },
  },
  channels: Object.fromEntries(events.map((event) => [keyOf(event), channelOf(event)])),
  operations: Object.fromEntries(events.flatMap(operationsOf)),
  components: {
    messages: Object.fromEntries(events.flatMap(messagesOf)),
    schemas: Object.fromEntries(events.map((event) => [keyOf(event), schemaOf(event.data)])),
  },
});

/** `prescription.activated.v1` → `PrescriptionActivatedV1`: keys may hold no dot. */
export const keyOf = ({ type }: AnyEvent): string => type.replaceAll(/(?:^|[.-])([a-z])/g, (_, start: string) => start.toUpperCase());

const channelOf = (event: AnyEvent): JsonObject => {
  const key = keyOf(event);
  const hasWebhook = event.webhook !== undefined;
  return {
    address: event.type,
    title: event.type,
    description: event.summary,
    servers: [...(hasWebhook ? [{ $ref: '#/servers/webhooks' }] : []), { $ref: '#/servers/bus' }],
    messages: {
      ...(hasWebhook ? { webhook: { $ref: `#/components/messages/${key}Webhook` } } : {}),
      event: { $ref: `#/components/messages/${key}` },
    },
    tags: [{ name: event.context, description: contextTitles[event.context]?.summary ?? event.context }],
  };
};

const operationsOf = (event: AnyEvent): [string, JsonObject][] => {
  const key = keyOf(event);
  const channel = { $ref: `#/channels/${key}` };
  const send = (message: string, summary: string): JsonObject => ({
    action: 'send',
    channel,
    summary,
    messages: [{ $ref: `#/channels/${key}/messages/${message}` }],
  });
  const onBus: [string, JsonObject] = [`publish${key}`, send('event', event.summary)];
  if (event.webhook === undefined) return [onBus];
  const { agencies, roles = [] } = event.webhook;
  const told = [...agencies, ...roles.map((role) => `every ${role}`)].join(', ');
  return [[`deliver${key}`, { ...send('webhook', event.summary), description: `Told by webhook: ${told}.` }], onBus];
};

const messagesOf = (event: AnyEvent): [string, JsonObject][] => {
  const key = keyOf(event);
  const onBus: [string, JsonObject] = [
    key,
    {
      name: event.type,
      title: event.type,
      summary: event.summary,
      payload: { $ref: `#/components/schemas/${key}` },
      examples: [{ name: 'example', payload: event.example }],
    },
  ];
  const payload = webhookSchemaOf(event);
  if (payload === undefined) return [onBus];
  const webhook = {
    name: `${event.type} webhook`,
    title: `${event.type} (webhook)`,
    summary: event.summary,
    headers: webhookHeaders,
    payload,
    examples: [{ name: 'example', payload: webhookExampleOf(event) }],
  };
  return [[`${key}Webhook`, webhook], onBus];
};

const webhookHeaders: JsonObject = {
  type: 'object',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': { type: 'string', description: 'Of this event for this endpoint; the same in every attempt.' },
    'webhook-timestamp': { type: 'string', description: 'Seconds since 1970 of this attempt; refuse what is older than 5 minutes.' },
    'webhook-signature': {
      type: 'string',
      description: '`v1,` and the base64 HMAC-SHA256 of id.timestamp.body; several while a secret rotates.',
    },
  },
};
