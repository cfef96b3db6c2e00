import type { AnyEvent } from '../../events/define-event.ts';
import { isObject, type JsonObject, schemaOf } from './json-schema.ts';

/** The part of an event's data that partners see: what only some roles see is optional. Undefined when nobody is told by webhook. */
const partnerDataOf = ({ webhook, data }: AnyEvent): JsonObject | undefined => {
  if (webhook === undefined) return undefined;
  const { properties, required } = schemaOf(data);
  const always = Array.isArray(required) ? required.map(String) : [];
  const shown = [...new Set([...webhook.fields, ...(webhook.roleFields ?? [])])];
  return {
    type: 'object',
    properties: isObject(properties) ? Object.fromEntries(shown.map((field) => [field, properties[field]])) : {},
    required: webhook.fields.filter((field) => always.includes(field)),
  };
};

/** The signed body of a webhook: a thin CloudEvents 1.0 envelope. */
export const webhookSchemaOf = (event: AnyEvent): JsonObject | undefined => {
  const data = partnerDataOf(event);
  if (data === undefined) return undefined;
  return {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'time', 'datacontenttype', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: { type: 'string', description: 'The event’s id; the same however often it is delivered.' },
      source: { type: 'string', description: 'Where it happened.' },
      type: { const: event.type },
      time: { type: 'string', format: 'date-time' },
      subject: { type: 'string', description: 'The prescription’s id, when it is about one.' },
      datacontenttype: { const: 'application/json' },
      data,
      links: {
        type: 'object',
        description: 'Where the API tells more, under your own key.',
        properties: { prescription: { type: 'string' }, offer: { type: 'string' } },
      },
    },
  };
};

const EXAMPLE_TIME = '2026-03-01T08:00:00.000Z';

/** What a partner would receive for the event's example, the fields of the privileged roles included. */
export const webhookExampleOf = (event: AnyEvent): JsonObject => {
  const example = isObject(event.example) ? event.example : {};
  const shown = [...(event.webhook?.fields ?? []), ...(event.webhook?.roleFields ?? [])];
  const { prescriptionId, offerId } = example;
  const isOfOffer = offerId !== undefined && shown.includes('offerId');
  const links = {
    ...(prescriptionId === undefined ? {} : { prescription: `/v1/prescriptions/${String(prescriptionId)}` }),
    ...(isOfOffer ? { offer: `/v1/offers/${String(offerId)}` } : {}),
  };
  return {
    specversion: '1.0',
    id: `evt_${event.context}#${String(prescriptionId ?? 'example')}/1/0`,
    source: event.source,
    type: event.type,
    time: EXAMPLE_TIME,
    ...(prescriptionId === undefined ? {} : { subject: prescriptionId }),
    datacontenttype: 'application/json',
    data: Object.fromEntries(Object.entries(example).filter(([field]) => shown.includes(field))),
    ...(Object.keys(links).length === 0 ? {} : { links }),
  };
};
