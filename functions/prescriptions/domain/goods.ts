import type { Drug, Pharmacy } from '../../../events/directory.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Content } from './content.ts';
import type { PrescriptionRules } from './policy.ts';
import type { SaleLine } from './sale.ts';
import { isRestricted, unlisted } from './verify-drugs.ts';

/** What the region knows at the counter, however much of it changed since the prescription was signed. */
export interface Counter {
  /** The catalogue's entry of each line's drug, in the order of the lines; undefined for one that left. */
  readonly drugs: readonly (Drug | undefined)[];
  readonly pharmacy: Pharmacy | undefined;
  readonly rules: Pick<PrescriptionRules, 'catalogue' | 'circulation' | 'online'>;
}

export type GoodsRefusal =
  | { readonly code: 'pharmacy-not-eligible' }
  | { readonly code: 'drug-delisted'; readonly line: number }
  | { readonly code: 'restricted-drug-class'; readonly line: number }
  | { readonly code: 'drug-outside-licence'; readonly line: number }
  | { readonly code: 'lot-recalled'; readonly line: number }
  | { readonly code: 'price-above-cap'; readonly line: number; readonly capFen: number };

const covers = ({ from, until }: { readonly from: Instant; readonly until: Instant }, at: Instant): boolean => from <= at && at < until;

/** 定点 and licensed at that moment: it may have lost either since it was asked, or since it claimed. */
export const isEligible = (pharmacy: Pharmacy | undefined, at: Instant): boolean => {
  if (pharmacy?.designation === undefined) return false;
  const { validFrom, validUntil } = pharmacy.licence;
  return covers(pharmacy.designation, at) && covers({ from: validFrom, until: validUntil }, at);
};

/**
 * Whether these goods may be sold by this pharmacy at this moment. The fee date's catalogue counts (I25), not the one that the
 * prescription was verified against: a drug may have left it, changed its class or its cap (限价), or been recalled (召回).
 */
export const refusalOfGoods = (
  lines: readonly SaleLine[],
  { content, counter, at }: { readonly content: Pick<Content, 'lines' | 'channel'>; readonly counter: Counter; readonly at: Instant },
): GoodsRefusal | undefined => {
  const { drugs, pharmacy, rules } = counter;
  if (pharmacy === undefined || !isEligible(pharmacy, at)) return { code: 'pharmacy-not-eligible' };
  for (const sold of lines) {
    const { line } = sold;
    const prescribed = content.lines[line - 1];
    const listed = drugs[line - 1];
    if (prescribed === undefined) continue;
    if (listed === undefined && rules.catalogue === 'closed') return { code: 'drug-delisted', line };
    const drug = listed ?? unlisted(prescribed.drugCode);
    if (isRestricted(drug, { channel: content.channel, rules })) return { code: 'restricted-drug-class', line };
    if (!isCovered(drug, pharmacy)) return { code: 'drug-outside-licence', line };
    const refusal = listed === undefined ? undefined : refusalOfPack(sold, listed);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** 药品经营许可证: the kind of the drug, and its class where that is more than a plain prescription drug. */
const isCovered = ({ kind, controlClass }: Pick<Drug, 'kind' | 'controlClass'>, { licence }: Pharmacy): boolean =>
  licence.kinds.includes(kind) && (controlClass === 'ordinary' || licence.classes.includes(controlClass));

const refusalOfPack = ({ line, lotNumber, unitPriceFen }: SaleLine, { recalledLots = [], priceCapFen }: Drug): GoodsRefusal | undefined => {
  if (recalledLots.includes(lotNumber.trim().toUpperCase())) return { code: 'lot-recalled', line };
  return unitPriceFen > priceCapFen ? { code: 'price-above-cap', line, capFen: priceCapFen } : undefined;
};
