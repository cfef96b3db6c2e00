import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { DeclineReason, EventOf } from './events.ts';
import type { RoutingFacts } from './facts.ts';
import type { OfferStatus, Routing } from './routing.ts';
import type { SaidWish, WishRefusal } from './wish.ts';

/** A moment and what was known in it: whatever may ask pharmacies needs both. */
interface Knowing {
  readonly at: Instant;
  readonly facts: RoutingFacts;
}

export interface StartRouting extends Knowing, Omit<EventOf<'RoutingStarted'>, 'type' | 'wish'> {
  readonly type: 'StartRouting';
  /** What cannot be followed gives way to the policy's default. */
  readonly said?: SaidWish | undefined;
}
export interface ChooseAnew extends Knowing {
  readonly type: 'ChooseAnew';
  readonly patientToken: string;
  readonly said: SaidWish;
}
export interface AcceptOffer {
  readonly type: 'AcceptOffer';
  readonly at: Instant;
  readonly offerId: string;
  readonly pharmacyId: string;
  readonly leaseMs: number;
}
export interface DeclineOffer extends Knowing {
  readonly type: 'DeclineOffer';
  readonly offerId: string;
  readonly pharmacyId: string;
  readonly reason: DeclineReason;
}
export interface LapseOffers extends Knowing {
  readonly type: 'LapseOffers';
}
export interface ConfirmClaim {
  readonly type: 'ConfirmClaim';
  readonly offerId: string;
}
export interface RefuseClaim extends Knowing {
  readonly type: 'RefuseClaim';
  readonly offerId: string;
  /** In the prescription's words. */
  readonly reason: string;
}
/** The lease of an acceptance ended and nothing was heard of the claim. */
export interface GiveUpClaim extends Knowing {
  readonly type: 'GiveUpClaim';
  readonly offerId: string;
}
export interface ReleaseClaim extends Knowing {
  readonly type: 'ReleaseClaim';
  readonly offerId: string;
  readonly reason: string;
}
export interface SuspendClaim {
  readonly type: 'SuspendClaim';
  readonly pharmacyId: AgencyId;
}
export interface ResumeRouting extends Knowing {
  readonly type: 'ResumeRouting';
}
/** The time has come to look again for whom to ask, in the round that ended with nobody. */
export interface RetryRouting extends Knowing {
  readonly type: 'RetryRouting';
  readonly round: number;
}
export interface CloseRouting {
  readonly type: 'CloseRouting';
  readonly because: 'prescription-cancelled' | 'prescription-expired';
}

export type RoutingCommand =
  | StartRouting
  | ChooseAnew
  | AcceptOffer
  | DeclineOffer
  | LapseOffers
  | ConfirmClaim
  | RefuseClaim
  | GiveUpClaim
  | ReleaseClaim
  | SuspendClaim
  | ResumeRouting
  | RetryRouting
  | CloseRouting;

/** Someone was faster, or time was; `currentStatus` is what it came to. */
export interface OfferOver {
  readonly code: 'offer-lapsed' | 'offer-declined' | 'offer-withdrawn' | 'offer-released' | 'offer-accepted' | 'already-claimed';
  readonly currentStatus: OfferStatus | Routing['status'];
}
export interface RoutingOver {
  readonly code: 'routing-closed' | 'routing-paused' | 'choices-used-up';
  readonly currentStatus: Routing['status'];
}
/** Why a wish cannot be followed. */
export type ChoiceRefusal =
  | WishRefusal
  | { readonly code: 'pharmacy-unknown' }
  | { readonly code: 'radius-too-wide'; readonly radiusMetresMax: number };
export type RoutingRefusal = OfferOver | RoutingOver | ChoiceRefusal | { readonly code: 'not-found' };
