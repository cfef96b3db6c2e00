import type { StreamId } from './ids.ts';
import type { Instant } from './time.ts';

/** Who did it: an agency through its key, or the platform itself (`agencyId` absent). */
export interface Actor {
  readonly agencyId?: string;
  readonly role: string;
}

/** Why a commit exists, and the id that makes its command exactly-once. */
export interface Cause {
  /** Unique per stream for one intent: from an `Idempotency-Key`, or from a message and the reaction's name. */
  readonly commandId: string;
  /** Digest of the request; the same id with another digest is refused. */
  readonly requestDigest: string;
  readonly at: Instant;
  readonly actor: Actor;
  /** The journey it belongs to. Absent: the stream's own journey, or a new one named by the stream's id. */
  readonly correlationId?: string;
  /** The request or message that led here. */
  readonly causationId: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}

/** One decision, stored whole: all its events or none. */
export interface Commit extends Cause {
  readonly stream: StreamId;
  /** 1 for a stream's first commit; no gaps. */
  readonly version: number;
  readonly correlationId: string;
  readonly events: readonly unknown[];
}

/** A stream never grows past this; what could is cut by period. */
export const COMMITS_PER_STREAM_MAX = 200;

export interface Journal {
  /** All commits of a stream in order, strongly consistent; empty when there is none. */
  load(stream: StreamId): Promise<readonly Commit[]>;
  /** Stores the commit unless its stream already has that version. */
  append(commit: Commit): Promise<'appended' | 'conflict'>;
}

/** Where a reader of the whole journal stands. 0 is before everything. */
export type Position = number;

/** The journal in the order in which it was written, for the relay and the projector. */
export interface JournalTail {
  read(after: Position, limit: number): Promise<readonly { readonly position: Position; readonly commit: Commit }[]>;
}
