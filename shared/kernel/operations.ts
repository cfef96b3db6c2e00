import type { Commit } from './journal.ts';
import type { Message } from './messages.ts';
import type { Instant } from './time.ts';
import type { ViewRecord } from './views.ts';

// What an operator does to a region by hand. Handlers never do; so these ports stand outside of `Runtime`.

/** A message, or a commit of a reader of the journal, that waits for an operator. */
export interface Parked {
  /** The message's id; the commit's place, `stream/version`; the queue's own id of what is neither. */
  readonly id: string;
  readonly reason: string;
  /** Of an inbox. */
  readonly message?: Message;
  /** Of the relay or the projector. */
  readonly place?: { readonly stream: string; readonly version: number };
}

/** `retry`: back into its inbox, with all its receipts before it. `drop`: gone for good. */
export type Verdict = 'keep' | 'retry' | 'drop';

/** A box is an inbox by its name, or `relay` or `projector` for commits. */
export interface ParkedBoxes {
  counts(box: string): Promise<{ readonly waiting: number; readonly parked: number }>;
  /** Shows what is parked, each once and at most `limit`, and does what is said of it. Only a message can be retried. */
  review(box: string, limit: number, judge: (parked: Parked) => Verdict | Promise<Verdict>): Promise<void>;
  /** Parks what came from another engine. */
  park(box: string, parked: Parked): Promise<void>;
}

/** One subject of the vault, opened. */
export interface Subject {
  readonly token: string;
  /** Its newest key. */
  readonly generation: number;
  /** The keys that were destroyed. */
  readonly erased: readonly number[];
  readonly records: readonly SubjectRecord[];
}
export interface SubjectRecord {
  readonly name: string;
  readonly generation: number;
  /** Absent when its key was destroyed. */
  readonly content?: string;
}

export interface WaitingMessage {
  readonly inbox: string;
  readonly message: Message;
  readonly at: Instant;
  readonly group?: string;
}

/** All that an engine keeps of one region, to be read whole and written into another engine. */
export interface Holdings {
  commits(): AsyncIterable<Commit>;
  rows(): AsyncIterable<ViewRecord>;
  subjects(): AsyncIterable<Subject>;
  /** Messages and timers on their way. */
  waiting(): AsyncIterable<WaitingMessage>;
  /** Commits that the relay or the projector has not read yet; 0 where an engine cannot know. */
  unread(): Promise<number>;
  /** Stores rows whatever stands in their place. */
  putRows(rows: readonly ViewRecord[]): Promise<void>;
  /** Stores a commit whatever stands in its place, marked so that no reader takes it for news. */
  putCommit(commit: Commit): Promise<void>;
  /** Replaces the subject whole, under keys of this engine's own. */
  putSubject(subject: Subject): Promise<void>;
}
