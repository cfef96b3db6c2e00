import type { AnyAggregate } from './aggregate.ts';
import type { ContextStreams } from './context.ts';
import { aggregateOf } from './ids.ts';
import type { Commit, Journal } from './journal.ts';
import type { Bus, Scheduler } from './messages.ts';
import { hopRecord } from './timeline.ts';
import type { Views } from './views.ts';

interface Owner {
  readonly context: ContextStreams;
  readonly aggregate: AnyAggregate;
}

/** Whose stream a commit belongs to. Throws on a stream of no context: the reader parks such a commit. */
const createOwnerOf = (contexts: readonly ContextStreams[]): ((commit: Commit) => Owner) => {
  const owners = new Map<string, Owner>();
  for (const context of contexts) {
    for (const aggregate of context.aggregates) {
      if (owners.has(aggregate.name)) throw new Error(`two contexts own streams called ${aggregate.name}`);
      owners.set(aggregate.name, { context, aggregate });
    }
  }
  return (commit) => {
    const owner = owners.get(aggregateOf(commit.stream));
    if (owner === undefined) throw new Error('a commit of a stream that no context owns');
    return owner;
  };
};

const historyUpTo = async (journal: Journal, commit: Commit): Promise<readonly Commit[]> =>
  commit.version === 1 ? [commit] : (await journal.load(commit.stream)).slice(0, commit.version);

/** How much a commit sent out. */
export interface Relayed {
  readonly events: number;
  readonly timers: number;
}

/** Commits to integration events and timers. Reading one twice sends the same ids again, so nobody acts twice. */
export const createRelay = (contexts: readonly ContextStreams[], deps: { journal: Journal; bus: Bus; scheduler: Scheduler }) => {
  const ownerOf = createOwnerOf(contexts);
  return async (commit: Commit): Promise<Relayed> => {
    const { context, aggregate } = ownerOf(commit);
    const { announcements, timers } = aggregate.outgoing(await historyUpTo(deps.journal, commit));
    if (announcements.length > 0) await deps.bus.publish(announcements);
    for (const timer of timers) await deps.scheduler.schedule(context.name, timer.message, timer.at);
    return { events: announcements.length, timers: timers.length };
  };
};

/** Commits to read-model rows, each conditional on its version; every commit also leaves its line in the journey's timeline. */
export const createProjector = (contexts: readonly ContextStreams[], deps: { journal: Journal; views: Views }) => {
  const ownerOf = createOwnerOf(contexts);
  return async (commit: Commit): Promise<void> => {
    const { context, aggregate } = ownerOf(commit);
    const records = aggregate.records(await historyUpTo(deps.journal, commit));
    await deps.views.put([...records, hopRecord(context.name, commit)]);
  };
};
