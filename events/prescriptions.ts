// biome-ignore-all lint/style/noExcessiveLinesPerFile: a list of definitions, read by name; the language of one context stays in one file.
import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { AgencyId, OfferId, PatientToken, PrescriptionId } from './vocabulary/ids.ts';
import { Choice, DrugCode, Fen, Fill, InstantText, Place, Quantity } from './vocabulary/values.ts';

const context = 'prescriptions';

/** One fill of one prescription, and the hospital and person that it concerns. */
const fillOfPatient = { prescriptionId: PrescriptionId, fill: Fill, hospitalId: AgencyId, patientToken: PatientToken };
/** The same in a pharmacy's hands. */
const fillAtPharmacy = { ...fillOfPatient, pharmacyId: AgencyId };

const exampleOfPatient = {
  prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz',
  fill: 1,
  hospitalId: 'ag_hospital0000000000000001',
  patientToken: 'pt_8fN3kQw2ZrT6yUb1XcVm5LhJ',
};
const exampleAtPharmacy = { ...exampleOfPatient, pharmacyId: 'ag_pharmacy0000000000000001' };

const toHospitalAndPatient = {
  agencies: ['hospitalId'],
  roles: ['patient-app'],
  fields: ['prescriptionId', 'fill'],
  roleFields: ['patientToken'],
} as const;
const toAllAtPharmacy = {
  agencies: ['hospitalId', 'pharmacyId'],
  roles: ['patient-app'],
  fields: ['prescriptionId', 'fill', 'pharmacyId'],
  roleFields: ['patientToken'],
} as const;

/** 有效待流转: a fill may be offered to pharmacies. */
export const PrescriptionActivatedV1 = defineEvent({
  context,
  name: 'prescription.activated',
  version: 1,
  summary: 'A fill of a signed prescription is open: one pharmacy may claim it until validUntil.',
  data: z.object({
    ...fillOfPatient,
    validUntil: InstantText,
    lines: z.array(z.object({ drugCode: DrugCode, quantity: Quantity })),
    /** How the patient wants the pharmacy chosen; `near` is rounded to 0.01°, about a kilometre. */
    choice: z.optional(z.object({ by: Choice, pharmacyId: z.optional(AgencyId), near: z.optional(Place) })),
  }),
  webhook: toHospitalAndPatient,
  example: {
    ...exampleOfPatient,
    validUntil: '2026-03-04T08:00:00.000Z',
    lines: [{ drugCode: 'XA10BAD046A001010100483', quantity: 2 }],
    choice: { by: 'nearest', near: { latitude: 36.67, longitude: 117.02 } },
  },
});

/** 药店已接方: exactly one pharmacy holds it, for the length of a lease. */
export const PrescriptionClaimedV1 = defineEvent({
  context,
  name: 'prescription.claimed',
  version: 1,
  summary: 'A pharmacy holds the fill; nobody else may until its lease ends.',
  data: z.object({ ...fillAtPharmacy, offerId: OfferId, leaseEndsAt: InstantText }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'pharmacyId', 'leaseEndsAt'] },
  example: { ...exampleAtPharmacy, offerId: 'ofr_7tRw2kPzQm9sVb4nXc1eLdYh', leaseEndsAt: '2026-03-01T10:00:00.000Z' },
});

/** The pharmacy won the offer, but the prescription had moved on meanwhile. */
export const PrescriptionClaimRefusedV1 = defineEvent({
  context,
  name: 'prescription.claim-refused',
  version: 1,
  summary: 'An accepted offer could not become a claim: the prescription was cancelled, expired or held by another meanwhile.',
  data: z.object({ ...fillAtPharmacy, offerId: OfferId, reason: z.string() }),
  webhook: { agencies: ['pharmacyId'], fields: ['prescriptionId', 'fill', 'offerId', 'reason'] },
  example: { ...exampleAtPharmacy, offerId: 'ofr_7tRw2kPzQm9sVb4nXc1eLdYh', reason: 'prescription-cancelled' },
});

export const ReleaseReason = z.enum(['out-of-stock', 'closed', 'patient-changed', 'unpaid', 'lease-lapsed', 'other']);
export type ReleaseReason = z.infer<typeof ReleaseReason>;

export const PrescriptionReleasedV1 = defineEvent({
  context,
  name: 'prescription.released',
  version: 1,
  summary: 'The pharmacy no longer holds the fill; its claim secret is dead and the fill is open again.',
  data: z.object({ ...fillAtPharmacy, offerId: OfferId, reason: ReleaseReason }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'pharmacyId', 'reason'] },
  example: { ...exampleAtPharmacy, offerId: 'ofr_7tRw2kPzQm9sVb4nXc1eLdYh', reason: 'out-of-stock' },
});

/** 药店审方通过 */
export const PrescriptionApprovedV1 = defineEvent({
  context,
  name: 'prescription.approved',
  version: 1,
  summary: 'A licensed pharmacist of the pharmacy approved the fill for dispensing.',
  data: z.object(fillAtPharmacy),
  webhook: toAllAtPharmacy,
  example: exampleAtPharmacy,
});

/** 药师疑问, 待医师确认 */
export const PrescriptionSuspendedV1 = defineEvent({
  context,
  name: 'prescription.suspended',
  version: 1,
  summary: 'The pharmacist has a clinical doubt; nobody may dispense until the prescriber confirms or cancels.',
  data: z.object({ ...fillAtPharmacy, reasonCode: z.string() }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'pharmacyId', 'reasonCode'] },
  example: { ...exampleAtPharmacy, reasonCode: 'dose-too-high' },
});

export const PrescriptionConfirmedV1 = defineEvent({
  context,
  name: 'prescription.confirmed',
  version: 1,
  summary: 'The prescriber confirmed a doubted prescription in writing; the fill is open again.',
  data: z.object(fillOfPatient),
  webhook: toHospitalAndPatient,
  example: exampleOfPatient,
});

/** 已核销: the sale is recorded and the medicine waits for its hand-over. */
export const PrescriptionDispensedV1 = defineEvent({
  context,
  name: 'prescription.dispensed',
  version: 1,
  summary: 'The pharmacy recorded the sale of the fill; isComplete is false when it supplies less than prescribed.',
  data: z.object({ ...fillAtPharmacy, totalFen: Fen, isComplete: z.boolean() }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'pharmacyId', 'totalFen', 'isComplete'] },
  example: { ...exampleAtPharmacy, totalFen: 4_680, isComplete: true },
});

/** 已取药 */
export const PrescriptionCompletedV1 = defineEvent({
  context,
  name: 'prescription.completed',
  version: 1,
  summary: 'The medicine of the fill is in the patient’s hands. isLastFill is false when a repeat prescription has fills left.',
  data: z.object({ ...fillAtPharmacy, isLastFill: z.boolean() }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'pharmacyId', 'isLastFill'] },
  example: { ...exampleAtPharmacy, isLastFill: true },
});

/** A hospital wants it back while a pharmacy holds it: the pharmacy must stop. */
export const PrescriptionCancellationRequestedV1 = defineEvent({
  context,
  name: 'prescription.cancellation-requested',
  version: 1,
  summary: 'The prescriber wants to cancel; the pharmacy must stop and release, or the cancellation takes effect with the lease.',
  data: z.object(fillAtPharmacy),
  webhook: toAllAtPharmacy,
  example: exampleAtPharmacy,
});

/** 已撤销 */
export const PrescriptionCancelledV1 = defineEvent({
  context,
  name: 'prescription.cancelled',
  version: 1,
  summary: 'The prescription is void. pharmacyId is there when a pharmacy held it.',
  data: z.object({ ...fillOfPatient, pharmacyId: z.optional(AgencyId), reason: z.string() }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'reason'] },
  example: { ...exampleOfPatient, reason: 'prescribing-error' },
});

/** 处方已使用: dispensing won the race. */
export const PrescriptionCancellationRefusedV1 = defineEvent({
  context,
  name: 'prescription.cancellation-refused',
  version: 1,
  summary: 'The prescription was already used, so it cannot be cancelled.',
  data: z.object(fillAtPharmacy),
  webhook: toAllAtPharmacy,
  example: exampleAtPharmacy,
});

/** 已失效 */
export const PrescriptionExpiredV1 = defineEvent({
  context,
  name: 'prescription.expired',
  version: 1,
  summary: 'Its validity ended before a pharmacy claimed it.',
  data: z.object(fillOfPatient),
  webhook: toHospitalAndPatient,
  example: exampleOfPatient,
});

/** 已退药冲销 */
export const PrescriptionSaleReversedV1 = defineEvent({
  context,
  name: 'prescription.sale-reversed',
  version: 1,
  summary: 'The pharmacy took the sale back: the goods never left, or came back.',
  data: z.object({ ...fillAtPharmacy, reason: z.string() }),
  webhook: { ...toAllAtPharmacy, fields: ['prescriptionId', 'fill', 'pharmacyId', 'reason'] },
  example: { ...exampleAtPharmacy, reason: 'uncollected' },
});

/** The key to a person’s data was destroyed at the person’s or the law’s demand. */
export const PatientErasedV1 = defineEvent({
  context,
  name: 'patient.erased',
  version: 1,
  summary: 'The personal data behind this token can no longer be read by anyone.',
  data: z.object({ patientToken: PatientToken }),
  example: { patientToken: 'pt_8fN3kQw2ZrT6yUb1XcVm5LhJ' },
});
