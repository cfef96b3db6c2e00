import type { Context } from '../../shared/kernel/context.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { Parked, Verdict } from '../../shared/kernel/operations.ts';
import { createProjector, createRelay } from '../../shared/kernel/relay.ts';
import { historyOf, type Run } from '../../shared/kernel/runs.ts';
import { boxesOf, type OpenedRegion } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import { plural, type Report, table } from './report.ts';

/** Parked things of one box that one command looks at; the next takes the rest. */
const REVIEWED_MAX = 10_000;

export interface Deps {
  readonly region: OpenedRegion;
  readonly contexts: readonly Context[];
  readonly isSure: boolean;
}

interface Listed {
  readonly box: string;
  readonly id: string;
  readonly type: string;
  readonly reason: string;
  readonly occurredAt: string;
  readonly journey: string;
}

const listed = (box: string, { id, reason, message, place }: Parked): Listed => {
  if (message !== undefined) return { box, id, type: message.type, reason, occurredAt: message.occurredAt, journey: message.correlationId };
  return { box, id, type: place === undefined ? 'pointer' : 'commit', reason, occurredAt: '', journey: '' };
};

/** Side by side: each look at a queue takes two seconds on AWS. */
export const listIn = async (region: OpenedRegion, boxes: readonly string[]): Promise<readonly Listed[]> => {
  const lists = await Promise.all(
    boxes.map(async (box) => {
      const found: Listed[] = [];
      await region.parked.review(box, REVIEWED_MAX, (parked) => {
        found.push(listed(box, parked));
        return 'keep';
      });
      return found;
    }),
  );
  return lists.flat();
};

const shown = (found: readonly Listed[]): Report => ({
  lines:
    found.length === 0
      ? ['Nothing is parked.']
      : table(
          ['box', 'reason', 'type', 'happened', 'journey', 'id'],
          found.map(({ box, reason, type, occurredAt, journey, id }) => [box, reason, type, occurredAt, journey, id]),
        ),
  value: found,
});

const checkedBox = (contexts: readonly Context[], box: string): string => {
  const known = boxesOf(contexts);
  if (!known.includes(box)) throw new OpsError(`There is no inbox ${box}. Known: ${known.join(', ')}.`);
  return box;
};

/** `dlq list`: how many wait and how many were parked, box by box. */
export const listBoxes = async ({ region, contexts }: Deps): Promise<Report> => {
  const boxes = await Promise.all(boxesOf(contexts).map(async (box) => ({ box, ...(await region.parked.counts(box)) })));
  return {
    lines: table(
      ['box', 'waiting', 'parked'],
      boxes.map(({ box, waiting, parked }) => [box, waiting, parked]),
    ),
    value: boxes,
  };
};

/** `dlq show BOX`. */
export const showBox = async ({ region, contexts }: Deps, box: string): Promise<Report> =>
  shown(await listIn(region, [checkedBox(contexts, box)]));

/** `parked list`: all boxes. */
export const listParked = async ({ region, contexts }: Deps): Promise<Report> => shown(await listIn(region, boxesOf(contexts)));

/** Back to where it was: a message into its inbox; a commit is read again here and now, by the code that stands beside this command. */
const createAgain = ({ region, contexts }: Deps) => {
  const history = historyOf(region.journal);
  const readers = new Map<string, (stream: StreamId, version: number) => Promise<unknown>>([
    ['relay', readAgain(region, createRelay(contexts, { ...region, history }))],
    ['projector', readAgain(region, createProjector(contexts, { ...region, history }))],
  ]);
  return async (box: string, { message, place }: Parked): Promise<Verdict> => {
    if (message !== undefined) return 'retry';
    const reader = readers.get(box);
    if (place === undefined || reader === undefined || !isStreamId(place.stream)) return 'keep';
    try {
      await reader(place.stream, place.version);
      return 'drop';
    } catch {
      // What it threw may quote the commit; that it stays parked says enough.
      return 'keep';
    }
  };
};

const isStreamId = (text: string): text is StreamId => text.includes('#');

const readAgain =
  ({ journal }: OpenedRegion, read: (run: Run) => Promise<unknown>) =>
  async (stream: StreamId, version: number): Promise<void> => {
    const commit = (await journal.load(stream)).find((one) => one.version === version);
    if (commit === undefined) throw new Error('no such commit');
    await read([commit]);
  };

interface Changed {
  readonly changed: number;
  readonly kept: number;
}

const change = async (
  { region, contexts }: Pick<Deps, 'region' | 'contexts'>,
  boxes: readonly string[],
  verdictOn: (box: string, parked: Parked) => Promise<Verdict>,
): Promise<Changed> => {
  let changed = 0;
  let kept = 0;
  for (const box of boxes.map((one) => checkedBox(contexts, one))) {
    // What fails at once is parked again while we still look: going round with it would never end.
    const judged = new Set<string>();
    await region.parked.review(box, REVIEWED_MAX, async (parked) => {
      if (judged.has(parked.id)) return 'keep';
      judged.add(parked.id);
      const verdict = await verdictOn(box, parked);
      if (verdict === 'keep') kept += 1;
      else changed += 1;
      return verdict;
    });
  }
  return { changed, kept };
};

/** `dlq redrive BOX`: everything that is parked there, once. */
export const redrive = async (deps: Deps, box: string): Promise<Report> => {
  if (!deps.isSure) {
    const { parked } = await deps.region.parked.counts(checkedBox(deps.contexts, box));
    return { lines: [`${plural(parked, 'message')} would go back to ${box}. Say --yes to do it.`], value: { box, parked, isDone: false } };
  }
  const { changed, kept } = await change(deps, [box], createAgain(deps));
  const lines = [`${plural(changed, 'message')} went back to ${box}.`];
  if (kept > 0) lines.push(`${kept} stay parked: a pointer names no commit, and a commit that fails again needs a repaired reader.`);
  return { lines, value: { box, redriven: changed, kept, isDone: true }, isGood: kept === 0 };
};

const one = async (deps: Deps, id: string, verb: 'retry' | 'drop'): Promise<Report> => {
  const found = (await listIn(deps.region, boxesOf(deps.contexts))).filter((parked) => parked.id === id);
  if (found.length === 0) throw new OpsError(`Nothing parked has the id ${id}. npm run ops -- parked list shows what is.`);
  if (!deps.isSure) return { ...shown(found), lines: [...shown(found).lines, `Say --yes to ${verb} it.`] };
  const again = createAgain(deps);
  const { changed } = await change(deps, [...new Set(found.map(({ box }) => box))], async (box, parked) => {
    if (parked.id !== id) return 'keep';
    return verb === 'drop' ? 'drop' : again(box, parked);
  });
  const isDone = changed > 0;
  const failed = `${id} stays parked: it is a pointer, or its reader fails on it again. See docs/runbooks/commits-parked.md.`;
  return { lines: [isDone ? `${verb === 'drop' ? 'Dropped' : 'Put back'} ${id}.` : failed], value: { id, isDone }, isGood: isDone };
};

/** `parked retry ID`, in every box that has it. */
export const retryParked = (deps: Deps, id: string): Promise<Report> => one(deps, id, 'retry');
/** `parked drop ID`. */
export const dropParked = (deps: Deps, id: string): Promise<Report> => one(deps, id, 'drop');
