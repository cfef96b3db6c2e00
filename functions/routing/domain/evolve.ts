import { unreachable } from '../../../shared/kernel/result.ts';
import type { EventOf, RoutingEvent } from './events.ts';
import { type Barred, barredUnder } from './facts.ts';
import { isRouted, type Offer, type OfferStatus, type Routing, type Search } from './routing.ts';

/** Throws only on a history that `decide` can never produce. */
export const evolve = (state: Routing, event: RoutingEvent): Routing => {
  if (event.type === 'RoutingStarted') return { status: 'OFFERING', search: started(event) };
  if (event.type === 'RoutingVoided') return { status: 'VOID', because: event.because };
  if (!isRouted(state)) return impossible(state, event);
  const { search } = state;
  switch (event.type) {
    case 'WishChanged':
      return { status: 'OFFERING', search: { ...search, wish: event.wish, barred: barredUnder(event.wish, search.barred) } };
    case 'OffersMade':
      return { status: 'OFFERING', search: withOffers(search, event) };
    case 'OfferAccepted': {
      const { offerId, leaseEndsAt } = event;
      return { status: 'ACCEPTED', offerId, search: moved(search, offerId, 'ACCEPTED', { leaseEndsAt }) };
    }
    case 'OfferDeclined':
      return { ...state, search: barredFor(moved(search, event.offerId, 'DECLINED', event), event.pharmacyId, 'already-declined') };
    case 'OfferLapsed':
      return { ...state, search: moved(search, event.offerId, 'LAPSED') };
    case 'OfferWithdrawn':
      return { ...state, search: withdrawn(search, event) };
    case 'ClaimConfirmed':
      return { status: 'CONFIRMED', offerId: event.offerId, search: moved(search, event.offerId, 'CLAIMED') };
    case 'ClaimReleased':
      return { ...state, search: barredFor(moved(search, event.offerId, 'RELEASED', event), event.pharmacyId, 'released-before') };
    case 'ClaimSuspended':
      return { ...state, search: moved(search, event.offerId, 'RELEASED', { reason: 'doubt' }) };
    case 'RoutingPaused':
      return { status: 'PAUSED', search, because: event.because };
    case 'RoutingExhausted':
      return { status: 'EXHAUSTED', search: { ...search, round: event.round, wave: event.wave }, reasons: event.reasons, retries: 0 };
    case 'RoutingRetried': {
      if (state.status !== 'EXHAUSTED') return impossible(state, event);
      return { status: 'EXHAUSTED', search, reasons: event.reasons, retries: state.retries + 1 };
    }
    case 'RoutingClosed':
      return { status: 'CLOSED', search, because: event.because };
    default:
      return unreachable(event);
  }
};

const impossible = (state: Routing, event: RoutingEvent): never => {
  throw new Error(`${event.type} on a routing that is ${state.status}`);
};

const started = ({ type: _type, ...facts }: EventOf<'RoutingStarted'>): Search => ({ ...facts, round: 0, wave: 0, offers: [], barred: [] });

const withOffers = (search: Search, { round, wave, at, offers, ranked }: EventOf<'OffersMade'>): Search => ({
  ...search,
  round,
  wave,
  offers: [
    ...search.offers,
    ...offers.map(
      ({ offerId, pharmacyId, expiresAt }): Offer => ({
        offerId,
        pharmacyId,
        round,
        wave,
        madeAt: at,
        expiresAt,
        totalFen: ranked.find((candidate) => candidate.pharmacyId === pharmacyId)?.terms.totalFen ?? 0,
        status: 'OPEN',
        was: [],
      }),
    ),
  ],
});

/** The prescription sees licences that our directory may not show yet, so asking the same pharmacy again would end the same. */
const withdrawn = (search: Search, event: EventOf<'OfferWithdrawn'>): Search => {
  const after = moved(search, event.offerId, 'WITHDRAWN', event);
  return event.reason === 'pharmacy-not-eligible' ? barredFor(after, event.pharmacyId, event.reason) : after;
};

const moved = (search: Search, offerId: string, status: OfferStatus, told: Pick<Offer, 'reason' | 'leaseEndsAt'> = {}): Search => ({
  ...search,
  offers: search.offers.map((offer) => {
    if (offer.offerId !== offerId) return offer;
    const { reason = offer.reason, leaseEndsAt = offer.leaseEndsAt } = told;
    const more = { ...(reason === undefined ? {} : { reason }), ...(leaseEndsAt === undefined ? {} : { leaseEndsAt }) };
    return { ...offer, ...more, status, was: [...offer.was, offer.status] };
  }),
});

const barredFor = (search: Search, pharmacyId: Barred['pharmacyId'], code: Barred['code']): Search => ({
  ...search,
  barred: [...search.barred.filter((barred) => barred.pharmacyId !== pharmacyId), { pharmacyId, code }],
});
