import { ok } from '../../../shared/kernel/result.ts';
import type { ConfirmClaim, GiveUpClaim, RefuseClaim, ReleaseClaim, SuspendClaim } from './commands.ts';
import { isRouted, type Offer, offerOf, type Routing } from './routing.ts';
import { nextRound } from './wave.ts';
import { type Decision, followedBy, withdrawAll, withdrawn } from './withdrawals.ts';

// What the prescription says about a claim comes as messages, late or out of order; whatever no longer fits changes nothing.

/** The offer of the pharmacy that holds the fill, or is about to. */
export const holderOf = (state: Routing): Offer | undefined =>
  state.status === 'ACCEPTED' || state.status === 'CONFIRMED' ? offerOf(state, state.offerId) : undefined;

export const confirmClaim = (state: Routing, { offerId }: ConfirmClaim): Decision => {
  const offer = offerOf(state, offerId);
  if (offer === undefined || !isRouted(state) || state.status === 'CLOSED' || state.status === 'CONFIRMED') return ok([]);
  // A doubt comes after the claim that it ended, so this claim is older still.
  if (state.status === 'PAUSED' && state.because === 'doubt') return ok([]);
  const confirmed = { type: 'ClaimConfirmed', offerId: offer.offerId, pharmacyId: offer.pharmacyId } as const;
  if (offer.status === 'ACCEPTED') return ok([confirmed]);
  // We had given it up, but the prescription took it after all: its word counts.
  if (offer.reason !== 'claim-unanswered') return ok([]);
  return ok([...withdrawAll(state.search, 'claimed-by-another', 'OPEN', 'ACCEPTED'), confirmed]);
};

/** Others are asked when it was the pharmacy's fault. Else its reason is on its way (cancelled, expired, …), and until then nobody is. */
export const refuseClaim = (state: Routing, command: RefuseClaim): Decision => {
  const holder = holderOf(state);
  if (state.status !== 'ACCEPTED' || holder?.offerId !== command.offerId) return ok([]);
  if (command.reason === 'pharmacy-not-eligible') {
    return ok(followedBy(state, [withdrawn(holder, 'pharmacy-not-eligible')], (search) => [nextRound(search, command)]));
  }
  return ok([withdrawn(holder, 'claim-refused'), { type: 'RoutingPaused', because: 'claim-refused' }]);
};

export const giveUpClaim = (state: Routing, command: GiveUpClaim): Decision => {
  const holder = holderOf(state);
  if (state.status !== 'ACCEPTED' || holder?.offerId !== command.offerId) return ok([]);
  return ok(followedBy(state, [withdrawn(holder, 'claim-unanswered')], (search) => [nextRound(search, command)]));
};

/** The fill is open again (P7): offers go out anew, but not to the pharmacy that gave it back. */
export const releaseClaim = (state: Routing, command: ReleaseClaim): Decision => {
  const offer = offerOf(state, command.offerId);
  if (offer === undefined || state.status === 'CLOSED') return ok([]);
  const released = { type: 'ClaimReleased', offerId: offer.offerId, pharmacyId: offer.pharmacyId, reason: command.reason } as const;
  if (holderOf(state)?.offerId === offer.offerId) return ok(followedBy(state, [released], (search) => [nextRound(search, command)]));
  // We had given it up and asked others already; noted, so that a claim message that comes still later is known to be old.
  return ok(offer.reason === 'claim-unanswered' ? [released] : []);
};

/** A clinical doubt (P9) stops the search for a laxer pharmacy. */
export const suspendClaim = (state: Routing, { pharmacyId }: SuspendClaim): Decision => {
  const holder = holderOf(state);
  if (holder?.pharmacyId !== pharmacyId) return ok([]);
  return ok([
    { type: 'ClaimSuspended', offerId: holder.offerId, pharmacyId: holder.pharmacyId },
    { type: 'RoutingPaused', because: 'doubt' },
  ]);
};
