import type { Execute, Load } from './execute.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { Inbox, Scheduler } from './messages.ts';
import type { RegionPolicies } from './policy.ts';
import type { Clock } from './time.ts';
import type { Trail } from './timeline.ts';
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
  readonly trail: Trail;
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
