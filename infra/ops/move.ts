import type { Holdings, Verdict } from '../../shared/kernel/operations.ts';
import type { ViewRecord } from '../../shared/kernel/views.ts';
import { boxesOf, type OpenedRegion, READERS } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import { plural, type Report, table } from './report.ts';
import { placeOf, type Tally, tallyCommits, tallyRows, tallySubjects } from './tally.ts';

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
  const since = await commitsSince(source, target, to);
  const unread = await source.unread();
  if (unread > 0)
    throw new OpsError(
      `${plural(unread, 'commit')} of ${from.place} went nowhere yet. Start the region, wait until /healthz shows no lag, stop it, then try again.`,
    );
  const boxes = boxesOf(contexts);
  await refuseWaiting(from, boxes);
  const plan = [
    ['commits', (await tallyCommits(source)).count],
    ['rows of read models', (await tallyRows(source)).count],
    ['persons in the vault', (await tallySubjects(source)).count],
    ['messages and timers on their way', await countOf(source.waiting())],
  ] as const;
  const lines = [...table(['what', 'count'], plan), ...(since === 0 ? [] : [livedOn(to, since)])];
  if (!isSure) {
    const dry = `Nothing was written. Say --yes to copy all of it from ${from.place} to ${to.place}; personal data is sealed again under the key there.`;
    return { lines: [...lines, dry], value: { plan: Object.fromEntries(plan), isDone: false } };
  }

  if (since === 0) {
    await beforeWriting?.();
    await copy(source, target);
  }
  const verified = since === 0 ? await verify(source, target) : [await verifyCommits(source, target)];
  const isSame = verified.every(({ from: was, to: is }) => was.count === is.count && was.hash === is.hash);
  // Only after the count: what is due is handled there at once, and its commits are the target's own life.
  if (isSame) {
    await sendWaiting(source, to);
    await moveParked(from, to, boxes);
  }
  const proof = table(
    ['verified', 'here', 'there', 'hash here', 'hash there'],
    verified.map(({ what, from: was, to: is }) => [what, was.count, is.count, was.hash, is.hash]),
  );
  const end = isSame
    ? `${to.place} holds the same as ${from.place}. Never run both: stop this one for good.`
    : `${to.place} does not hold the same as ${from.place}: something wrote to one of them meanwhile. Stop both and run this again.`;
  return { lines: [...lines, ...proof, end], value: { plan: Object.fromEntries(plan), verified, isDone: isSame }, isGood: isSame };
};

const copy = async (source: Holdings, target: Holdings): Promise<void> => {
  for await (const subject of source.subjects()) await target.putSubject(subject);
  await putRows(source, target);
  // Last: where all commits are, all else is.
  for await (const commit of source.commits()) await target.putCommit(commit);
};

const verify = async (source: Holdings, target: Holdings): Promise<readonly Verified[]> => [
  { what: 'commits', from: await tallyCommits(source), to: await tallyCommits(target) },
  { what: 'persons', from: await tallySubjects(source), to: await tallySubjects(target) },
  { what: 'rows', from: await tallyRows(source), to: await tallyRows(target, await keysOf(source)) },
];

/** Of a target that lives: persons and rows may have changed since, what happened cannot. */
const verifyCommits = async (source: Holdings, target: Holdings): Promise<Verified> => ({
  what: 'commits',
  from: await tallyCommits(source),
  to: await tallyCommits(target, new Set((await commandsOf(source)).keys())),
});

const sendWaiting = async (source: Holdings, { inbox }: OpenedRegion): Promise<void> => {
  for await (const { inbox: box, message, at, group } of source.waiting())
    await inbox.send(box, message, { notBefore: at, ...(group === undefined ? {} : { group }) });
};

const countOf = async (all: AsyncIterable<unknown>): Promise<number> => {
  let count = 0;
  for await (const _ of all) count += 1;
  return count;
};

const commandsOf = async (holdings: Holdings): Promise<ReadonlyMap<string, string>> => {
  const commands = new Map<string, string>();
  for await (const commit of holdings.commits()) commands.set(placeOf(commit), commit.commandId);
  return commands;
};

/**
 * How many commits the target made after all of the source's: 0 when it has at most the beginning of the same region, or a part of this
 * move. A target that has others and lacks some of the source's is another region; it is refused.
 */
const commitsSince = async (source: Holdings, target: Holdings, to: OpenedRegion): Promise<number> => {
  const here = await commandsOf(source);
  const there = await commandsOf(target);
  const isKnown = ([place, command]: readonly [string, string]): boolean => here.get(place) === command;
  const others = [...there].filter((one) => !isKnown(one)).length;
  const isWhole = [...here].every(([place, command]) => there.get(place) === command);
  if (others > 0 && !isWhole)
    throw new OpsError(
      `${to.place} has a life of its own: ${plural(others, 'commit')} that the other side does not know. A region moves only into a new one.`,
    );
  return others;
};

const livedOn = ({ place }: OpenedRegion, since: number): string =>
  `${place} holds all commits already, and ${since} since: only what waits is sent again; what was handled before is recognised.`;

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
