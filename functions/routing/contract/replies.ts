import * as z from 'zod/mini';
import { AgencyId, OfferId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill, InstantText, Place } from '../../../events/vocabulary/values.ts';
import { ReasonCount } from '../domain/events.ts';
import { Terms } from '../domain/ranking.ts';
import { OFFER_STATUSES } from '../domain/routing.ts';
import { Wish } from '../domain/wish.ts';
import { OfferRow } from '../views/offers.ts';

const RoutingStatus = z.enum(['OFFERING', 'ACCEPTED', 'CONFIRMED', 'PAUSED', 'EXHAUSTED', 'CLOSED']);
const fill = { prescriptionId: PrescriptionId, fill: Fill };

const Option = z.object({
  pharmacyId: AgencyId,
  name: z.string(),
  address: z.string(),
  place: Place,
  rank: z.int(),
  /** The term that put it behind the one before it; absent for the first. */
  behindBy: z.optional(z.enum(['distanceMetres', 'totalFen', 'minutesUntilReady', 'lot'])),
  terms: Terms,
});

export const OptionsReply = z.object({
  ...fill,
  status: RoutingStatus,
  choice: Wish,
  policyVersion: z.string(),
  options: z.array(Option),
  /** At most 200; `reasons` counts all. */
  notEligible: z.array(z.object({ pharmacyId: AgencyId, name: z.string(), code: z.string() })),
  reasons: z.array(ReasonCount),
});

/** The search as the patient sees it: who is asked, until when, and why nobody is left. */
export const RoutingReply = z.object({
  ...fill,
  status: RoutingStatus,
  choice: Wish,
  round: z.int(),
  wave: z.int(),
  offers: z.array(z.object({ pharmacyId: AgencyId, status: z.enum(OFFER_STATUSES), expiresAt: InstantText, totalFen: z.int() })),
  reasons: z.array(ReasonCount),
});

export const OffersReply = z.object({ items: z.array(z.omit(OfferRow, { pharmacyId: true })), nextCursor: z.optional(z.string()) });

export const AcceptedReply = z.object({ offerId: OfferId, ...fill, claimSecret: z.string(), leaseEndsAt: InstantText });
export const DeclinedReply = z.object({ offerId: OfferId, ...fill, status: z.enum(OFFER_STATUSES) });
