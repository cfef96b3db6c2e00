import * as z from 'zod/mini';
import { AgencyId, OfferId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { DrugCode, Fen, Fill, InstantText, Quantity } from '../../../events/vocabulary/values.ts';
import type { Occurrence } from '../../../shared/kernel/aggregate.ts';
import type { ViewRecord } from '../../../shared/kernel/views.ts';
import { defineView } from '../../../shared/kernel/views.ts';
import { isRouted, OFFER_STATUSES, type Offer, type OfferStatus, type Routing, type Search } from '../domain/routing.ts';

/** An offer as its pharmacy sees it: what is needed to say yes or no, and nothing of the patient. */
export const OfferRow = z.object({
  offerId: OfferId,
  prescriptionId: PrescriptionId,
  fill: Fill,
  pharmacyId: AgencyId,
  status: z.enum(OFFER_STATUSES),
  wave: z.int(),
  madeAt: InstantText,
  expiresAt: InstantText,
  /** Of the prescription. */
  validUntil: InstantText,
  lines: z.array(z.object({ drugCode: DrugCode, quantity: Quantity })),
  /** By the pharmacy's own published prices, when it was asked. */
  totalFen: Fen,
  leaseEndsAt: z.optional(InstantText),
  reason: z.optional(z.string()),
});
export type OfferRow = z.infer<typeof OfferRow>;

/** Partition: pharmacy id. Sorted by status, then time, so that the few open offers are found among years of old ones. */
export const OffersOfPharmacy = defineView('routing.offers', OfferRow);

export const statusPrefix = (status: OfferStatus): string => `${status}/`;
const keyOf = ({ pharmacyId, madeAt, offerId }: Offer, status: OfferStatus) => ({
  partition: pharmacyId,
  sort: `${statusPrefix(status)}${madeAt}/${offerId}`,
});

export const offerRows = (state: Routing, { commit }: Occurrence): readonly ViewRecord[] =>
  isRouted(state) ? state.search.offers.flatMap((offer) => rowsOf(state.search, offer, commit.version)) : [];

const rowsOf = (search: Search, offer: Offer, version: number): readonly ViewRecord[] => {
  const { was, round: _round, ...shown } = offer;
  const { prescriptionId, fill, validUntil, lines } = search;
  const row: OfferRow = { ...shown, prescriptionId, fill, validUntil, lines };
  // An open offer leaves the list in the moment it can no longer be accepted, even when its timer is late.
  const expiresAt = offer.status === 'OPEN' ? offer.expiresAt : undefined;
  return [
    ...[...new Set(was)].filter((status) => status !== offer.status).map((status) => OffersOfPharmacy.gone(keyOf(offer, status), version)),
    OffersOfPharmacy.record(keyOf(offer, offer.status), version, row, expiresAt),
  ];
};
