import * as z from 'zod/mini';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import type { Choice } from '../../../events/vocabulary/values.ts';

/** What a pharmacy is judged by; less is better in each. */
export const Terms = z.object({
  /** As the crow flies; absent when the patient said no place. */
  distanceMetres: z.optional(z.int()),
  totalFen: z.int(),
  minutesUntilReady: z.int(),
  /** A draw (抽签) from the fill and the pharmacy: equals take turns, and the same fill always draws the same. */
  lot: z.int(),
});
export type Terms = z.infer<typeof Terms>;
export type Term = keyof Terms;

export const Candidate = z.object({ pharmacyId: AgencyId, terms: Terms });
export type Candidate = z.infer<typeof Candidate>;

/** Its place, from 1, and the term that put it behind the one before it. */
export interface Standing {
  readonly rank: number;
  readonly behindBy?: Term;
}

/** The chosen term decides; the next ones only between equals. */
export const TERMS_IN_ORDER: Readonly<Record<Choice, readonly Term[]>> = {
  named: ['minutesUntilReady', 'distanceMetres', 'totalFen', 'lot'],
  nearest: ['distanceMetres', 'minutesUntilReady', 'totalFen', 'lot'],
  cheapest: ['totalFen', 'distanceMetres', 'minutesUntilReady', 'lot'],
  soonest: ['minutesUntilReady', 'distanceMetres', 'totalFen', 'lot'],
};

/** Best first, whatever the order of the input. */
export const rank = <Ranked extends Candidate>(candidates: readonly Ranked[], by: Choice): readonly (Ranked & Standing)[] => {
  const terms = TERMS_IN_ORDER[by];
  const sorted = [...candidates].sort((left, right) => compare(left, right, terms));
  return sorted.map((candidate, index) => {
    const before = sorted[index - 1];
    const behindBy = before === undefined ? undefined : differingTerm(before, candidate, terms);
    return { ...candidate, rank: index + 1, ...(behindBy === undefined ? {} : { behindBy }) };
  });
};

const termOf = ({ terms }: Candidate, term: Term): number => terms[term] ?? 0;

const differingTerm = (left: Candidate, right: Candidate, terms: readonly Term[]): Term | undefined =>
  terms.find((term) => termOf(left, term) !== termOf(right, term));

const compare = (left: Candidate, right: Candidate, terms: readonly Term[]): number => {
  const term = differingTerm(left, right, terms);
  if (term !== undefined) return termOf(left, term) - termOf(right, term);
  // Stryker disable next-line EqualityOperator: no pharmacy stands in the list twice
  return left.pharmacyId < right.pharmacyId ? -1 : 1;
};

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a (32 bits) of the fill and the pharmacy; fair is all that it must be, not secret. */
export const lotOf = (routingId: string, pharmacyId: string): number => {
  let hash = FNV_OFFSET;
  for (const char of `${routingId}|${pharmacyId}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), FNV_PRIME);
  return hash >>> 0;
};
