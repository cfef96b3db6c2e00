import { describe, expect, it } from 'vitest';
import { mutants } from './mutants/mutants.ts';
import { runHistory } from './run/history.ts';

const SEEDS_MAX = 1_000;
const TIMEOUT_MS = 180_000;

/** The first seed whose history shows the fault. */
const findingSeed = async (mutant: (typeof mutants)[number]): Promise<{ seed: number; violation: string } | undefined> => {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violation } = await runHistory({ seed, mutant });
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
};

describe('the simulation finds what happens when', () => {
  it.each(mutants)(
    '$name',
    async (mutant) => {
      const found = await findingSeed(mutant);
      expect(found, `no seed up to ${SEEDS_MAX} finds it`).toBeDefined();
      // The guard makes the difference, not the seed.
      expect((await runHistory({ seed: found?.seed ?? 0 })).violation).toBeUndefined();
    },
    TIMEOUT_MS,
  );
});
