import type { StreamId } from './ids.ts';
import type { Commit, Journal } from './journal.ts';

/** Commits of one stream that follow each other; never empty. What a reader does with all of them at once costs it once. */
export type Run = readonly Commit[];

/** What a reader got at once, cut into runs. Streams come in the order of their first entries, a stream's own in the order of versions. */
export const runsOf = <Entry extends { readonly commit: Commit }>(entries: readonly Entry[]): readonly (readonly Entry[])[] => {
  const ofStream = new Map<StreamId, Entry[]>();
  for (const entry of entries) ofStream.set(entry.commit.stream, [...(ofStream.get(entry.commit.stream) ?? []), entry]);
  return [...ofStream.values()].flatMap((own) => cutAtGaps(own.sort((left, right) => left.commit.version - right.commit.version)));
};

const cutAtGaps = <Entry extends { readonly commit: Commit }>(entries: readonly Entry[]): readonly (readonly Entry[])[] => {
  const runs: Entry[][] = [];
  let next = 0;
  for (const entry of entries) {
    if (entry.commit.version === next) runs.at(-1)?.push(entry);
    else runs.push([entry]);
    next = entry.commit.version + 1;
  }
  return runs;
};

/** All commits of a stream up to the last of a run. */
export type History = (run: Run) => Promise<readonly Commit[]>;

const beginsStream = (run: Run): boolean => run[0]?.version === 1;

export const historyOf =
  (journal: Pick<Journal, 'load'>): History =>
  async (run) => {
    const last = run.at(-1);
    if (last === undefined || beginsStream(run)) return run;
    return (await journal.load(last.stream)).slice(0, last.version);
  };

/** Streams whose commits a reader keeps in mind: some MiB. */
const STREAMS_REMEMBERED_MAX = 500;

/** The same without reading what was read before: a commit never changes, so what is remembered holds for good. */
export const rememberingHistoryOf = (journal: Pick<Journal, 'load'>): History => {
  const read = historyOf(journal);
  const remembered = new Map<StreamId, readonly Commit[]>();
  return async (run) => {
    const first = run[0];
    if (first === undefined) return run;
    const known = remembered.get(first.stream) ?? [];
    const before = known.slice(0, first.version - 1);
    const history = before.length === first.version - 1 ? [...before, ...run] : await read(run);
    remembered.delete(first.stream);
    remembered.set(first.stream, history.length > known.length ? history : known);
    const [oldest] = remembered.keys();
    if (remembered.size > STREAMS_REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest);
    return history;
  };
};
