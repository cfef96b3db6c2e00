import type { Drug, Pharmacy, StockLevel } from '../../../events/directory.ts';
import { type Instant, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { distanceMetres } from './distance.ts';
import type { Demand, Line } from './facts.ts';
import { nextOpening } from './opening-hours.ts';
import type { RoutingRules } from './policy.ts';

/** What is asked about every pharmacy in turn. */
export interface Question {
  readonly demand: Demand;
  readonly rules: RoutingRules;
  /** Of each line; `undefined` for a drug that left the catalogue. */
  readonly drugs: readonly (Drug | undefined)[];
  /** One line per drug. */
  readonly lines: readonly Line[];
  readonly suspended: ReadonlySet<string>;
  readonly levelAt: (pharmacyId: string, drugCode: string) => StockLevel | undefined;
}

export type ReasonCode =
  | 'not-named'
  | 'agency-suspended'
  | 'not-designated'
  | 'licence-not-in-force'
  | 'drug-not-in-catalogue'
  | 'licence-missing'
  | 'no-pickup'
  | 'no-cold-chain'
  | 'no-herbal-dispensing'
  | 'no-decoction'
  | 'already-declined'
  | 'released-before'
  | 'did-not-answer'
  | 'pharmacy-not-eligible'
  | 'too-far'
  | 'closed'
  | 'closing-soon'
  | 'stock-short'
  | 'price-above-cap';

type Check = (pharmacy: Pharmacy, question: Question) => ReasonCode | undefined;

const covers = (period: { readonly from: Instant; readonly until: Instant } | undefined, at: Instant): boolean =>
  period !== undefined && period.from <= at && at < period.until;

const isNamed: Check = ({ pharmacyId }, { demand: { wish } }) =>
  wish.by === 'named' && wish.pharmacyId !== pharmacyId ? 'not-named' : undefined;

/** Its keys do not open, so it could neither accept nor decline. */
const canAnswer: Check = ({ pharmacyId }, { suspended }) => (suspended.has(pharmacyId) ? 'agency-suspended' : undefined);

/** 定点: only a designated pharmacy may take part (P6). */
const isDesignated: Check = ({ designation }, { demand }) => (covers(designation, demand.at) ? undefined : 'not-designated');

const hasLicence: Check = ({ licence }, { demand }) =>
  covers({ from: licence.validFrom, until: licence.validUntil }, demand.at) ? undefined : 'licence-not-in-force';

/** 药品经营许可证: the kind of each drug, and its class where that is more than a plain prescription drug. */
const isLicensedForDrugs: Check = ({ licence }, { drugs }) => {
  if (drugs.includes(undefined)) return 'drug-not-in-catalogue';
  const isCovered = drugs.every(
    (drug) =>
      drug === undefined ||
      (licence.kinds.includes(drug.kind) && (drug.controlClass === 'ordinary' || licence.classes.includes(drug.controlClass))),
  );
  return isCovered ? undefined : 'licence-missing';
};

const serves: Check = ({ services }, { drugs, demand }) => {
  const hasHerbs = drugs.some((drug) => drug?.kind === 'herbal-piece');
  if (!services.includes('pickup')) return 'no-pickup';
  if (drugs.some((drug) => drug?.storage === 'refrigerated') && !services.includes('cold-chain')) return 'no-cold-chain';
  if (hasHerbs && !services.includes('herbal-dispensing')) return 'no-herbal-dispensing';
  return hasHerbs && demand.wish.wantsDecoction && !services.includes('decoction') ? 'no-decoction' : undefined;
};

const isFree: Check = ({ pharmacyId }, { demand }) => demand.barred.find((barred) => barred.pharmacyId === pharmacyId)?.code;

/** Whoever names a pharmacy knows where it is. */
const isNear: Check = ({ place }, { demand: { wish }, rules }) => {
  if (wish.by === 'named' || wish.near === undefined) return undefined;
  return distanceMetres(wish.near, place) > (wish.radiusMetres ?? rules.radiusMetres) ? 'too-far' : undefined;
};

const isOpen: Check = ({ hours }, { demand, rules, lines }) => {
  const opening = nextOpening(hours, demand.at, rules.utcOffsetMinutes);
  if (opening === undefined || opening.minutesUntilOpen * MINUTE_MS > rules.openingGraceMs) return 'closed';
  // A decoction is collected on another day, so only the dispensing must fit.
  const neededMinutes = preparationMinutes(rules, lines.length, false) + rules.closingMarginMinutes;
  return opening.minutesOpen < neededMinutes ? 'closing-soon' : undefined;
};

/** A fill goes to one pharmacy, so part of it in stock is as good as none. */
const hasStock: Check = ({ pharmacyId }, { lines, levelAt }) =>
  lines.every(({ drugCode, quantity }) => (levelAt(pharmacyId, drugCode)?.quantity ?? 0) >= quantity) ? undefined : 'stock-short';

/** 限价: a sale above the cap would be refused, so a pharmacy that asks for more is not asked. */
const isWithinCaps: Check = ({ pharmacyId }, { drugs, levelAt }) =>
  drugs.every((drug) => drug === undefined || (levelAt(pharmacyId, drug.drugCode)?.unitPriceFen ?? 0) <= drug.priceCapFen)
    ? undefined
    : 'price-above-cap';

/** The lasting reasons before the passing ones: what the patient hears is what would still be true tomorrow. */
const CHECKS: readonly Check[] = [
  isNamed,
  canAnswer,
  isDesignated,
  hasLicence,
  isLicensedForDrugs,
  serves,
  isFree,
  isNear,
  isOpen,
  hasStock,
  isWithinCaps,
];

/** The first reason why this pharmacy may not be asked; undefined when it may. */
export const reasonAgainst = (pharmacy: Pharmacy, question: Question): ReasonCode | undefined => {
  for (const check of CHECKS) {
    const reason = check(pharmacy, question);
    if (reason !== undefined) return reason;
  }
  return undefined;
};

/** How long a pharmacy takes from its acceptance, or its opening, until the medicine is ready. */
export const preparationMinutes = ({ preparation }: RoutingRules, lines: number, isDecocted: boolean): number =>
  preparation.baseMinutes + lines * preparation.perLineMinutes + (isDecocted ? preparation.decoctionMinutes : 0);
