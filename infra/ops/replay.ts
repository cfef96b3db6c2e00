import { type Context, inboxesOf, inboxOf } from '../../shared/kernel/context.ts';
import { aggregateOf, type StreamId } from '../../shared/kernel/ids.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import type { Message } from '../../shared/kernel/messages.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Deps } from './boxes.ts';
import type { OpenedRegion } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import { plural, type Report, table } from './report.ts';

/** Messages under way at once. */
const SENDS_AT_ONCE = 20;

interface Sending {
  readonly inbox: string;
  readonly message: Message;
  /** Of a timer. */
  readonly at?: Instant;
}

/** `replay --context X --since T`: what the journal says since then to the inboxes of one context, under the ids that it had. */
export const replay = async (deps: Deps, name: string, since: Instant): Promise<Report> => {
  const { region, contexts, isSure } = deps;
  const context = contexts.find((one) => one.name === name);
  if (context === undefined) throw new OpsError(`There is no context ${name}. Known: ${contexts.map((one) => one.name).join(', ')}.`);
  if (inboxesOf(context).length === 0) throw new OpsError(`${name} reads no messages, so there is nothing to replay to it.`);

  const { commits, sendings } = await gather(region, contexts, { context, since });
  const counts = new Map<string, number>();
  for (const { inbox, message } of sendings) counts.set(`${inbox} ${message.type}`, (counts.get(`${inbox} ${message.type}`) ?? 0) + 1);
  const rows = [...counts].toSorted().map(([key, count]) => [...key.split(' '), count]);
  const summary = `${plural(commits, 'commit')} since ${since}: ${plural(sendings.length, 'message')} to ${name}`;
  const value = { context: name, since, commits, messages: sendings.length, byType: Object.fromEntries(counts), isDone: isSure };
  const lines = [...table(['inbox', 'type', 'messages'], rows), `${summary}.`];
  if (!isSure) return { lines: [...lines, 'Nothing was sent. Say --yes to send them; what was handled before is recognised.'], value };

  for (let from = 0; from < sendings.length; from += SENDS_AT_ONCE) {
    await Promise.all(sendings.slice(from, from + SENDS_AT_ONCE).map((sending) => send(region, sending)));
  }
  return { lines: [...lines, 'Sent. What was handled before is recognised, so nothing happens twice.'], value };
};

const send = ({ inbox, scheduler }: OpenedRegion, { inbox: name, message, at }: Sending): Promise<void> =>
  at === undefined ? inbox.send(name, message) : scheduler.schedule(name, message, at);

/** Streams first, since a commit is read with its history; the order among messages is free, as it always is. */
const gather = async (region: OpenedRegion, contexts: readonly Context[], of: { readonly context: Context; readonly since: Instant }) => {
  const touched = new Set<StreamId>();
  for await (const { stream, at } of (await region.holdings()).commits()) if (at >= of.since) touched.add(stream);
  const sendings: Sending[] = [];
  let commits = 0;
  for (const stream of touched) {
    const history = await region.journal.load(stream);
    for (const [index, { at }] of history.entries()) {
      if (at < of.since) continue;
      commits += 1;
      sendings.push(...sendingsOf(contexts, of.context, history.slice(0, index + 1)));
    }
  }
  return { commits, sendings };
};

const sendingsOf = (contexts: readonly Context[], context: Context, history: readonly Commit[]): readonly Sending[] => {
  const name = aggregateOf(history[0]?.stream ?? '#');
  const owner = contexts.find(({ aggregates }) => aggregates.some((aggregate) => aggregate.name === name));
  const aggregate = owner?.aggregates.find((one) => one.name === name);
  if (aggregate === undefined) return [];
  const { announcements, timers } = aggregate.outgoing(history);
  const read = announcements.flatMap((message) => inboxesReading(context, message.type).map((inbox) => ({ inbox, message })));
  return owner === context ? [...read, ...timers.map(({ message, at }) => ({ inbox: context.name, message, at }))] : read;
};

const inboxesReading = (context: Context, type: string): readonly string[] => [
  ...new Set(context.reactions.filter((reaction) => reaction.on.includes(type)).map((reaction) => inboxOf(context, reaction))),
];
