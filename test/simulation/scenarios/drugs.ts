import { drug } from '../../support/prescription-facts.ts';
import type { Stage } from './stage.ts';

/** The platform lists a drug, or says something else of it; known everywhere afterwards. */
export const listDrug = async (stage: Stage, drugCode: string, over: object = {}): Promise<void> => {
  await stage.must(stage.platform, 'POST /v1/drugs', { body: { ...drug(drugCode), ...over } });
  await stage.settle();
};

/** What a shelf has of these drugs. */
export const shelfOf = (drugCodes: readonly string[], unitPriceFen = 900) =>
  drugCodes.map((drugCode) => ({ drugCode, quantity: 1_000, unitPriceFen }));
