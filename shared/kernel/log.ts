import type { Outcome } from './messages.ts';

/** A reader of the journal. */
export type Reader = 'relay' | 'projector';

/** Facts, by whose they are. A code that does not stand here does not compile; runbooks and alarms quote them. */
export type FactCode = `message.${Exclude<Outcome['kind'], 'done'>}` | `${Reader}.not-a-commit` | 'view.cut-short';

/** What failed, with the error beside it. */
export type FailureCode =
  | 'edge.failed'
  | 'health.failed'
  | 'http.failed'
  | 'message.unsettled'
  | 'pump.failed'
  | 'reaction.failed'
  | `${Reader}.${'again' | 'failed' | 'not-parked' | 'parked'}`;

/** All that may stand beside a code. None of it is free text, and none of it says who somebody is. */
export interface LogFields {
  readonly messageId?: string | undefined;
  readonly queueMessageId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly stream?: string | undefined;
  readonly version?: number | undefined;
  readonly reaction?: string | undefined;
  readonly reason?: string | undefined;
  readonly attempt?: number | undefined;
  readonly routeKey?: string | undefined;
  readonly path?: string | undefined;
  readonly eventName?: string | undefined;
  readonly view?: string | undefined;
  readonly rows?: number | undefined;
}

/** What is counted, and by what. Values are few and never an id. */
export interface Counted {
  /** Answers of the API; `outcome` is `accepted` or the problem's code. */
  readonly requests: { readonly context: string; readonly outcome: string };
  /** Commits that the relay or the projector read on. */
  readonly commitsRead: { readonly reader: string; readonly outcome: 'done' | 'again' | 'parked' };
  /** What the relay sent out. */
  readonly eventsRelayed: { readonly kind: 'event' | 'timer' };
  readonly webhookAttempts: { readonly outcome: 'delivered' | 'failed' | 'skipped' };
  /** Messages of an inbox by how their receipt ended. */
  readonly messagesHandled: { readonly inbox: string; readonly outcome: 'done' | 'retry' | 'park' };
}

/** Codes, ids and numbers only; never a body, a message of an error, a name. A code or field that is not named above does not compile. */
export interface Log {
  info(code: FactCode, fields?: LogFields): void;
  /** Keeps the error's class, its stack frames, and the code of an outage; its message may quote what it choked on. */
  failure(code: FailureCode, thrown: unknown, fields?: LogFields): void;
  /** Adds to a metric; @default by 1. On a laptop nothing counts. */
  count<Name extends keyof Counted>(name: Name, dimensions: Counted[Name], by?: number): void;
}
