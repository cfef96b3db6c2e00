import type { Message } from '../../../shared/kernel/messages.ts';
import { type Hop, TIMELINE_VIEW } from '../../../shared/kernel/relay.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, epochMs, type Instant, laterOf } from '../../../shared/kernel/time.ts';
import type { ViewRecord } from '../../../shared/kernel/views.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { PartnersRules } from '../domain/policy.ts';
import type { Sent } from '../gateways/receiver.ts';
import { Attempts, attemptSort, attemptsAfter, LAST_SUCCESS, LastSuccess, Progress, progressVersion } from '../views/attempts.ts';

export interface Made {
  readonly delivery: Delivery;
  readonly message: Message;
  readonly agencyId: string;
  readonly sent: Sent & { readonly isSkipped?: true };
  readonly at: Instant;
  readonly nextAttemptAt: Instant | undefined;
  readonly keptMs: number;
  /** Whether that it got through is news; see `isNewSuccess`. */
  readonly isNews: boolean;
}

/** All that is written down of one attempt: the log, how far the message is, the journey's line. No body, no secret. */
export const recordsOf = (made: Made): readonly ViewRecord[] => {
  const { delivery, sent, at, nextAttemptAt, keptMs, isNews } = made;
  const { endpointId, messageId, type, attempt } = delivery;
  const { isDelivered, isSkipped, status, reason, durationMs } = sent;
  const expiresAt = addMs(at, keptMs);
  const unfinished = nextAttemptAt === undefined ? 'failed' : 'waiting';
  const missed = isSkipped ? 'skipped' : 'failed';
  const row = {
    messageId,
    type,
    attempt,
    at,
    outcome: isDelivered ? ('delivered' as const) : missed,
    status,
    reason,
    durationMs,
    nextAttemptAt,
  } as const;
  const progress = { attempt, status: isDelivered ? ('delivered' as const) : unfinished, nextAttemptAt } as const;
  return [
    Attempts.record({ partition: endpointId, sort: attemptSort(row) }, 1, row, expiresAt),
    Progress.record({ partition: endpointId, sort: messageId }, progressVersion(progress), progress, expiresAt),
    ...(isNews ? [LastSuccess.record({ partition: endpointId, sort: LAST_SUCCESS }, epochMs(at), { at }, expiresAt)] : []),
    hopOf(made),
  ];
};

/** The line of an attempt among the journey's commits. */
const hopOf = ({ delivery, message, agencyId, sent, at }: Made): ViewRecord => {
  const { endpointId, messageId, eventId, attempt } = delivery;
  const hop: Hop & { readonly agencyId: string; readonly endpointId: string; readonly status?: number; readonly reason?: string } = {
    at,
    context: 'partners',
    stream: `webhook#${messageId}`,
    version: attempt,
    events: [sent.isDelivered ? 'WebhookDelivered' : 'WebhookFailed'],
    actor: { role: 'system' },
    causationId: eventId,
    agencyId,
    endpointId,
    ...(sent.status === undefined ? {} : { status: sent.status }),
    ...(sent.reason === undefined ? {} : { reason: sent.reason }),
  };
  const sort = `${at}/webhook#${messageId}/${String(attempt).padStart(4, '0')}`;
  return { view: TIMELINE_VIEW, partition: message.correlationId, sort, version: 1, value: hop };
};

/** An endpoint's last success is written down to a hundredth of the time after which a failing one is disabled. */
const SUCCESSES_PER_PATIENCE = 100;

/** Whether the endpoint's last success is old enough to be written down again: most are not, and a read costs a tenth of a write. */
export const isNewSuccess = async (
  { views }: Pick<Runtime, 'views'>,
  { endpointId, at, rules }: Omit<Suspect, 'endpoint'>,
): Promise<boolean> => {
  const known = await LastSuccess.get(views, endpointId, LAST_SUCCESS);
  return known === undefined || addMs(known.at, rules.disableAfter.ms / SUCCESSES_PER_PATIENCE) <= at;
};

export interface Suspect {
  readonly endpointId: string;
  readonly endpoint: { readonly enabledAt: Instant };
  readonly at: Instant;
  readonly rules: Pick<PartnersRules, 'disableAfter'>;
}

/** Whether the last attempts all failed and nothing got through for so long (both by the region's rules). */
export const isFailing = async ({ views }: Pick<Runtime, 'views'>, { endpointId, endpoint, at, rules }: Suspect): Promise<boolean> => {
  const { failures, ms } = rules.disableAfter;
  const success = await LastSuccess.get(views, endpointId, LAST_SUCCESS);
  const since = success === undefined ? endpoint.enabledAt : laterOf(success.at, endpoint.enabledAt);
  const first = await Attempts.list(views, { partition: endpointId, limit: 1, cursor: attemptsAfter(since) });
  const firstAt = first.items[0]?.at;
  if (firstAt === undefined || addMs(firstAt, ms) > at) return false;
  const { items } = await Attempts.list(views, { partition: endpointId, limit: failures, isDescending: true });
  return items.length >= failures && items.every((row) => row.outcome === 'failed' && row.at > since);
};
