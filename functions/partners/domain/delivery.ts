import * as z from 'zod/mini';
import type { AnyEvent } from '../../../events/define-event.ts';
import { EndpointId } from '../../../events/vocabulary/ids.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import { defineTask } from '../../../shared/kernel/reaction.ts';

/** One message to one endpoint, on its way: the task of one attempt. */
export const Delivery = z.object({
  /** The `webhook-id`: the same for the same event and endpoint, at every attempt. */
  messageId: z.string(),
  endpointId: EndpointId,
  type: z.string(),
  /** The event that is told. */
  eventId: z.string(),
  attempt: z.int(),
  /** The exact text, so that every attempt signs the same bytes. */
  body: z.string(),
});
export type Delivery = z.infer<typeof Delivery>;

export const WebhookAttempt = defineTask('webhook.attempt', Delivery);
/** The inbox of attempts: slow receivers hold up nothing else. */
export const DELIVERIES_LANE = 'deliveries';
export const DELIVERIES_INBOX = `partners-${DELIVERIES_LANE}`;

/** The task as a message; a repeat has the same id. */
export const attemptMessage = (
  delivery: Delivery,
  { occurredAt, correlationId, causationId, traceparent }: Omit<Message, 'id' | 'type' | 'data'>,
): Message => ({
  id: `${delivery.messageId}.${delivery.attempt}`,
  type: WebhookAttempt.type,
  occurredAt,
  correlationId,
  causationId,
  ...(traceparent === undefined ? {} : { traceparent }),
  data: delivery,
});

/** The body: CloudEvents in shape, and thin, as the event's audience says which fields leave. */
export const bodyOf = (event: Pick<AnyEvent, 'type' | 'source'>, message: Message, data: Readonly<Record<string, unknown>>): string => {
  const { prescriptionId, offerId } = data;
  const links = {
    ...(typeof prescriptionId === 'string' ? { prescription: `/v1/prescriptions/${prescriptionId}` } : {}),
    ...(typeof offerId === 'string' ? { offer: `/v1/offers/${offerId}` } : {}),
  };
  return JSON.stringify({
    specversion: '1.0',
    id: message.id,
    source: event.source,
    type: event.type,
    time: message.occurredAt,
    ...(typeof prescriptionId === 'string' ? { subject: prescriptionId } : {}),
    datacontenttype: 'application/json',
    data,
    ...(Object.keys(links).length === 0 ? {} : { links }),
  });
};

export const pick = (data: Readonly<Record<string, unknown>>, fields: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(fields.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]])));
