import type { Cause } from './journal.ts';
import type { Message, Outcome } from './messages.ts';
import type { Schema } from './policy.ts';
import type { Runtime } from './runtime.ts';
import { type Instant, laterOf } from './time.ts';

/** A kind of message: an integration event, a timer, or a task that a context sends to itself. */
export interface MessageType<Data> {
  readonly type: string;
  /** Tolerant: a field that a newer producer added is dropped. */
  readonly data: Schema<Data>;
}

/** A message that only its own context sends and reads: a timer or a task. */
export const defineTask = <Data>(type: string, data: Schema<Data>): MessageType<Data> => ({ type, data });

export interface Received<Data> {
  readonly message: Message;
  readonly data: Data;
  /** The cause of the command that this reaction gives: the same message gives the same command id. */
  readonly cause: Cause;
}

/** Message in, at most one command out. Right in any order and any number of times, because `decide` judges state. */
export interface Reaction {
  readonly name: string;
  readonly on: readonly string[];
  /** A separate inbox, so that slow work (outgoing calls) does not hold up the rest. Absent: the context's own. */
  readonly lane?: string;
  handle(message: Message, runtime: Runtime): Promise<Outcome>;
}

export interface ReactionSpec<Data> {
  readonly name: string;
  readonly on: MessageType<Data>;
  readonly lane?: string;
  readonly handle: (received: Received<Data>, runtime: Runtime) => Promise<Outcome>;
}

export const reaction = <Data>(spec: ReactionSpec<Data>): Reaction => ({
  name: spec.name,
  on: [spec.on.type],
  ...(spec.lane === undefined ? {} : { lane: spec.lane }),
  handle: (message, runtime) =>
    spec.handle({ message, data: spec.on.data.parse(message.data), cause: causeOf(message, spec.name, runtime) }, runtime),
});

/** One reaction to many kinds of message that need no reading, such as a fan-out. */
export const reactionToMany = (spec: {
  readonly name: string;
  readonly on: readonly string[];
  readonly lane?: string;
  readonly handle: (received: Received<unknown>, runtime: Runtime) => Promise<Outcome>;
}): Reaction => ({
  name: spec.name,
  on: spec.on,
  ...(spec.lane === undefined ? {} : { lane: spec.lane }),
  handle: (message, runtime) => spec.handle({ message, data: message.data, cause: causeOf(message, spec.name, runtime) }, runtime),
});

/** A timer that came is due, also where this machine's clock is behind the one that kept it: `decide` would find it early, and lose it. */
const timeOf = ({ dueAt }: Message, now: Instant): Instant => (dueAt === undefined ? now : laterOf(dueAt, now));

const causeOf = (message: Message, name: string, { clock }: Pick<Runtime, 'clock'>): Cause => ({
  commandId: `${message.id}/${name}`,
  requestDigest: message.id,
  at: timeOf(message, clock.now()),
  actor: { role: 'system' },
  correlationId: message.correlationId,
  causationId: message.id,
  ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
});
