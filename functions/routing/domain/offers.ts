import { ok, refuse } from '../../../shared/kernel/result.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import type { AcceptOffer, DeclineOffer, LapseOffers, OfferOver } from './commands.ts';
import type { RoutingEvent } from './events.ts';
import { isRouted, type Offer, offerOf, offersWith, type Routing } from './routing.ts';
import { nextWave } from './wave.ts';
import { type Decision, followedBy, withdrawAll } from './withdrawals.ts';

/**
 * The first to accept wins, all other offers fall. The winner may ask again as often as it likes.
 * Refuses `not-found` for an offer of another pharmacy, else what the offer came to.
 */
export const acceptOffer = (state: Routing, { at, offerId, pharmacyId, leaseMs }: AcceptOffer): Decision => {
  const offer = offerOf(state, offerId);
  if (!isRouted(state) || offer?.pharmacyId !== pharmacyId) return refuse({ code: 'not-found' });
  if (offer.status === 'ACCEPTED' || offer.status === 'CLAIMED') return ok([]);
  if (!isStanding(offer, at)) return refuse(overOf(offer));
  const accepted: RoutingEvent = {
    type: 'OfferAccepted',
    offerId: offer.offerId,
    pharmacyId: offer.pharmacyId,
    leaseEndsAt: addMs(at, leaseMs),
  };
  return ok(followedBy(state, [accepted], (search) => withdrawAll(search, 'accepted-by-another', 'OPEN')));
};

/** Once declined, a repeat is fine; a pharmacy that accepted must release instead. */
export const declineOffer = (state: Routing, command: DeclineOffer): Decision => {
  const offer = offerOf(state, command.offerId);
  if (!isRouted(state) || offer?.pharmacyId !== command.pharmacyId) return refuse({ code: 'not-found' });
  if (offer.status === 'DECLINED') return ok([]);
  if (!isStanding(offer, command.at)) return refuse(overOf(offer));
  const { offerId, pharmacyId } = offer;
  return ok(withNextWave(state, [{ type: 'OfferDeclined', offerId, pharmacyId, reason: command.reason }], command));
};

/** Time is over for those who did not answer by now. */
export const lapseOffers = (state: Routing, command: LapseOffers): Decision => {
  if (!isRouted(state)) return ok([]);
  const overdue = offersWith(state.search, 'OPEN').filter(({ expiresAt }) => expiresAt <= command.at);
  if (overdue.length === 0) return ok([]);
  const lapsed = overdue.map(({ offerId, pharmacyId }): RoutingEvent => ({ type: 'OfferLapsed', offerId, pharmacyId }));
  return ok(withNextWave(state, lapsed, command));
};

/** Goes on to the next wave when nobody of this one may still accept. */
const withNextWave = (state: Routing, events: readonly RoutingEvent[], moment: LapseOffers | DeclineOffer): readonly RoutingEvent[] =>
  followedBy(state, events, (search) => (offersWith(search, 'OPEN').length > 0 ? [] : [nextWave(search, moment)]));

const isStanding = ({ status, expiresAt }: Offer, at: Instant): boolean => status === 'OPEN' && at < expiresAt;

const OVER = {
  // Its time is over, though its timer has not come yet.
  OPEN: 'offer-lapsed',
  LAPSED: 'offer-lapsed',
  ACCEPTED: 'offer-accepted',
  CLAIMED: 'offer-accepted',
  DECLINED: 'offer-declined',
  WITHDRAWN: 'offer-withdrawn',
  RELEASED: 'offer-released',
} as const satisfies Record<Offer['status'], OfferOver['code']>;

const overOf = ({ status, reason }: Offer): OfferOver => {
  const wasFaster = reason === 'accepted-by-another' || reason === 'claimed-by-another';
  if (wasFaster) return { code: 'already-claimed', currentStatus: status };
  return { code: OVER[status], currentStatus: status === 'OPEN' ? 'LAPSED' : status };
};
