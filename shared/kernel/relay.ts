import type { AnyAggregate } from './aggregate.ts';
import type { ContextStreams } from './context.ts';
import { aggregateOf } from './ids.ts';
import type { Commit } from './journal.ts';
import type { Bus, Scheduler } from './messages.ts';
import type { History, Run } from './runs.ts';
import { arrivals } from './timeline.ts';
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

/** How much commits sent out. */
export interface Relayed {
  readonly events: number;
  readonly timers: number;
}

/** Commits to integration events and timers. Reading one twice sends the same ids again, so nobody acts twice. */
export const createRelay = (
  contexts: readonly ContextStreams[],
  { history, bus, scheduler }: { history: History; bus: Bus; scheduler: Scheduler },
) => {
  const ownerOf = createOwnerOf(contexts);
  return async (run: Run): Promise<Relayed> => {
    const [first] = run;
    if (first === undefined) return { events: 0, timers: 0 };
    const { context, aggregate } = ownerOf(first);
    const commits = await history(run);
    const outgoing = run.map(({ version }) => aggregate.outgoing(commits.slice(0, version)));
    const announcements = outgoing.flatMap((one) => one.announcements);
    const timers = outgoing.flatMap((one) => one.timers);
    if (announcements.length > 0) await bus.publish(announcements);
    for (const timer of timers) await scheduler.schedule(context.name, timer.message, timer.at);
    return { events: announcements.length, timers: timers.length };
  };
};

/**
 * Commits to read-model rows, each conditional on its version; where a journey comes to a stream, its timeline learns
 * of it. Of a run, each row that it changed is written once, as it is in the end.
 */
export const createProjector = (contexts: readonly ContextStreams[], { history, views }: { history: History; views: Views }) => {
  const ownerOf = createOwnerOf(contexts);
  return async (run: Run): Promise<void> => {
    const [first] = run;
    if (first === undefined) return;
    const { context, aggregate } = ownerOf(first);
    const commits = await history(run);
    await views.put([...aggregate.changes(commits, run.length), ...arrivals(context.name, commits, run.length)]);
  };
};
