import type { Decider } from './decider.ts';
import { idOf } from './ids.ts';
import type { Commit } from './journal.ts';
import type { Message } from './messages.ts';
import type { Schema } from './policy.ts';
import type { Result } from './result.ts';
import type { Instant } from './time.ts';
import type { ViewRecord } from './views.ts';

/** A fact that leaves the context; made by an event definition of `events/`. */
export interface Announcement {
  readonly type: string;
  readonly data: unknown;
}

/** A message to the context's own inbox at a later time. */
export interface Deadline {
  readonly type: string;
  readonly at: Instant;
  readonly data: unknown;
}

/** Where an event stands: whose it is and the commit that holds it. */
export interface Occurrence {
  readonly id: string;
  readonly commit: Commit;
}

export interface AggregateSpec<State, Command, Event, Refusal> extends Decider<State, Command, Event, Refusal> {
  /** The stream's prefix: `prescription`. */
  readonly name: string;
  /** How an event is read back from the journal. */
  readonly event: Schema<Event>;
  /** What an event tells the other contexts, in the state that it led to. */
  readonly announces?: (event: Event, state: State, at: Occurrence) => readonly Announcement[];
  /** What must happen later because of it. A deadline is never withdrawn: `decide` judges when it comes. */
  readonly deadlines?: (event: Event, state: State, at: Occurrence) => readonly Deadline[];
  /** The rows that this stream keeps in read models, all of them after every commit; those that it changed are written. */
  readonly views?: (state: State, at: Occurrence) => readonly ViewRecord[];
}

/** What a commit sends out: the relay publishes the announcements and sets the timers. */
export interface Outgoing {
  readonly announcements: readonly Message[];
  readonly timers: readonly { readonly message: Message; readonly at: Instant }[];
}

/** An aggregate without its types, as the manifest, the relay and the projector see it. */
export interface AnyAggregate {
  readonly name: string;
  /** What the last of these commits sends out. */
  outgoing(commits: readonly Commit[]): Outgoing;
  /** The read-model rows as of the last of these commits. */
  records(commits: readonly Commit[]): readonly ViewRecord[];
  /** Of these rows, those that one of the last `count` commits changed. */
  changes(commits: readonly Commit[], count: number): readonly ViewRecord[];
}

export interface Aggregate<State, Command, Event, Refusal> extends AnyAggregate, Decider<State, Command, Event, Refusal> {
  fold(commits: readonly Commit[]): State;
  decide(state: State, command: Command): Result<readonly Event[], Refusal>;
}

/** Binds a decider to its stream. Everything that leaves is derived from commits alone, so a second reading sends the same ids. */
export const defineAggregate = <State, Command, Event, Refusal>(
  spec: AggregateSpec<State, Command, Event, Refusal>,
): Aggregate<State, Command, Event, Refusal> => {
  // A commit never changes and has one history before it, so what was read from it, and the state after it, hold for good.
  const eventsRead = new WeakMap<Commit, readonly Event[]>();
  const statesAfter = new WeakMap<Commit, { readonly state: State }>();
  const eventsOf = (commit: Commit): readonly Event[] => {
    const known = eventsRead.get(commit);
    if (known !== undefined) return known;
    const events = commit.events.map((event) => spec.event.parse(event));
    eventsRead.set(commit, events);
    return events;
  };
  const fold = (commits: readonly Commit[]): State => {
    const known = commits.findLastIndex((commit) => statesAfter.has(commit));
    const last = commits[known];
    const from = (last && statesAfter.get(last)) ?? { state: spec.initial };
    return commits.slice(known + 1).reduce((before, commit) => {
      const state = eventsOf(commit).reduce((at, event) => spec.evolve(at, event), before);
      statesAfter.set(commit, { state });
      return state;
    }, from.state);
  };

  const records = (commits: readonly Commit[]): readonly ViewRecord[] => {
    const commit = commits.at(-1);
    return commit === undefined || spec.views === undefined ? [] : spec.views(fold(commits), { id: idOf(commit.stream), commit });
  };

  return {
    name: spec.name,
    initial: spec.initial,
    decide: spec.decide,
    evolve: spec.evolve,
    fold,
    outgoing: (commits) => {
      const commit = commits.at(-1);
      if (commit === undefined) return { announcements: [], timers: [] };
      const at = { id: idOf(commit.stream), commit };
      const announcements: Message[] = [];
      const timers: { message: Message; at: Instant }[] = [];
      let state = fold(commits.slice(0, -1));
      eventsOf(commit).forEach((event, index) => {
        state = spec.evolve(state, event);
        const place = `${commit.stream}/${commit.version}/${index}`;
        for (const [nth, told] of (spec.announces?.(event, state, at) ?? []).entries()) {
          announcements.push(messageOf(commit, `evt_${place}${nth === 0 ? '' : `.${nth}`}`, told.type, told.data));
        }
        for (const [nth, due] of (spec.deadlines?.(event, state, at) ?? []).entries()) {
          const message = messageOf(commit, `tmr_${place}.${nth}`, due.type, due.data);
          timers.push({ message: { ...message, dueAt: due.at }, at: due.at });
        }
      });
      return { announcements, timers };
    },
    records,
    changes: (commits, count) => {
      // Against the rows after each of them: what changed and changed back is written too, or a late copy of the first would bring it back.
      const earlier = Array.from({ length: count }, (_, nth) => contentsOf(records(commits.slice(0, commits.length - count + nth))));
      return records(commits).filter((record) => earlier.some((rows) => rows.get(placeOf(record)) !== contentOf(record)));
    },
  };
};

const placeOf = ({ view, partition, sort }: ViewRecord): string => JSON.stringify([view, partition, sort]);
const contentOf = ({ value, expiresAt }: ViewRecord): string => JSON.stringify([value, expiresAt]);
const contentsOf = (records: readonly ViewRecord[]): ReadonlyMap<string, string> =>
  new Map(records.map((record) => [placeOf(record), contentOf(record)]));

const messageOf = (commit: Commit, id: string, type: string, data: unknown): Message => ({
  id,
  type,
  occurredAt: commit.at,
  correlationId: commit.correlationId,
  causationId: `${commit.stream}/${commit.version}`,
  ...(commit.traceparent === undefined ? {} : { traceparent: commit.traceparent }),
  data,
});
