import * as z from 'zod/mini';
import { ReleaseReason } from '../../../events/prescriptions.ts';
import { AgencyId, OfferId } from '../../../events/vocabulary/ids.ts';
import { Fill, InstantText } from '../../../events/vocabulary/values.ts';
import { Content } from './content.ts';
import { Sale } from './sale.ts';

const at = InstantText;
const person = z.string();

/** What rules or a model noticed (智能审方). It is attached to a human's decision and never decides. */
export const Finding = z.object({ source: z.enum(['rules', 'ai']), code: z.string(), severity: z.enum(['info', 'warning', 'blocking']) });
export type Finding = z.infer<typeof Finding>;

/** A signature kept as evidence. */
export const Signed = z.object({ practitionerId: person, signedAt: z.string(), signature: z.string() });
export type Signed = z.infer<typeof Signed>;

/** A claim: whose, under which fencing token, how long. */
export const Claim = z.object({ offerId: OfferId, pharmacyId: AgencyId, leaseEndsAt: InstantText });
export type Claim = z.infer<typeof Claim>;

/** The fill after this one, and when it opens. */
const NextFill = z.object({ fill: Fill, opensAt: InstantText });

/** Every fact of a prescription's life; the transition table's numbers stand beside them. */
export const PrescriptionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PrescriptionPreVerified'), content: Content, at }), // P1
  z.object({ type: z.literal('PrescriptionReviewPassed'), pharmacistId: person, findings: z.array(Finding), at }),
  z.object({
    type: z.literal('PrescriptionReviewRejected'), // P2
    pharmacistId: person,
    reasonCode: z.string(),
    severity: z.enum(['warning', 'blocking']),
    findings: z.array(Finding),
    at,
  }),
  z.object({ type: z.literal('PrescriptionRevised'), content: Content, at }), // P3
  z.object({ type: z.literal('ReviewOverridden'), reasonCode: z.string(), at }), // P3
  z.object({ type: z.literal('PrescriptionSigned'), documentHash: z.string(), prescriber: Signed, pharmacist: z.optional(Signed), at }), // P4
  z.object({ type: z.literal('PrescriptionActivated'), at }), // P5
  z.object({ type: z.literal('PrescriptionClaimed'), fill: Fill, claim: Claim, at }), // P6
  z.object({ type: z.literal('ClaimRefused'), fill: Fill, offerId: OfferId, pharmacyId: AgencyId, reason: z.string() }),
  z.object({ type: z.literal('PrescriptionReleased'), offerId: OfferId, pharmacyId: AgencyId, reason: ReleaseReason }), // P7
  z.object({ type: z.literal('PrescriptionApproved'), pharmacistId: person, opinionCode: z.string(), findings: z.array(Finding), at }), // P8
  z.object({
    type: z.literal('PrescriptionSuspended'), // P9
    offerId: OfferId,
    pharmacyId: AgencyId,
    pharmacistId: person,
    reasonCode: z.string(),
    findings: z.array(Finding),
    at,
  }),
  z.object({ type: z.literal('PrescriptionConfirmed'), confirmation: Signed, at }), // P9b
  z.object({ type: z.literal('SaleRecorded'), sale: Sale, at }), // P10, all or a part of what the fill has
  z.object({ type: z.literal('PrescriptionDispensed'), isComplete: z.boolean(), at }), // P10, nothing more follows
  z.object({ type: z.literal('PrescriptionCompleted'), fill: Fill, pharmacyId: AgencyId, next: z.optional(NextFill), at }), // P11, P12
  z.object({ type: z.literal('FillOpened'), at }), // P12
  z.object({ type: z.literal('PrescriptionCancelled'), by: z.optional(person), reason: z.string(), pharmacyId: z.optional(AgencyId), at }), // P13
  z.object({ type: z.literal('CancellationRequested'), by: person, reason: z.string(), at }), // P14
  z.object({ type: z.literal('CancellationRefused'), by: person, pharmacyId: AgencyId, at }), // P14
  z.object({ type: z.literal('PrescriptionExpired'), at }), // P15
  z.object({
    type: z.literal('PrescriptionSaleReversed'), // P16
    fill: Fill,
    pharmacyId: AgencyId,
    reason: z.string(),
    sales: z.array(Sale),
    next: z.optional(NextFill),
    at,
  }),
]);
export type PrescriptionEvent = z.infer<typeof PrescriptionEvent>;
