import type { Commit } from '../../shared/kernel/journal.ts';
import type { Holdings, Verdict } from '../../shared/kernel/operations.ts';
import type { ViewRecord } from '../../shared/kernel/views.ts';
import { boxesOf, type OpenedRegion, READERS } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import { plural, type Report, table } from './report.ts';
import { type Tally, tallyCommits, tallyRows, tallySubjects } from './tally.ts';

/** Rows put at once. */
const ROWS_AT_ONCE = 100;
/** Parked things of one box that can be moved. */
const PARKED_MAX = 10_000;

export interface Move {
  readonly from: OpenedRegion;
  readonly to: OpenedRegion;
  readonly contexts: Parameters<typeof boxesOf>[0];
  readonly isSure: boolean;
  /** The last thing before anything is written, when everything was found fit. */
  readonly beforeWriting?: () => Promise<void>;
}

interface Verified {
  readonly what: string;
  readonly from: Tally;
  readonly to: Tally;
}

/**
 * Copies a region whole from one engine to the other: journal, read models, vault, and what is on its way. The source stays as it is.
 * Repeating a move that was broken off goes on with it.
 */
export const move = async ({ from, to, contexts, isSure, beforeWriting }: Move): Promise<Report> => {
  const source = await from.holdings();
  const target = await to.holdings();
  await refuseAnotherLife(source, target, to);
  const unread = await source.unread();
  if (unread > 0)
    throw new OpsError(
      `${plural(unread, 'commit')} of ${from.place} went nowhere yet. Start the region, wait until /healthz shows no lag, stop it, then try again.`,
    );
  const boxes = boxesOf(contexts);
  await refuseWaiting(from, boxes);
  const subjects = await tallySubjects(source);
  const plan = [
    ['commits', (await tallyCommits(source)).count],
    ['rows of read models', (await tallyRows(source)).count],
    ['persons in the vault', subjects.count],
    ['messages and timers on their way', await countOf(source.waiting())],
  ] as const;
  const lines = table(['what', 'count'], plan);
  if (!isSure) {
    const dry = `Nothing was written. Say --yes to copy all of it from ${from.place} to ${to.place}; personal data is sealed again under the key there.`;
    return { lines: [...lines, dry], value: { plan: Object.fromEntries(plan), isDone: false } };
  }

  await beforeWriting?.();
  for await (const subject of source.subjects()) await target.putSubject(subject);
  await putRows(source, target);
  for await (const commit of source.commits()) await target.putCommit(commit);
  for await (const { inbox, message, at, group } of source.waiting()) {
    await to.inbox.send(inbox, message, { notBefore: at, ...(group === undefined ? {} : { group }) });
  }
  await moveParked(from, to, boxes);

  const verified: readonly Verified[] = [
    { what: 'commits', from: await tallyCommits(source), to: await tallyCommits(target) },
    { what: 'persons', from: subjects, to: await tallySubjects(target) },
    { what: 'rows', from: await tallyRows(source), to: await tallyRows(target, await keysOf(source)) },
  ];
  const isSame = verified.every(({ from: was, to: is }) => was.count === is.count && was.hash === is.hash);
  const proof = table(
    ['verified', 'here', 'there', 'hash here', 'hash there'],
    verified.map(({ what, from: was, to: is }) => [what, was.count, is.count, was.hash, is.hash]),
  );
  const end = isSame
    ? `${to.place} holds the same as ${from.place}. Never run both: stop this one for good.`
    : `${to.place} does not hold the same as ${from.place}: something wrote to one of them meanwhile. Stop both and run this again.`;
  return { lines: [...lines, ...proof, end], value: { plan: Object.fromEntries(plan), verified, isDone: isSame }, isGood: isSame };
};

const countOf = async (all: AsyncIterable<unknown>): Promise<number> => {
  let count = 0;
  for await (const _ of all) count += 1;
  return count;
};

/** What stands there may only be the beginning of the same region, or a part of this move: the same commands in the same places. */
const refuseAnotherLife = async (source: Holdings, target: Holdings, to: OpenedRegion): Promise<void> => {
  const place = ({ stream, version }: Commit): string => `${stream}/${version}`;
  const commands = new Map<string, string>();
  for await (const commit of source.commits()) commands.set(place(commit), commit.commandId);
  let others = 0;
  for await (const commit of target.commits()) if (commands.get(place(commit)) !== commit.commandId) others += 1;
  if (others > 0)
    throw new OpsError(
      `${to.place} has a life of its own: ${plural(others, 'commit')} that the other side does not know. A region moves only into a new one.`,
    );
};

/** What waits in a queue of AWS cannot be listed: it has to be handled first. A file lists all, so nothing is refused there. */
const refuseWaiting = async ({ parked, place }: OpenedRegion, boxes: readonly string[]): Promise<void> => {
  if (!place.startsWith('AWS')) return;
  for (const box of boxes) {
    const { waiting } = await parked.counts(box);
    if (waiting > 0)
      throw new OpsError(
        `${plural(waiting, 'message')} wait in ${box}. Let no requests in, wait until npm run ops -- dlq list shows 0 waiting everywhere, then try again.`,
      );
  }
};

const putRows = async (source: Holdings, target: Holdings): Promise<void> => {
  let batch: ViewRecord[] = [];
  for await (const row of source.rows()) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    await target.putRows(batch);
    batch = [];
  }
  await target.putRows(batch);
};

const moveParked = async (from: OpenedRegion, to: OpenedRegion, boxes: readonly string[]): Promise<void> => {
  for (const box of boxes) {
    const there = new Set<string>();
    await to.parked.review(box, PARKED_MAX, ({ id }) => {
      there.add(id);
      return 'keep';
    });
    await from.parked.review(box, PARKED_MAX, async (parked): Promise<Verdict> => {
      const isMovable = parked.message !== undefined || READERS.some((reader) => reader === box);
      if (isMovable && !there.has(parked.id)) await to.parked.park(box, parked);
      return 'keep';
    });
  }
};

const keysOf = async (holdings: Holdings): Promise<ReadonlySet<string>> => {
  const keys = new Set<string>();
  for await (const { view, partition, sort } of holdings.rows()) keys.add(JSON.stringify([view, partition, sort]));
  return keys;
};
