import * as z from 'zod/mini';
import { AgencyId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { DrugCode, InstantText } from '../../../events/vocabulary/values.ts';
import type { Prescription, Present } from '../domain/prescription.ts';
import { dispensedOf } from '../domain/sale.ts';
import { PrescriptionRow } from '../views.ts';
import { Status } from './status.ts';

const LineReply = z.object({ line: z.int(), drugCode: DrugCode, prescribedQuantity: z.int(), dispensedQuantity: z.int() });

/** A prescription without what the vault holds; the quantities are those of the current fill. */
export const PrescriptionReply = z.object({
  prescriptionId: PrescriptionId,
  status: Status,
  /** Also the ETag. */
  version: z.int(),
  revision: z.int(),
  fill: z.int(),
  fillsMax: z.int(),
  hospitalId: AgencyId,
  channel: z.enum(['in-person', 'online']),
  createdAt: InstantText,
  validUntil: InstantText,
  documentHash: z.string(),
  policyVersion: z.string(),
  lines: z.array(LineReply),
  /** 取药次 that are over. */
  pastFills: z.array(
    z.object({ fill: z.int(), status: z.enum(['COMPLETED', 'RETURNED']), pharmacyId: AgencyId, dispensed: z.array(z.int()) }),
  ),
  /** A repeat prescription waits until then. */
  nextFillOpensAt: z.optional(InstantText),
  claim: z.optional(z.object({ pharmacyId: AgencyId, leaseEndsAt: InstantText })),
  isCancellationPending: z.boolean(),
  rejection: z.optional(z.object({ reasonCode: z.string(), severity: z.enum(['warning', 'blocking']) })),
  doubt: z.optional(z.object({ pharmacyId: AgencyId, reasonCode: z.string() })),
  /** For the hospital that filed it and for patient apps. */
  patientToken: z.optional(PatientToken),
  links: z.object({ self: z.string(), timeline: z.string(), document: z.string() }),
});
export type PrescriptionReply = z.infer<typeof PrescriptionReply>;

/** What one reader sees of a state. */
export const replyOf = (
  state: Present,
  version: number,
  reader: { readonly id: string; readonly seesPatient: boolean },
): PrescriptionReply => {
  const { content, fill, pastFills, createdAt } = state;
  const { hospitalId, channel, validUntil, documentHash, policyVersion, revision } = content;
  const dispensed = dispensedOf(content.lines, state.sales);
  const self = `/v1/prescriptions/${reader.id}`;
  return {
    prescriptionId: PrescriptionId.parse(reader.id),
    status: state.status,
    version,
    revision,
    fill,
    fillsMax: content.repeat?.fillsMax ?? 1,
    hospitalId,
    channel,
    createdAt,
    validUntil,
    documentHash,
    policyVersion,
    lines: content.lines.map(({ drugCode, quantity }, index) => ({
      line: index + 1,
      drugCode,
      prescribedQuantity: quantity,
      dispensedQuantity: dispensed[index] ?? 0,
    })),
    pastFills: pastFills.map((past) => ({ ...past, dispensed: [...past.dispensed] })),
    ...onlyNow(state),
    ...(reader.seesPatient ? { patientToken: content.patientToken } : {}),
    links: { self, timeline: `${self}/timeline`, document: `${self}/document` },
  };
};

/** What only some states have. */
const onlyNow = (
  state: Prescription,
): Pick<PrescriptionReply, 'claim' | 'isCancellationPending' | 'nextFillOpensAt' | 'rejection' | 'doubt'> => {
  switch (state.status) {
    case 'REVIEW_REJECTED':
      return { isCancellationPending: false, rejection: { reasonCode: state.reasonCode, severity: state.severity } };
    case 'ACTIVE':
      return { isCancellationPending: false, ...(state.opensAt === undefined ? {} : { nextFillOpensAt: state.opensAt }) };
    case 'CLAIMED':
    case 'APPROVED': {
      const { pharmacyId, leaseEndsAt } = state.claim;
      return { isCancellationPending: state.pendingCancellation !== undefined, claim: { pharmacyId, leaseEndsAt } };
    }
    case 'SUSPENDED':
      return { isCancellationPending: false, doubt: { pharmacyId: state.doubt.pharmacyId, reasonCode: state.doubt.reasonCode } };
    case 'DISPENSED': {
      const { pharmacyId, leaseEndsAt } = state.claim;
      return { isCancellationPending: false, claim: { pharmacyId, leaseEndsAt } };
    }
    default:
      return { isCancellationPending: false };
  }
};

/** A page of a list; it lags behind the prescriptions themselves. */
export const ListReply = z.object({ items: z.array(PrescriptionRow), nextCursor: z.optional(z.string()), asOf: InstantText });

const HopReply = z.object({
  at: InstantText,
  msSincePrevious: z.int(),
  context: z.string(),
  events: z.array(z.string()),
  actor: z.object({ agencyId: z.optional(z.string()), role: z.string() }),
});
export type HopReply = z.infer<typeof HopReply>;
export const TimelineReply = z.object({
  prescriptionId: PrescriptionId,
  hops: z.array(HopReply),
  nextCursor: z.optional(z.string()),
  asOf: InstantText,
});
export type TimelineReply = z.infer<typeof TimelineReply>;
