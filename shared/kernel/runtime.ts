import type { Execute, Load } from './execute.ts';
import type { Ids } from './ids.ts';
import type { Inbox, Scheduler } from './messages.ts';
import type { RegionPolicies } from './policy.ts';
import type { Clock } from './time.ts';
import type { Seals, Vault } from './vault.ts';
import type { Views } from './views.ts';

/** One outgoing request. The adapter resolves the name, refuses private addresses, follows no redirect. */
export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}
/** `refused`: never sent, the address is not allowed. `failed`: no answer; the receiver may still have got it. */
export type OutgoingAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };
export type Post = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

/** Everything that a handler may touch, given by the engine it runs on. A handler names the part that it needs. */
export interface Runtime {
  readonly region: string;
  readonly policies: RegionPolicies;
  readonly load: Load;
  readonly execute: Execute;
  readonly views: Views;
  readonly inbox: Inbox;
  readonly scheduler: Scheduler;
  readonly vault: Vault;
  readonly seals: Seals;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly post: Post;
  readonly log: Log;
}

/** Codes, ids and numbers only; never a body, a message of an error, a name. A field that is not named here does not compile. */
export interface Log {
  info(code: LogCode, fields?: LogFields): void;
  /** Keeps the error's class and stack frames; its message may quote what it choked on. */
  failure(code: LogCode, thrown: unknown, fields?: LogFields): void;
  /** Adds to a metric; @default by 1. On a laptop nothing counts. */
  count<Name extends keyof Counted>(name: Name, dimensions: Counted[Name], by?: number): void;
}

/** `http.failed`: whose it is, then the fact. */
export type LogCode = `${Lowercase<string>}.${Lowercase<string>}`;

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
