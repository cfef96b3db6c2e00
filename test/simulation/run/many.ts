import { hash } from 'node:crypto';
import { mutants } from '../mutants/mutants.ts';
import type { StoreName } from '../world/stores.ts';
import type { Extent } from './extent.ts';
import { runHistory } from './history.ts';
import { addCounts, type Counts } from './tally.ts';

/** A run of seeds, one after the other. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
  readonly extent: Extent;
  readonly store: StoreName;
  /** A guard that is off. */
  readonly mutant?: string | undefined;
}

export interface Failed {
  readonly seed: number;
  readonly violation: string;
}

export interface Outcome {
  readonly counts: Counts;
  readonly failed: readonly Failed[];
  /** Of all journals, in the order of their seeds. */
  readonly digest: string;
}

export const runChunk = async ({ first, count, extent, store, mutant: name }: Chunk): Promise<Outcome> => {
  const mutant = mutants.find((one) => one.name === name);
  let counts: Counts = {};
  const failed: Failed[] = [];
  const digests: string[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const history = await runHistory({ seed, extent, store, mutant });
    counts = addCounts(counts, history.counts);
    digests.push(history.digest);
    if (history.violation !== undefined) failed.push({ seed, violation: history.violation });
  }
  return { counts, failed, digest: joined(digests) };
};

const joined = (digests: readonly string[]): string => hash('sha256', digests.join(' '));

const SEEDS_PER_CHUNK = 10;

export const chunksOf = (whole: Chunk): readonly Chunk[] =>
  Array.from({ length: Math.ceil(whole.count / SEEDS_PER_CHUNK) }, (_, nth) => {
    const done = nth * SEEDS_PER_CHUNK;
    return { ...whole, first: whole.first + done, count: Math.min(SEEDS_PER_CHUNK, whole.count - done) };
  });

/** All seeds of a run; `outcomes` stand in the order of their chunks, whoever ran them. */
export const addOutcomes = (outcomes: readonly Outcome[]): Outcome => ({
  counts: outcomes.reduce<Counts>((sum, { counts }) => addCounts(sum, counts), {}),
  failed: outcomes.flatMap(({ failed }) => failed),
  digest: joined(outcomes.map(({ digest }) => digest)),
});
