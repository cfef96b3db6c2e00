import type { Stage } from './stage.ts';

const usual = {
  genericName: '测试药品',
  englishName: 'test drug',
  form: '片剂',
  specification: '0.5 g',
  unit: '盒',
  kind: 'western',
  controlClass: 'ordinary',
  listClass: 'A',
  storage: 'ambient',
  isAntimicrobial: false,
  isRestrictedUse: false,
  priceCapFen: 10_000,
};

/** The platform lists a drug, or says something else of it; known everywhere afterwards. */
export const listDrug = async (stage: Stage, drugCode: string, over: object = {}): Promise<void> => {
  await stage.must(stage.platform, 'POST /v1/drugs', { body: { drugCode, ...usual, ...over } });
  await stage.settle();
};

/** What a shelf has of these drugs. */
export const shelfOf = (drugCodes: readonly string[], unitPriceFen = 900) =>
  drugCodes.map((drugCode) => ({ drugCode, quantity: 1_000, unitPriceFen }));
