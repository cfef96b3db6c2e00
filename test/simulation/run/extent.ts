import { FAULTS, type Fault } from '../world/faults.ts';
import type { Chance } from './chance.ts';

/** How large a history may get, and what may go wrong in it. */
export interface Extent {
  readonly faults: readonly Fault[];
  readonly prescriptions: number;
  /** Pharmacies that act; offers go to all. */
  readonly pharmacies: number;
  readonly turns: number;
}

export const WHOLE: Extent = { faults: FAULTS, prescriptions: 3, pharmacies: 3, turns: 85 };

const PRESCRIPTIONS: readonly (readonly [number, number])[] = [
  [14, 1],
  [5, 2],
  [1, 3],
];
const TURNS_MIN = 30;
/** Of all histories, those from which each fault is left out that often: where everything breaks at once, nothing gets far. */
const MILD = 0.5;
const LEFT_OUT = 0.3;

/**
 * How large a history gets, and what goes wrong in it, at most what `bound` allows. Small ones show nearly all that large ones show,
 * at a fraction of the time; each draws as many numbers whatever the bound.
 */
export const drawExtent = (chance: Chance, bound: Extent): Extent => {
  const prescriptions = chance.weighted(PRESCRIPTIONS);
  const turns = TURNS_MIN + chance.below(WHOLE.turns - TURNS_MIN);
  const isMild = chance.happens(MILD);
  const leftOut = FAULTS.filter(() => chance.happens(LEFT_OUT) && isMild);
  return {
    faults: bound.faults.filter((fault) => !leftOut.includes(fault)),
    prescriptions: Math.min(prescriptions, bound.prescriptions),
    pharmacies: bound.pharmacies,
    turns: Math.min(turns, bound.turns),
  };
};

/** The flags that a history needs beside its seed. */
export const flagsOf = (extent: Extent): readonly string[] => {
  const kept = FAULTS.filter((fault) => extent.faults.includes(fault));
  const flags = kept.length === FAULTS.length ? [] : [`--faults ${kept.join(',') || 'none'}`];
  for (const name of ['prescriptions', 'pharmacies', 'turns'] as const)
    if (extent[name] !== WHOLE[name]) flags.push(`--${name} ${extent[name]}`);
  return flags;
};

export const replayOf = (seed: number, extent: Extent): string =>
  ['npm run simulate --', `--seed ${seed}`, '--histories 1', ...flagsOf(extent), '--trace'].join(' ');
