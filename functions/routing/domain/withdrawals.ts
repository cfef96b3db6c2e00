import type { Result } from '../../../shared/kernel/result.ts';
import type { RoutingRefusal } from './commands.ts';
import type { RoutingEvent, WithdrawalReason } from './events.ts';
import { evolve } from './evolve.ts';
import { isRouted, type Offer, type OfferStatus, offersWith, type Routing, type Search } from './routing.ts';

export type Decision = Result<readonly RoutingEvent[], RoutingRefusal>;

export const withdrawn = ({ offerId, pharmacyId }: Offer, reason: WithdrawalReason): RoutingEvent => ({
  type: 'OfferWithdrawn',
  offerId,
  pharmacyId,
  reason,
});

/** Takes back all offers of these statuses. */
export const withdrawAll = (search: Search, reason: WithdrawalReason, ...statuses: readonly OfferStatus[]): readonly RoutingEvent[] =>
  offersWith(search, ...statuses).map((offer) => withdrawn(offer, reason));

/** The events so far, and what follows from the state that they lead to. */
export const followedBy = (
  state: Routing,
  events: readonly RoutingEvent[],
  next: (search: Search) => readonly RoutingEvent[],
): RoutingEvent[] => {
  const after = events.reduce(evolve, state);
  // Stryker disable next-line ConditionalExpression,ArrayDeclaration: whoever asks has a search or begins one; only the compiler doubts it
  return isRouted(after) ? [...events, ...next(after.search)] : [...events];
};
