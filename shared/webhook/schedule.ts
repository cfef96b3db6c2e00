import { epochMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../kernel/time.ts';

/** How often a message is tried. */
export interface RetryRules {
  /** The wait before each attempt; the first is the first attempt's. */
  readonly stepsMs: readonly number[];
  /** 0.2: each wait is stretched or shortened by up to a fifth, so that receivers are not hit by all at once. */
  readonly jitter: number;
  /** A receiver may ask for a longer wait (`Retry-After`), up to this. */
  readonly retryAfterMsMax: number;
}

/** Ten attempts over 75 h 35 min, the example of Standard Webhooks 1.0. */
export const STANDARD_STEPS_MS: readonly number[] = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  readonly at: Instant;
  /** 0 to 1; the same for the same message and attempt, so that a repeat plans the same time. */
  readonly chance: number;
  /** The header's value as it came. */
  readonly retryAfter?: string | undefined;
}

/** How long to wait after a failed attempt, in whole milliseconds; undefined after the last one. */
export const waitAfterMs = ({ stepsMs, jitter, retryAfterMsMax }: RetryRules, failed: FailedAttempt): number | undefined => {
  const stepMs = stepsMs[failed.attempt];
  if (stepMs === undefined) return undefined;
  const ownMs = Math.round(stepMs * (1 + jitter * (2 * failed.chance - 1)));
  const askedMs = failed.retryAfter === undefined ? undefined : readRetryAfterMs(failed.retryAfter, failed.at);
  // Never sooner than our own step: a receiver that asks for a second at its tenth failure does not get the load of it.
  return Math.max(ownMs, Math.min(askedMs ?? 0, retryAfterMsMax));
};

/** IMF-fixdate, the one form that RFC 9110 lets senders write: `Mon, 02 Mar 2026 02:00:00 GMT`. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** Reads `Retry-After` (RFC 9110 10.2.3): seconds or a date, as milliseconds from `at`; undefined when it is neither. */
export const readRetryAfterMs = (text: string, at: Instant): number | undefined => {
  const value = text.trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * SECOND_MS;
  if (!HTTP_DATE.test(value)) return undefined;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - epochMs(at));
};
