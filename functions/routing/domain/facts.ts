import type { Drug, Pharmacy, StockLevel } from '../../../events/directory.ts';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { RoutingPolicyVersion } from './policy.ts';
import type { Wish } from './wish.ts';

/** The published facts that an assessment rests on, read just before it; they may lag a little behind. */
export interface RoutingFacts {
  readonly pharmacies: readonly Pharmacy[];
  /** The drugs of the fill; one that left the catalogue is missing. */
  readonly drugs: readonly Drug[];
  /** What pharmacies say they have of these drugs. */
  readonly stock: readonly StockLevel[];
  /** Agencies whose keys do not open: they could not answer. */
  readonly suspended: readonly AgencyId[];
  readonly policy: RoutingPolicyVersion;
}

export interface Line {
  readonly drugCode: string;
  readonly quantity: number;
}

/** A pharmacy that is not asked because of what happened with this fill before. */
export interface Barred {
  readonly pharmacyId: AgencyId;
  readonly code: 'already-declined' | 'released-before' | 'did-not-answer' | 'pharmacy-not-eligible';
}

/** Whom the patient names now, may be asked again, whatever was before. */
export const barredUnder = (wish: Wish, barred: readonly Barred[]): readonly Barred[] =>
  barred.filter(({ pharmacyId }) => wish.by !== 'named' || pharmacyId !== wish.pharmacyId);

/** For whom and when pharmacies are assessed. */
export interface Demand {
  /** Names the fill, so that pharmacies that are equal in all else take turns from fill to fill. */
  readonly routingId: string;
  readonly at: Instant;
  readonly lines: readonly Line[];
  readonly wish: Wish;
  readonly barred: readonly Barred[];
}
