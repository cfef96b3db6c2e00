import type { AgencyId, OfferId } from '../../../events/vocabulary/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Content } from './content.ts';
import type { Claim } from './events.ts';
import type { Sale } from './sale.ts';

/** 取药次: a fill whose life is over. */
export interface PastFill {
  readonly fill: number;
  readonly status: 'COMPLETED' | 'RETURNED';
  readonly pharmacyId: AgencyId;
  /** Per line, in the order of the lines; nothing when the goods went back. */
  readonly dispensed: readonly number[];
}

/** A prescription that exists: its journal content and the fill that is under way. */
export interface Filed {
  readonly content: Content;
  readonly createdAt: Instant;
  /** When the prescriber signed, or signed again to answer a doubt. */
  readonly signedAt?: Instant;
  /** The current fill, from 1; it has its own claim and sales. */
  readonly fill: number;
  readonly sales: readonly Sale[];
  readonly pastFills: readonly PastFill[];
  /** Offers whose claim ended or never came: their secrets are dead. */
  readonly deadOffers: readonly OfferId[];
  /** Every pharmacy that ever held a fill. */
  readonly holders: readonly AgencyId[];
}

export interface PendingCancellation {
  readonly by: string;
  readonly reason: string;
}

interface Held extends Filed {
  readonly claim: Claim;
}

/** What a doubt leaves behind: who held the fill and asked. */
interface Doubted extends Filed {
  readonly doubt: { readonly pharmacyId: AgencyId; readonly reasonCode: string; readonly at: Instant };
}

/** 处方: a state for each row of the table of states; what exists only later is only in that variant. */
export type Prescription =
  | { readonly status: 'ABSENT' }
  | (Filed & { readonly status: 'PRE_VERIFIED'; readonly reviewerId?: string })
  | (Filed & { readonly status: 'REVIEW_REJECTED'; readonly reasonCode: string; readonly severity: 'warning' | 'blocking' })
  | (Filed & { readonly status: 'SIGNED' })
  /** With `opensAt` a repeat prescription between two fills. */
  | (Filed & { readonly status: 'ACTIVE'; readonly opensAt?: Instant })
  | (Held & { readonly status: 'CLAIMED'; readonly pendingCancellation?: PendingCancellation })
  | (Held & { readonly status: 'APPROVED'; readonly pendingCancellation?: PendingCancellation; readonly isCancellationRefused: boolean })
  | (Doubted & { readonly status: 'SUSPENDED' })
  | (Held & { readonly status: 'DISPENSED'; readonly dispensedAt: Instant; readonly isCancellationRefused: boolean })
  | (Filed & { readonly status: 'COMPLETED' | 'CANCELLED' | 'EXPIRED' | 'RETURNED' });

export type Status = Prescription['status'];
export type Present = Exclude<Prescription, { status: 'ABSENT' }>;

export const TERMINAL: readonly Status[] = ['COMPLETED', 'CANCELLED', 'EXPIRED', 'RETURNED'];

/** The pharmacy that has the fill in its hands, doubts it, or whose sale was its last word. */
export const pharmacyOf = (state: Present): AgencyId | undefined => {
  if ('claim' in state) return state.claim.pharmacyId;
  if (state.status === 'SUSPENDED') return state.doubt.pharmacyId;
  // Stryker disable next-line OptionalChaining: these two states end a fill, so there is a past one
  return state.status === 'COMPLETED' || state.status === 'RETURNED' ? state.pastFills.at(-1)?.pharmacyId : undefined;
};

/** Whether this pharmacy may see it: it holds the fill, or supplied an earlier one. */
export const isHolder = (state: Present, pharmacyId: string): boolean =>
  pharmacyOf(state) === pharmacyId || state.pastFills.some((past) => past.pharmacyId === pharmacyId);
