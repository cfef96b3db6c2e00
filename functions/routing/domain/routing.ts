import type { AgencyId, OfferId } from '../../../events/vocabulary/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { ReasonCount } from './assessment.ts';
import type { EventOf, WithdrawalReason } from './events.ts';
import type { Barred } from './facts.ts';

export const OFFER_STATUSES = ['OPEN', 'ACCEPTED', 'CLAIMED', 'DECLINED', 'LAPSED', 'WITHDRAWN', 'RELEASED'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/** 派单: one pharmacy asked for one fill. */
export interface Offer {
  readonly offerId: OfferId;
  readonly pharmacyId: AgencyId;
  readonly round: number;
  readonly wave: number;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
  readonly totalFen: number;
  readonly status: OfferStatus;
  /** The statuses that it left, oldest first. */
  readonly was: readonly OfferStatus[];
  /** Since its acceptance. */
  readonly leaseEndsAt?: Instant;
  /** Why it was declined, withdrawn or released. */
  readonly reason?: string;
}

/** All that stays known of a fill while it looks for its pharmacy. */
export interface Search extends Omit<EventOf<'RoutingStarted'>, 'type'> {
  readonly round: number;
  readonly wave: number;
  readonly offers: readonly Offer[];
  /** Who said no or gave the fill back; lifted when the patient names them afterwards. */
  readonly barred: readonly Barred[];
}

/** 处方流转 of one fill, from its activation until a pharmacy holds it. */
export type Routing =
  | { readonly status: 'ABSENT' }
  | { readonly status: 'VOID'; readonly because: WithdrawalReason }
  | { readonly status: 'OFFERING'; readonly search: Search }
  /** A pharmacy won; its claim is on the way to the prescription. */
  | { readonly status: 'ACCEPTED'; readonly search: Search; readonly offerId: OfferId }
  | { readonly status: 'CONFIRMED'; readonly search: Search; readonly offerId: OfferId }
  /** Nobody may be asked until the prescription says what comes next. */
  | { readonly status: 'PAUSED'; readonly search: Search; readonly because: 'doubt' | 'claim-refused' }
  | {
      readonly status: 'EXHAUSTED';
      readonly search: Search;
      readonly reasons: readonly ReasonCount[];
      /** How often the platform looked again by itself. */
      readonly retries: number;
    }
  | { readonly status: 'CLOSED'; readonly search: Search; readonly because: WithdrawalReason };

export type Routed = Extract<Routing, { search: Search }>;

export const isRouted = (state: Routing): state is Routed => 'search' in state;
export const offersWith = ({ offers }: Search, ...statuses: readonly OfferStatus[]): readonly Offer[] =>
  offers.filter(({ status }) => statuses.includes(status));
export const offerOf = (state: Routing, offerId: string): Offer | undefined =>
  isRouted(state) ? state.search.offers.find((offer) => offer.offerId === offerId) : undefined;
