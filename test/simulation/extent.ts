import { FAULTS, type Fault } from './faults.ts';

/** How large a history may get, and what may go wrong in it. */
export interface Extent {
  readonly faults: readonly Fault[];
  readonly prescriptions: number;
  /** Pharmacies that act; offers go to all. */
  readonly pharmacies: number;
  readonly turns: number;
}

export const WHOLE: Extent = { faults: FAULTS, prescriptions: 3, pharmacies: 3, turns: 85 };

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
