import type * as z from 'zod/mini';
import type { RoutingReply } from '../contract/replies.ts';
import type { Routed } from '../domain/routing.ts';

/** The search as of this state; offers of earlier rounds are history. */
export const shownRouting = (state: Routed): z.infer<typeof RoutingReply> => {
  const { prescriptionId, fill, wish, round, wave, offers } = state.search;
  return {
    prescriptionId,
    fill,
    status: state.status,
    choice: wish,
    round,
    wave,
    offers: offers
      .filter((offer) => offer.round === round)
      .map(({ pharmacyId, status, expiresAt, totalFen }) => ({ pharmacyId, status, expiresAt, totalFen })),
    reasons: state.status === 'EXHAUSTED' ? [...state.reasons] : [],
  };
};
