import type { OfferId } from '../../../events/vocabulary/ids.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import { addMs, earlierOf, type Instant } from '../../../shared/kernel/time.ts';
import type { ApprovePrescription, ClaimPrescription, DoubtPrescription, Person, ReleasePrescription } from './commands.ts';
import { type Decision, type HoldingRefusal, invalidState, type PrescriptionRefusal } from './decision.ts';
import type { PrescriptionEvent } from './events.ts';
import { refusalOfPractitioner } from './practitioner.ts';
import { type Prescription, type Present, TERMINAL } from './prescription.ts';

export type Live = Extract<Prescription, { status: 'CLAIMED' | 'APPROVED' }>;
export type Claimed = Extract<Prescription, { status: 'CLAIMED' | 'APPROVED' | 'DISPENSED' }>;

/** The state when this offer's claim is the one that it names; lease and status are not looked at. */
export const claimOf = (state: Present, offerId: OfferId): Result<Claimed, HoldingRefusal> => {
  if ('claim' in state && state.claim.offerId === offerId) return ok(state);
  if (TERMINAL.includes(state.status)) return refuse(invalidState(state));
  const isDead = state.deadOffers.includes(offerId);
  // Accepted, but the claim is still on its way from the routing.
  if (!isDead && state.status === 'ACTIVE' && state.opensAt === undefined) return refuse({ code: 'claim-pending' });
  return refuse({ code: 'not-claim-holder' });
};

/** The state when this offer's claim is alive: the fence of every pharmacy command. */
const liveClaimOf = (state: Present, offerId: OfferId, at: Instant): Result<Live, HoldingRefusal> => {
  const held = claimOf(state, offerId);
  if (!held.ok) return held;
  if (held.value.status === 'DISPENSED') return refuse(invalidState(held.value));
  return at >= held.value.claim.leaseEndsAt ? refuse({ code: 'lease-expired' }) : ok(held.value);
};

/** The same when nobody asked the pharmacy to stop (P14). */
export const usableClaimOf = (
  state: Present,
  offerId: OfferId,
  at: Instant,
): Result<Live, HoldingRefusal | { readonly code: 'cancellation-pending' }> => {
  const held = liveClaimOf(state, offerId, at);
  return held.ok && held.value.pendingCancellation !== undefined ? refuse({ code: 'cancellation-pending' }) : held;
};

/** P6. A claim that came too late is a fact too: its pharmacy and the routing must hear of it. */
export const claim = (state: Present, command: ClaimPrescription): Decision => {
  const { offerId, pharmacyId, fill, leaseEndsAt, leaseMaxMs, at } = command;
  const isKnown = state.deadOffers.includes(offerId) || ('claim' in state && state.claim.offerId === offerId);
  if (isKnown) return ok([]);
  const reason = reasonAgainstClaim(state, command);
  if (reason !== undefined) return ok([{ type: 'ClaimRefused', fill, offerId, pharmacyId, reason }]);
  const lease = earlierOf(leaseEndsAt, addMs(at, leaseMaxMs));
  return ok([{ type: 'PrescriptionClaimed', fill, claim: { offerId, pharmacyId, leaseEndsAt: lease }, at }]);
};

const reasonAgainstClaim = (state: Present, { fill, isEligible, at }: ClaimPrescription): string | undefined => {
  switch (state.status) {
    case 'ACTIVE':
      if (at >= state.content.validUntil) return 'prescription-expired';
      if (state.opensAt !== undefined || state.fill !== fill) return 'fill-not-open';
      return isEligible ? undefined : 'pharmacy-not-eligible';
    case 'CLAIMED':
    case 'APPROVED':
      return 'already-claimed';
    case 'SUSPENDED':
      return 'prescription-suspended';
    case 'CANCELLED':
      return 'prescription-cancelled';
    case 'EXPIRED':
      return 'prescription-expired';
    case 'DISPENSED':
    case 'COMPLETED':
    case 'RETURNED':
      return 'prescription-used';
    default:
      return 'prescription-not-active';
  }
};

/** A licensed human pharmacist, who did not prescribe it (I4). */
const refusalOfReviewer = (state: Live, { practitionerId, practitioner }: Person, at: Instant): PrescriptionRefusal | undefined =>
  practitionerId === state.content.prescriberId
    ? { code: 'pharmacist-is-prescriber' }
    : refusalOfPractitioner(practitioner, 'pharmacist', at);

/** P8 */
export const approve = (state: Present, { offerId, pharmacist, opinionCode, findings, at }: ApprovePrescription): Decision => {
  const held = usableClaimOf(state, offerId, at);
  if (!held.ok) return held;
  if (held.value.status !== 'CLAIMED') return refuse(invalidState(state));
  const refusal = refusalOfReviewer(held.value, pharmacist, at);
  if (refusal !== undefined) return refuse(refusal);
  return ok([{ type: 'PrescriptionApproved', pharmacistId: pharmacist.practitionerId, opinionCode, findings: [...findings], at }]);
};

/** P9: a clinical doubt stops everyone, so that nobody shops for a laxer pharmacy. */
export const doubt = (state: Present, { offerId, pharmacist, reasonCode, findings, at }: DoubtPrescription): Decision => {
  const held = liveClaimOf(state, offerId, at);
  if (!held.ok) return held;
  if (held.value.status !== 'CLAIMED') return refuse(invalidState(state));
  const refusal = refusalOfReviewer(held.value, pharmacist, at);
  if (refusal !== undefined) return refuse(refusal);
  const cancelled = cancelledByStop(held.value, at);
  if (cancelled !== undefined) return ok([cancelled]);
  const { pharmacyId } = held.value.claim;
  const pharmacistId = pharmacist.practitionerId;
  return ok([{ type: 'PrescriptionSuspended', offerId, pharmacyId, pharmacistId, reasonCode, findings: [...findings], at }]);
};

/** P7, for an operational reason. What was partly supplied cannot go to another pharmacy. */
export const release = (state: Present, { offerId, reason, at }: ReleasePrescription): Decision => {
  const held = liveClaimOf(state, offerId, at);
  if (!held.ok) return held;
  return held.value.sales.length > 0 ? refuse({ code: 'partly-dispensed' }) : ok(endOfClaim(held.value, reason, at));
};

/** What the end of an unused claim leads to: cancelled if that was asked for (P14), else free again, else expired (P15). */
export const endOfClaim = (
  state: Live,
  reason: Extract<PrescriptionEvent, { type: 'PrescriptionReleased' }>['reason'],
  at: Instant,
): readonly PrescriptionEvent[] => {
  const cancelled = cancelledByStop(state, at);
  if (cancelled !== undefined) return [cancelled];
  const { offerId, pharmacyId } = state.claim;
  const released = { type: 'PrescriptionReleased', offerId, pharmacyId, reason } as const;
  return at >= state.content.validUntil ? [released, { type: 'PrescriptionExpired', at }] : [released];
};

const cancelledByStop = ({ pendingCancellation, claim: { pharmacyId } }: Live, at: Instant): PrescriptionEvent | undefined =>
  pendingCancellation === undefined ? undefined : { type: 'PrescriptionCancelled', ...pendingCancellation, pharmacyId, at };
