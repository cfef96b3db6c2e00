import {
  type DeliveryAttempt,
  deliverySort,
  WebhookAudience,
  WebhookDeliveries,
  type WebhookDelivery,
} from '../../../events/deliveries.ts';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, epochMs, type Instant, laterOf } from '../../../shared/kernel/time.ts';
import type { ViewRecord } from '../../../shared/kernel/views.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { PartnersRules } from '../domain/policy.ts';
import { STANDING, type Standing, Standings } from '../views/standings.ts';

/** Of one message the last so many attempts are kept; a region's schedule has ten. */
const ATTEMPTS_KEPT_MAX = 20;

export interface Made {
  readonly delivery: Delivery;
  readonly message: Pick<Message, 'id' | 'occurredAt' | 'correlationId'>;
  readonly agencyId: AgencyId;
  readonly earlier: WebhookDelivery | undefined;
  readonly attempt: DeliveryAttempt;
}

/** The one row of a message, with this attempt in it. */
export const deliveryRecord = ({ delivery, message, agencyId, earlier, attempt }: Made): ViewRecord => {
  const { endpointId, messageId, eventId, type } = delivery;
  const { occurredAt, correlationId } = message;
  const attempts = [...(earlier?.attempts ?? []), attempt].slice(-ATTEMPTS_KEPT_MAX);
  const row = { messageId, endpointId, agencyId, eventId, type, correlationId, attempts };
  return WebhookDeliveries.record({ partition: endpointId, sort: deliverySort(occurredAt, messageId) }, versionOf(attempt), row);
};

const VERSIONS_PER_ATTEMPT = 4;

/** Grows with the attempts. Of two workers that made the same one, the more final word stays: what was delivered is not waiting. */
export const versionOf = ({ attempt, outcome, nextAttemptAt }: DeliveryAttempt): number => {
  const given = nextAttemptAt === undefined ? 1 : 0;
  return attempt * VERSIONS_PER_ATTEMPT + (outcome === 'delivered' ? 2 : given);
};

/** Who is told of this journey, when nobody wrote it down yet: a read costs a tenth of a write, and most are written. */
export const newAudience = async (
  { views }: Pick<Runtime, 'views'>,
  { delivery: { endpointId }, message: { correlationId }, earlier }: Pick<Made, 'delivery' | 'message' | 'earlier'>,
): Promise<readonly ViewRecord[]> => {
  if (earlier !== undefined || (await WebhookAudience.get(views, correlationId, endpointId)) !== undefined) return [];
  return [WebhookAudience.record({ partition: correlationId, sort: endpointId }, 1, { endpointId })];
};

/** An endpoint's last success is written down to a hundredth of the time after which a failing one is disabled. */
const SUCCESSES_PER_PATIENCE = 100;

export interface Judged {
  readonly endpointId: string;
  readonly attempt: Pick<DeliveryAttempt, 'outcome' | 'at'>;
  readonly standing: Standing | undefined;
  readonly rules: Pick<PartnersRules, 'disableAfter'>;
}

/** How the endpoint does now, where that is news: most attempts tell nothing new. */
export const newStanding = ({ endpointId, attempt: { outcome, at }, standing, rules }: Judged): readonly ViewRecord[] => {
  if (outcome === 'skipped') return [];
  const write = (value: Standing) => [Standings.record({ partition: endpointId, sort: STANDING }, epochMs(at), value)];
  if (outcome === 'failed') return standing?.isFailing === true ? [] : write({ ...standing, isFailing: true });
  const known = standing?.isFailing === true ? undefined : standing?.succeededAt;
  const isNews = known === undefined || addMs(known, rules.disableAfter.ms / SUCCESSES_PER_PATIENCE) <= at;
  return isNews ? write({ isFailing: false, succeededAt: at }) : [];
};

export interface Suspect {
  readonly endpointId: string;
  readonly enabledAt: Instant;
  readonly standing: Standing | undefined;
  readonly at: Instant;
  readonly rules: Pick<PartnersRules, 'disableAfter'>;
}

/** Whether the last attempts all failed and nothing got through for so long (both by the region's rules). */
export const isFailing = async (
  { views }: Pick<Runtime, 'views'>,
  { endpointId, enabledAt, standing, at, rules }: Suspect,
): Promise<boolean> => {
  const { failures, ms } = rules.disableAfter;
  const since = standing?.succeededAt === undefined ? enabledAt : laterOf(standing.succeededAt, enabledAt);
  const first = await WebhookDeliveries.list(views, { partition: endpointId, limit: 1, cursor: since });
  const firstAt = first.items[0]?.attempts[0]?.at;
  if (firstAt === undefined || addMs(firstAt, ms) > at) return false;
  const { items } = await WebhookDeliveries.list(views, { partition: endpointId, limit: failures, isDescending: true });
  const last = items
    .flatMap(({ attempts }) => attempts)
    .sort((left, right) => (left.at < right.at ? 1 : -1))
    .slice(0, failures);
  return last.length >= failures && last.every((attempt) => attempt.outcome === 'failed' && attempt.at > since);
};
