import type { Extent } from './extent.ts';
import { type HistoryOptions, runHistory } from './history.ts';

export interface Shrunk {
  readonly seed: number;
  readonly extent: Extent;
  readonly violation: string;
  /** Histories that were tried. */
  readonly tried: number;
}

/** Histories that one shrinking may cost. */
const TRIES_MAX = 400;
/** Without one person a seed's history may go other ways; so many neighbours may show the same instead. */
const NEIGHBOURS = 8;

/** What stands before the colon: `I2`, `rest`, `broken`. */
const kindOf = (violation: string | undefined): string | undefined => violation?.split(':')[0];

/** The same with one thing less, smallest first. */
const smallerOf = (extent: Extent): readonly Extent[] => [
  ...[1, 2].filter((count) => count < extent.prescriptions).map((prescriptions) => ({ ...extent, prescriptions })),
  ...[1, 2].filter((count) => count < extent.pharmacies).map((pharmacies) => ({ ...extent, pharmacies })),
  ...(extent.faults.length === 0 ? [] : [{ ...extent, faults: [] }]),
  ...extent.faults.map((left) => ({ ...extent, faults: extent.faults.filter((fault) => fault !== left) })),
  ...[0.25, 0.5, 0.8].map((part) => ({ ...extent, turns: Math.floor(extent.turns * part) })).filter(({ turns }) => turns > 0),
];

/**
 * Looks for a smaller history that breaks the same invariant: fewer prescriptions, pharmacies, faults and turns, one step after the
 * other, until no step is left or `TRIES_MAX` histories were run.
 */
export const shrink = async (
  failed: { readonly seed: number; readonly violation: string; readonly extent: Extent },
  options: Pick<HistoryOptions, 'mutant' | 'store'> = {},
): Promise<Shrunk> => {
  let tried = 0;
  const fails = async (seed: number, extent: Extent): Promise<string | undefined> => {
    tried += 1;
    const { violation } = await runHistory({ ...options, seed, extent });
    return kindOf(violation) === kindOf(failed.violation) ? violation : undefined;
  };
  const smaller = async (from: Omit<Shrunk, 'tried'>): Promise<Omit<Shrunk, 'tried'> | undefined> => {
    for (let seed = from.seed; seed <= from.seed + NEIGHBOURS; seed += 1) {
      for (const extent of smallerOf(from.extent)) {
        const violation = tried < TRIES_MAX ? await fails(seed, extent) : undefined;
        if (violation !== undefined) return { seed, extent, violation };
      }
    }
    return undefined;
  };
  let smallest: Omit<Shrunk, 'tried'> = failed;
  for (let found = await smaller(smallest); found !== undefined; found = await smaller(found)) smallest = found;
  return { ...smallest, tried };
};
