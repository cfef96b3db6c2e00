import { type Instant, MINUTE_MS, SECOND_MS } from './time.ts';

/** What travels on the bus, through inboxes and as a timer. Its id never changes, however often it is sent. */
export interface Message {
  readonly id: string;
  /** `prescription.activated.v1`, or a timer's or task's name. */
  readonly type: string;
  readonly occurredAt: Instant;
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
  /** Of a timer: when it is due. */
  readonly dueAt?: Instant;
  readonly data: unknown;
}

/** How every message ends. */
export type Outcome =
  | { readonly kind: 'done' }
  /** Come back later; after `ATTEMPTS_MAX` receipts it is parked. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** Never again by itself; an operator looks at it. */
  | { readonly kind: 'park'; readonly reason: string };

export const done: Outcome = { kind: 'done' };
export const retry = (reason: string, afterMs?: number): Outcome =>
  afterMs === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterMs };
export const park = (reason: string): Outcome => ({ kind: 'park', reason });

/** Receipts of one message before it is parked. */
export const ATTEMPTS_MAX = 8;
/** The wait after a failed receipt: 1 s, 2 s, 4 s, … at most 5 minutes. `attempt` is 1 on the first. */
export const backoffMs = (attempt: number): number => Math.min(SECOND_MS * 2 ** (attempt - 1), 5 * MINUTE_MS);

/** An inbox: at least once, in any order. */
export interface Inbox {
  /**
   * Delivers to one inbox, not before `notBefore`; the same id twice while the first waits is one message.
   * `group` keeps a slow receiver's messages from holding up others.
   */
  send(inbox: string, message: Message, options?: { readonly notBefore?: Instant; readonly group?: string }): Promise<void>;
}

/** Publishes to whoever subscribed. */
export interface Bus {
  publish(messages: readonly Message[]): Promise<void>;
}

/** One-shot timers: deliver this message to that inbox at that time. */
export interface Scheduler {
  schedule(inbox: string, message: Message, at: Instant): Promise<void>;
}
