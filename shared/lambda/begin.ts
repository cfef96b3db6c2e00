import { createCore } from '../adapters/aws/core.ts';
import { systemClock } from '../adapters/node/clock.ts';
import { hashIds } from '../adapters/node/ids.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { authorizerSettings } from './env.ts';
import { lazy } from './lazy.ts';
import { readRegionFile } from './region-file.ts';

type BeginDeps = Pick<Runtime, 'region' | 'execute' | 'seals' | 'ids' | 'clock'>;

/** A function that no event reaches: the deployment calls it when everything else stands. */
export const beginning = <Begun>(begin: (deps: BeginDeps) => Promise<Begun>): (() => Promise<Begun>) => {
  const deps = lazy(async (): Promise<BeginDeps> => {
    const { execute, seals } = await createCore(authorizerSettings());
    const { region } = await readRegionFile();
    return { region, execute, seals, ids: hashIds, clock: systemClock };
  });
  return async () => begin(await deps());
};
