import type { Drug } from '../../events/directory.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { drugs } from './aggregates.ts';
import { jinanDrugs } from './catalogue/jinan-drugs.ts';

/** Adds the drugs that the catalogue lacks; one that is there stays as the region has it. Safe to repeat at every start. */
export const seedCatalogue = async (
  { execute, clock }: Pick<Runtime, 'execute' | 'clock'>,
  starting: readonly Drug[] = jinanDrugs,
): Promise<void> => {
  const outcomes = await Promise.all(
    starting.map((drug) => {
      const commandId = `seed/${drug.drugCode}`;
      const cause = { commandId, requestDigest: commandId, at: clock.now(), actor: { role: 'system' }, causationId: 'seed' };
      return execute(drugs, drug.drugCode, cause, () => ok({ type: 'SeedDrug', drug }));
    }),
  );
  if (outcomes.some((outcome) => !outcome.ok)) throw new Error('the starting catalogue holds a drug that the catalogue refuses');
};
