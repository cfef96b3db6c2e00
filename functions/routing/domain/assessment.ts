import type { Pharmacy, StockLevel } from '../../../events/directory.ts';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import { distanceMetres } from './distance.ts';
import { preparationMinutes, type Question, type ReasonCode, reasonAgainst } from './eligibility.ts';
import type { Demand, Line, RoutingFacts } from './facts.ts';
import { nextOpening } from './opening-hours.ts';
import { type Candidate, lotOf, rank, type Standing } from './ranking.ts';

export interface NotEligible {
  readonly pharmacyId: AgencyId;
  readonly code: ReasonCode;
}

/** A pharmacy that may be asked. */
export interface Eligible extends Candidate {
  /** 0 when it is open now. */
  readonly minutesUntilOpen: number;
}

export interface Assessment {
  /** Who may be asked, best first. */
  readonly ranked: readonly (Eligible & Standing)[];
  readonly notEligible: readonly NotEligible[];
}

/** Judges every pharmacy for one fill: who may be asked, in which order, and why the others may not. */
export const assess = (facts: RoutingFacts, demand: Demand): Assessment => {
  const lines = linePerDrug(demand.lines);
  const levels = new Map(facts.stock.map((level) => [keyOf(level.pharmacyId, level.drugCode), level]));
  const question: Question = {
    demand,
    rules: facts.policy.rules,
    lines,
    drugs: lines.map(({ drugCode }) => facts.drugs.find((drug) => drug.drugCode === drugCode)),
    suspended: new Set(facts.suspended),
    levelAt: (pharmacyId, drugCode) => levels.get(keyOf(pharmacyId, drugCode)),
  };
  const judged = facts.pharmacies.map((pharmacy) => ({ pharmacy, code: reasonAgainst(pharmacy, question) }));
  const candidates = judged.filter(({ code }) => code === undefined).map(({ pharmacy }) => eligible(pharmacy, question, levels));
  return {
    ranked: rank(candidates, demand.wish.by),
    notEligible: judged.flatMap(({ pharmacy: { pharmacyId }, code }) => (code === undefined ? [] : [{ pharmacyId, code }])),
  };
};

const keyOf = (pharmacyId: string, drugCode: string): string => `${pharmacyId} ${drugCode}`;

/** Two lines of one drug need their sum. */
const linePerDrug = (lines: readonly Line[]): readonly Line[] => {
  const quantities = new Map<string, number>();
  for (const { drugCode, quantity } of lines) quantities.set(drugCode, (quantities.get(drugCode) ?? 0) + quantity);
  return [...quantities].map(([drugCode, quantity]) => ({ drugCode, quantity }));
};

const eligible = (pharmacy: Pharmacy, question: Question, levels: ReadonlyMap<string, StockLevel>): Eligible => {
  const { demand, rules, lines, drugs } = question;
  const { pharmacyId, hours, place } = pharmacy;
  const prices = lines.map(({ drugCode, quantity }) => quantity * (levels.get(keyOf(pharmacyId, drugCode))?.unitPriceFen ?? 0));
  // Stryker disable next-line OptionalChaining: who is eligible has every drug in the catalogue, which the compiler cannot know
  const isDecocted = demand.wish.wantsDecoction && drugs.some((drug) => drug?.kind === 'herbal-piece');
  const minutesUntilOpen = nextOpening(hours, demand.at, rules.utcOffsetMinutes)?.minutesUntilOpen ?? 0;
  return {
    pharmacyId,
    minutesUntilOpen,
    terms: {
      ...(demand.wish.near === undefined ? {} : { distanceMetres: distanceMetres(demand.wish.near, place) }),
      totalFen: prices.reduce((sum, price) => sum + price, 0),
      minutesUntilReady: minutesUntilOpen + preparationMinutes(rules, lines.length, isDecocted),
      lot: lotOf(demand.routingId, pharmacyId),
    },
  };
};

export interface ReasonCount {
  readonly code: string;
  readonly pharmacies: number;
}

/** How many pharmacies dropped out for each reason, the most frequent first. */
export const countReasons = (codes: readonly string[]): ReasonCount[] => {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  // Stryker disable EqualityOperator: no reason stands in the list twice
  return [...counts]
    .map(([code, pharmacies]) => ({ code, pharmacies }))
    .sort((left, right) => right.pharmacies - left.pharmacies || (left.code < right.code ? -1 : 1));
};
