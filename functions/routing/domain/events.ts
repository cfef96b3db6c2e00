import * as z from 'zod/mini';
import { AgencyId, OfferId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { DrugCode, Fill, InstantText, Quantity } from '../../../events/vocabulary/values.ts';
import { Candidate } from './ranking.ts';
import { Wish } from './wish.ts';

export const DeclineReason = z.enum(['out-of-stock', 'closing', 'no-capacity', 'cannot-serve', 'other']);
export type DeclineReason = z.infer<typeof DeclineReason>;

export const WithdrawalReason = z.enum([
  'accepted-by-another',
  'patient-chose-anew',
  'claimed-by-another',
  'claim-refused',
  'pharmacy-not-eligible',
  'claim-unanswered',
  'prescription-cancelled',
  'prescription-expired',
]);
export type WithdrawalReason = z.infer<typeof WithdrawalReason>;

export const ReasonCount = z.object({ code: z.string(), pharmacies: z.int() });

const offer = { offerId: OfferId, pharmacyId: AgencyId };
const event = <const Name extends string, Shape extends z.core.$ZodLooseShape>(type: Name, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

export const RoutingStarted = event('RoutingStarted', {
  prescriptionId: PrescriptionId,
  fill: Fill,
  hospitalId: AgencyId,
  patientToken: PatientToken,
  validUntil: InstantText,
  lines: z.array(z.object({ drugCode: DrugCode, quantity: Quantity })),
  wish: Wish,
});

/** 一轮派单: whom we asked, and all that explains why these. */
export const OffersMade = event('OffersMade', {
  round: z.int(),
  wave: z.int(),
  at: InstantText,
  policyVersion: z.string(),
  offers: z.array(z.object({ ...offer, expiresAt: InstantText })),
  /** The best of those who could be asked, in their order, with what they were judged by. */
  ranked: z.array(Candidate),
  notEligible: z.array(ReasonCount),
});

export const RoutingEvent = z.discriminatedUnion('type', [
  RoutingStarted,
  /** The prescription ended before we heard that it began. */
  event('RoutingVoided', { because: WithdrawalReason }),
  event('WishChanged', { wish: Wish }),
  OffersMade,
  event('OfferAccepted', { ...offer, leaseEndsAt: InstantText }),
  event('OfferDeclined', { ...offer, reason: DeclineReason }),
  event('OfferLapsed', offer),
  event('OfferWithdrawn', { ...offer, reason: WithdrawalReason }),
  event('ClaimConfirmed', offer),
  /** The pharmacy gave the fill back, or lost it. */
  event('ClaimReleased', { ...offer, reason: z.string() }),
  event('ClaimSuspended', offer),
  event('RoutingPaused', { because: z.enum(['doubt', 'claim-refused']) }),
  event('RoutingExhausted', {
    round: z.int(),
    wave: z.int(),
    policyVersion: z.string(),
    reasons: z.array(ReasonCount),
    /** When the platform looks again by itself; absent when it will not. */
    retryAt: z.optional(InstantText),
  }),
  /** It looked again, and there was still nobody. */
  event('RoutingRetried', { policyVersion: z.string(), reasons: z.array(ReasonCount), retryAt: z.optional(InstantText) }),
  event('RoutingClosed', { because: WithdrawalReason }),
]);
export type RoutingEvent = z.infer<typeof RoutingEvent>;
export type EventOf<Type extends RoutingEvent['type']> = Extract<RoutingEvent, { type: Type }>;
