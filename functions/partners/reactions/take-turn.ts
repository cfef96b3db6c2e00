import { type DeliveryAttempt, deliverySort, WebhookDeliveries } from '../../../events/deliveries.ts';
import { stepOf } from '../../../shared/kernel/execute.ts';
import type { Cause } from '../../../shared/kernel/journal.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { waitAfterMs } from '../../../shared/webhook/schedule.ts';
import { agencies } from '../aggregates.ts';
import { attemptMessage, DELIVERIES_INBOX, type Delivery } from '../domain/delivery.ts';
import { isLive, type LiveEndpoint } from '../domain/endpoint.ts';
import { PartnersPolicy, type PartnersRules } from '../domain/policy.ts';
import { endpoints, showNow } from '../endpoint-aggregate.ts';
import { type Sent, sendWebhook } from '../gateways/receiver.ts';
import type { Standing } from '../views/standings.ts';
import { deliveryRecord, isFailing, newAudience, newStanding } from './attempt-records.ts';

/** The receiver's own word that it is gone for good. */
const GONE = 410;

export interface Turn {
  readonly delivery: Delivery;
  /** The event, or the task of a later attempt: both have the event's time and journey. */
  readonly message: Message;
  readonly cause: Cause;
  /** How the endpoint did before. */
  readonly standing: Standing | undefined;
}

/**
 * One attempt: sends, writes down what came of it, plans the next. At least once: when we die between sending and writing
 * down, the receiver gets it again under the same `webhook-id`; what is written down is never sent again.
 */
export const takeTurn = async (runtime: Runtime, { delivery, message, cause, standing }: Turn): Promise<void> => {
  const { views, load, clock, policies } = runtime;
  const { endpointId, messageId } = delivery;
  const [earlier, { state: endpoint }] = await Promise.all([
    WebhookDeliveries.get(views, endpointId, deliverySort(message.occurredAt, messageId)),
    load(endpoints, endpointId),
  ]);
  const last = earlier?.attempts.at(-1);
  if (last !== undefined && last.attempt >= delivery.attempt) {
    // We died after writing down: only the plan may be missing. Of a message that went on since, nothing is.
    if (last.attempt === delivery.attempt && last.nextAttemptAt !== undefined) await plan(runtime, delivery, message, last.nextAttemptAt);
    return;
  }
  // Nobody is left to tell, and nobody to read a record of it.
  if (!isLive(endpoint)) return;

  const { rules } = PartnersPolicy.at(policies, clock.now());
  const sent = await send(runtime, { delivery, endpoint, message, rules });
  const at = clock.now();
  const attempt = attemptOf(sent, { attempt: delivery.attempt, at, nextAttemptAt: nextOf(runtime, { delivery, sent, at, rules }) });
  runtime.log.count('webhookAttempts', { outcome: attempt.outcome });
  await views.put([
    ...(await newAudience(runtime, { delivery, message, earlier })),
    deliveryRecord({ delivery, message, agencyId: endpoint.agencyId, earlier, attempt }),
    ...newStanding({ endpointId, attempt, standing, rules }),
  ]);
  if (attempt.nextAttemptAt !== undefined) await plan(runtime, delivery, message, attempt.nextAttemptAt);
  await disableWhenHopeless(runtime, { endpointId, endpoint, attempt, standing, rules, cause });
};

/** `isSkipped`: the turn passes and nothing is sent. */
type Outcome = Sent & { readonly isSkipped?: true };

const attemptOf = (
  { isDelivered, isSkipped, status, reason, durationMs }: Outcome,
  { attempt, at, nextAttemptAt }: { readonly attempt: number; readonly at: Instant; readonly nextAttemptAt: Instant | undefined },
): DeliveryAttempt => {
  const missed = isSkipped ? 'skipped' : 'failed';
  return { attempt, at, outcome: isDelivered ? 'delivered' : missed, status, reason, durationMs, nextAttemptAt };
};

interface Sending {
  readonly delivery: Delivery;
  readonly endpoint: LiveEndpoint;
  readonly message: Message;
  readonly rules: PartnersRules;
}

const send = async (runtime: Runtime, { delivery, endpoint, message, rules }: Sending): Promise<Outcome> => {
  const skipped = (reason: string): Outcome => ({ isSkipped: true, isDelivered: false, reason, durationMs: 0 });
  // Both may end before the last attempt, so the message keeps its turns.
  if (endpoint.status === 'disabled') return skipped('endpoint-disabled');
  const { state: agency } = await runtime.load(agencies, endpoint.agencyId);
  if (agency.status !== 'active') return skipped('agency-suspended');
  const { endpointId, messageId, body } = delivery;
  return sendWebhook(runtime, {
    endpointId,
    endpoint,
    messageId,
    body,
    timeoutMs: rules.attemptTimeoutMs,
    traceparent: message.traceparent,
  });
};

interface Planned {
  readonly delivery: Delivery;
  readonly sent: Sent;
  readonly at: Instant;
  readonly rules: PartnersRules;
}

/** 48 bits as a number from 0 to 1. */
const CHANCE_HEX = 12;

const nextOf = ({ ids }: Pick<Runtime, 'ids'>, { delivery, sent, at, rules }: Planned): Instant | undefined => {
  if (sent.isDelivered || sent.status === GONE) return undefined;
  const digest = ids.digest(`${delivery.messageId}/${delivery.attempt}`).slice(0, CHANCE_HEX);
  const chance = Number.parseInt(digest, 16) / 16 ** CHANCE_HEX;
  const waitMs = waitAfterMs(rules.retry, { attempt: delivery.attempt, at, chance, retryAfter: sent.retryAfter });
  return waitMs === undefined ? undefined : addMs(at, waitMs);
};

const plan = ({ inbox }: Pick<Runtime, 'inbox'>, delivery: Delivery, message: Message, at: Instant): Promise<void> => {
  const next = { ...delivery, attempt: delivery.attempt + 1 };
  return inbox.send(DELIVERIES_INBOX, attemptMessage(next, { ...message, causationId: message.id }), {
    notBefore: at,
    group: delivery.endpointId,
  });
};

interface Failed {
  readonly endpointId: Delivery['endpointId'];
  readonly endpoint: LiveEndpoint;
  readonly attempt: DeliveryAttempt;
  readonly standing: Standing | undefined;
  readonly rules: PartnersRules;
  readonly cause: Cause;
}

const disableWhenHopeless = async (runtime: Runtime, { endpointId, endpoint, attempt, standing, rules, cause }: Failed): Promise<void> => {
  if (attempt.outcome !== 'failed' || endpoint.status !== 'enabled') return;
  const { enabledAt } = endpoint;
  const isGone = attempt.status === GONE;
  if (!isGone && !(await isFailing(runtime, { endpointId, enabledAt, standing, at: attempt.at, rules }))) return;
  const outcome = await runtime.execute(endpoints, endpointId, stepOf(cause, 'disable', runtime.ids), () =>
    ok({ type: 'DisableEndpoint', reason: isGone ? 'gone' : 'failing', enabledAt }),
  );
  if (outcome.ok) await showNow(runtime, endpointId);
};
