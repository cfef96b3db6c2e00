import { stepOf } from '../../../shared/kernel/execute.ts';
import type { Cause } from '../../../shared/kernel/journal.ts';
import { done, type Message } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { waitAfterMs } from '../../../shared/webhook/schedule.ts';
import { agencies } from '../aggregates.ts';
import { attemptMessage, DELIVERIES_INBOX, DELIVERIES_LANE, type Delivery, WebhookAttempt } from '../domain/delivery.ts';
import { isLive, type LiveEndpoint } from '../domain/endpoint.ts';
import { PartnersPolicy, type PartnersRules } from '../domain/policy.ts';
import { endpoints, showNow } from '../endpoint-aggregate.ts';
import { type Sent, sendWebhook } from '../gateways/receiver.ts';
import { Progress } from '../views/attempts.ts';
import { isFailing, isNewSuccess, recordsOf } from './attempt-records.ts';

/** The receiver's own word that it is gone for good. */
const GONE = 410;

/**
 * One attempt: sends, writes down what came of it, plans the next. At least once: when we die between sending and writing
 * down, the receiver gets it again under the same `webhook-id`; what is written down is never sent again.
 */
export const deliver = reaction({
  name: 'deliver',
  on: WebhookAttempt,
  lane: DELIVERIES_LANE,
  handle: async ({ data: delivery, message, cause }, runtime) => {
    const { views, load, clock, policies } = runtime;
    const earlier = await Progress.get(views, delivery.endpointId, delivery.messageId);
    if (earlier !== undefined && earlier.attempt >= delivery.attempt) {
      // We died after writing down: only the plan may be missing. Of a message that went on since, nothing is.
      if (earlier.attempt === delivery.attempt && earlier.nextAttemptAt !== undefined)
        await plan(runtime, delivery, message, earlier.nextAttemptAt);
      return done;
    }
    const { state: endpoint } = await load(endpoints, delivery.endpointId);
    // Nobody is left to tell, and nobody to read a record of it.
    if (!isLive(endpoint)) return done;

    const { rules } = PartnersPolicy.at(policies, clock.now());
    const sent = await attempt(runtime, { delivery, endpoint, message, rules });
    const at = clock.now();
    runtime.log.count('webhookAttempts', { outcome: outcomeOf(sent) });
    const nextAttemptAt = nextOf(runtime, { delivery, sent, at, rules });
    const isNews = sent.isDelivered && (await isNewSuccess(runtime, { endpointId: delivery.endpointId, at, rules }));
    const { agencyId } = endpoint;
    await views.put(recordsOf({ delivery, message, agencyId, sent, at, nextAttemptAt, keptMs: rules.attemptLogMs, isNews }));
    if (nextAttemptAt !== undefined) await plan(runtime, delivery, message, nextAttemptAt);
    await disableWhenHopeless(runtime, { delivery, endpoint, sent, at, rules, cause });
    return done;
  },
});

const outcomeOf = ({ isDelivered, isSkipped }: Outcome): 'delivered' | 'failed' | 'skipped' => {
  if (isDelivered) return 'delivered';
  return isSkipped ? 'skipped' : 'failed';
};

interface Attempt {
  readonly delivery: Delivery;
  readonly endpoint: LiveEndpoint;
  readonly message: Message;
  readonly rules: PartnersRules;
}

/** An attempt that is not made. */
type Outcome = Sent & { readonly isSkipped?: true };

const attempt = async (runtime: Runtime, { delivery, endpoint, message, rules }: Attempt): Promise<Outcome> => {
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

interface Judged extends Planned {
  readonly endpoint: LiveEndpoint;
  readonly sent: Outcome;
  readonly cause: Cause;
}

const disableWhenHopeless = async (runtime: Runtime, { delivery, endpoint, sent, at, rules, cause }: Judged): Promise<void> => {
  if (sent.isDelivered || sent.isSkipped || endpoint.status !== 'enabled') return;
  const { endpointId } = delivery;
  const isGone = sent.status === GONE;
  if (!isGone && !(await isFailing(runtime, { endpointId, endpoint, at, rules }))) return;
  const { enabledAt } = endpoint;
  const outcome = await runtime.execute(endpoints, endpointId, stepOf(cause, 'disable', runtime.ids), () =>
    ok({ type: 'DisableEndpoint', reason: isGone ? 'gone' : 'failing', enabledAt }),
  );
  if (outcome.ok) await showNow(runtime, endpointId);
};
