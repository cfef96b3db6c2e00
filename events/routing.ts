import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { AgencyId, OfferId, PatientToken, PrescriptionId } from './vocabulary/ids.ts';
import { Fill, InstantText } from './vocabulary/values.ts';

const context = 'routing';

const offer = { offerId: OfferId, prescriptionId: PrescriptionId, fill: Fill, pharmacyId: AgencyId };
const exampleOffer = {
  offerId: 'ofr_7tRw2kPzQm9sVb4nXc1eLdYh',
  prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz',
  fill: 1,
  pharmacyId: 'ag_pharmacy0000000000000001',
};
const toPharmacy = { agencies: ['pharmacyId'], fields: ['offerId', 'prescriptionId', 'fill'] } as const;

export const OfferMadeV1 = defineEvent({
  context,
  name: 'offer.made',
  version: 1,
  summary: 'A pharmacy may claim the fill until expiresAt; of all that were asked, the first to accept gets it.',
  data: z.object({ ...offer, wave: z.int(), expiresAt: InstantText }),
  webhook: { agencies: ['pharmacyId'], fields: ['offerId', 'prescriptionId', 'fill', 'expiresAt'] },
  example: { ...exampleOffer, wave: 1, expiresAt: '2026-03-01T08:10:00.000Z' },
});

export const OfferAcceptedV1 = defineEvent({
  context,
  name: 'offer.accepted',
  version: 1,
  summary: 'This pharmacy was the first to accept; its claim follows.',
  data: z.object({ ...offer, leaseEndsAt: InstantText }),
  webhook: { agencies: ['pharmacyId'], fields: ['offerId', 'prescriptionId', 'fill', 'leaseEndsAt'] },
  example: { ...exampleOffer, leaseEndsAt: '2026-03-01T10:00:00.000Z' },
});

export const OfferDeclinedV1 = defineEvent({
  context,
  name: 'offer.declined',
  version: 1,
  summary: 'The pharmacy does not want the fill.',
  data: z.object({ ...offer, reason: z.string() }),
  example: { ...exampleOffer, reason: 'out-of-stock' },
});

export const OfferLapsedV1 = defineEvent({
  context,
  name: 'offer.lapsed',
  version: 1,
  summary: 'The pharmacy did not answer in time.',
  data: z.object(offer),
  webhook: toPharmacy,
  example: exampleOffer,
});

export const OfferWithdrawnV1 = defineEvent({
  context,
  name: 'offer.withdrawn',
  version: 1,
  summary: 'The offer no longer stands: another pharmacy was first, the patient chose anew, or the prescription ended.',
  data: z.object({ ...offer, reason: z.string() }),
  webhook: { agencies: ['pharmacyId'], fields: ['offerId', 'prescriptionId', 'fill', 'reason'] },
  example: { ...exampleOffer, reason: 'accepted-by-another' },
});

export const RoutingExhaustedV1 = defineEvent({
  context,
  name: 'routing.exhausted',
  version: 1,
  summary: 'No pharmacy is left to ask; the patient is told why and may widen the choice.',
  data: z.object({
    prescriptionId: PrescriptionId,
    fill: Fill,
    hospitalId: AgencyId,
    patientToken: PatientToken,
    /** Why pharmacies dropped out: how many for each reason. */
    reasons: z.array(z.object({ code: z.string(), pharmacies: z.int() })),
  }),
  webhook: {
    agencies: ['hospitalId'],
    roles: ['patient-app'],
    fields: ['prescriptionId', 'fill', 'reasons'],
    roleFields: ['patientToken'],
  },
  example: {
    prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz',
    fill: 1,
    hospitalId: 'ag_hospital0000000000000001',
    patientToken: 'pt_8fN3kQw2ZrT6yUb1XcVm5LhJ',
    reasons: [{ code: 'stock-short', pharmacies: 3 }],
  },
});
