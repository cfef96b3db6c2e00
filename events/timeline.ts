import { type Hop, hopSort, type Trail } from '../shared/kernel/timeline.ts';
import { PAGE_ROWS_MAX, type Views } from '../shared/kernel/views.ts';
import { deliveriesAt, WebhookAudience, WebhookDeliveries, type WebhookDelivery } from './deliveries.ts';

/** A commit, or an attempt to tell somebody of one: then with whom, and what came of it. */
export interface TimelineHop extends Hop {
  readonly agencyId?: string;
  readonly endpointId?: string;
  readonly status?: number;
  readonly reason?: string;
}

export interface TimelineDeps {
  readonly views: Views;
  readonly trail: Trail;
}

const READS_AT_ONCE = 50;

/**
 * All that happened in a journey, in order of time; a moment behind. Of a webhook only its own row is written: whoever asks finds
 * it by who is told and by when something happened, since an event's time is its commit's.
 */
export const timelineOf = async ({ views, trail }: TimelineDeps, journey: string): Promise<readonly TimelineHop[]> => {
  const [committed, { items: audience }] = await Promise.all([
    trail(journey),
    WebhookAudience.list(views, { partition: journey, limit: PAGE_ROWS_MAX - 1 }),
  ]);
  const moments = [...new Set(committed.map(({ at }) => at))];
  const places = audience.flatMap(({ endpointId }) => moments.map((at) => ({ partition: endpointId, prefix: deliveriesAt(at) })));
  const told: TimelineHop[] = [];
  for (let from = 0; from < places.length; from += READS_AT_ONCE) {
    const found = await Promise.all(
      places.slice(from, from + READS_AT_ONCE).map((place) => WebhookDeliveries.list(views, { ...place, limit: PAGE_ROWS_MAX - 1 })),
    );
    const deliveries = found.flatMap(({ items }) => items);
    told.push(...deliveries.filter(({ correlationId }) => correlationId === journey).flatMap(hopsOf));
  }
  return [...committed, ...told].sort((left, right) => (hopSort(left) < hopSort(right) ? -1 : 1));
};

const hopsOf = ({ messageId, eventId, agencyId, endpointId, attempts }: WebhookDelivery): readonly TimelineHop[] =>
  attempts.map(({ attempt, at, outcome, status, reason }) => ({
    at,
    context: 'partners',
    stream: `webhook#${messageId}`,
    version: attempt,
    events: [outcome === 'delivered' ? 'WebhookDelivered' : 'WebhookFailed'],
    actor: { role: 'system' },
    causationId: eventId,
    agencyId,
    endpointId,
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
  }));
