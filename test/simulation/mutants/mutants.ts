import type { Mutant } from '../world/region.ts';
import { mutantsOfTheKernel } from './mutants-of-the-kernel.ts';
import { mutantsOfTheLaw } from './mutants-of-the-law.ts';

/** One guard off at a time. Each must be found by some seed of a small range, or the simulation proves nothing. */
export const mutants: readonly Mutant[] = [...mutantsOfTheKernel, ...mutantsOfTheLaw];
