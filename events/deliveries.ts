import * as z from 'zod/mini';
import { defineView } from '../shared/kernel/views.ts';
import { AgencyId, EndpointId } from './vocabulary/ids.ts';
import { InstantText } from './vocabulary/values.ts';

/** One turn of a webhook message. */
export const DeliveryAttempt = z.object({
  attempt: z.int(),
  at: InstantText,
  /** `skipped`: nothing was sent, because the endpoint was disabled or its agency suspended. */
  outcome: z.enum(['delivered', 'failed', 'skipped']),
  /** The receiver's HTTP status; absent when it did not answer. */
  status: z.optional(z.int()),
  reason: z.optional(z.string()),
  durationMs: z.int(),
  /** Absent after the last turn. */
  nextAttemptAt: z.optional(InstantText),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** All that is known of one message to one endpoint: whose it is, and its turns so far. No body, no secret. */
export const WebhookDelivery = z.object({
  messageId: z.string(),
  endpointId: EndpointId,
  agencyId: AgencyId,
  /** The event that is told. */
  eventId: z.string(),
  type: z.string(),
  correlationId: z.string(),
  attempts: z.array(DeliveryAttempt).check(z.minLength(1)),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

/** One row a message. Partition: endpoint id, sorted by the event's time and the message's id; the version grows with the attempts. */
export const WebhookDeliveries = defineView('partners.deliveries', WebhookDelivery);
/** Rows of events of that moment begin so. */
export const deliveriesAt = (occurredAt: string): string => `${occurredAt}/`;
export const deliverySort = (occurredAt: string, messageId: string): string => `${deliveriesAt(occurredAt)}${messageId}`;

/** Who is told of a journey, so that its deliveries are found. Partition: correlation id, sorted by endpoint id; written once. */
export const WebhookAudience = defineView('partners.audience', z.object({ endpointId: EndpointId }));
