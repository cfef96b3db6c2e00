import type { Drug } from '../../../events/directory.ts';
import type { PrescriptionRules } from './policy.ts';
import type { Verification } from './verification.ts';

export type DrugsRefusal =
  | { readonly code: 'unknown-drug'; readonly line: number }
  | { readonly code: 'duplicate-drug'; readonly line: number }
  | { readonly code: 'herbs-mixed' }
  | { readonly code: 'too-many-drugs'; readonly linesMax: number }
  | { readonly code: 'restricted-drug-class'; readonly line: number }
  | { readonly code: 'long-term-drug-excluded'; readonly line: number };

type RuledDrug = Pick<Drug, 'drugCode' | 'kind' | 'controlClass' | 'storage' | 'isAntimicrobial'>;

/** In an open catalogue a drug that nobody listed counts as ordinary; the national code's first letter tells its kind. */
export const unlisted = (drugCode: string): RuledDrug => ({
  drugCode,
  kind: kindOfLetter[drugCode.slice(0, 1)] ?? 'western',
  controlClass: 'ordinary',
  storage: 'ambient',
  isAntimicrobial: false,
});
const kindOfLetter: Readonly<Record<string, Drug['kind']>> = { X: 'western', Z: 'chinese-patent', T: 'herbal-piece' };

/** The drugs as the rules see them, in the order of the lines. */
export const ruledDrugs = ({ document, drugs }: Pick<Verification, 'document' | 'drugs'>): readonly RuledDrug[] =>
  document.lines.map(({ drugCode }, index) => drugs[index] ?? unlisted(drugCode));

/** The first drug rule of section 1.4 that is broken. Lines count from 1. */
export const refusalOfDrugs = (verification: Verification): DrugsRefusal | undefined => {
  const { document, drugs, rules } = verification;
  const lineWhere = (isWrong: (index: number) => boolean): number => document.lines.findIndex((_line, index) => isWrong(index)) + 1;

  const unknown = lineWhere((index) => drugs[index] === undefined);
  if (rules.catalogue === 'closed' && unknown > 0) return { code: 'unknown-drug', line: unknown };
  const codes = document.lines.map(({ drugCode }) => drugCode);
  const duplicate = codes.findIndex((code, index) => codes.indexOf(code) !== index) + 1;
  if (duplicate > 0) return { code: 'duplicate-drug', line: duplicate };

  const ruled = ruledDrugs(verification);
  const herbs = ruled.filter(({ kind }) => kind === 'herbal-piece').length;
  if (herbs > 0 && herbs < ruled.length) return { code: 'herbs-mixed' };
  const linesMax = herbs > 0 ? rules.lines.herbalMax : rules.lines.max;
  if (ruled.length > linesMax) return { code: 'too-many-drugs', linesMax };

  const restricted = ruled.findIndex((drug) => isRestricted(drug, { channel: document.channel, rules })) + 1;
  if (restricted > 0) return { code: 'restricted-drug-class', line: restricted };
  const excluded = ruled.findIndex((drug) => isExcludedFromLongTerm(drug, verification)) + 1;
  return excluded > 0 ? { code: 'long-term-drug-excluded', line: excluded } : undefined;
};

/** A class or a drug that may not be had by this way. */
export const isRestricted = (
  { drugCode, controlClass }: Pick<RuledDrug, 'drugCode' | 'controlClass'>,
  { channel, rules }: { readonly channel: 'in-person' | 'online'; readonly rules: Pick<PrescriptionRules, 'circulation' | 'online'> },
): boolean =>
  rules.circulation.excludedClasses.includes(controlClass) ||
  rules.circulation.blockedDrugs.includes(drugCode) ||
  (channel === 'online' && rules.online.excludedClasses.includes(controlClass));

const isExcludedFromLongTerm = (drug: RuledDrug, { document, rules: { longTerm } }: Verification): boolean => {
  if (document.supply.basis !== 'long-term') return false;
  if (longTerm.excludedClasses.includes(drug.controlClass) || longTerm.excludedStorage.includes(drug.storage)) return true;
  return longTerm.excludesAntimicrobials && drug.isAntimicrobial && !longTerm.antimicrobialsAllowed.includes(drug.drugCode);
};
