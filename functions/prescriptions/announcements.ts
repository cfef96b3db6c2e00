import {
  PrescriptionActivatedV1,
  PrescriptionApprovedV1,
  PrescriptionCancellationRefusedV1,
  PrescriptionCancellationRequestedV1,
  PrescriptionCancelledV1,
  PrescriptionClaimedV1,
  PrescriptionClaimRefusedV1,
  PrescriptionCompletedV1,
  PrescriptionConfirmedV1,
  PrescriptionDispensedV1,
  PrescriptionExpiredV1,
  PrescriptionReleasedV1,
  PrescriptionSaleReversedV1,
  PrescriptionSuspendedV1,
} from '../../events/prescriptions.ts';
import type { PrescriptionId } from '../../events/vocabulary/ids.ts';
import type { Announcement } from '../../shared/kernel/aggregate.ts';
import { unreachable } from '../../shared/kernel/result.ts';
import type { PrescriptionEvent } from './domain/events.ts';
import { type Prescription, type Present, pharmacyOf } from './domain/prescription.ts';
import { totalFenOf } from './domain/sale.ts';

/** What the other contexts hear of an event, in the state that it led to. */
export const announcementsOf = (event: PrescriptionEvent, state: Prescription, prescriptionId: PrescriptionId): readonly Announcement[] => {
  if (state.status === 'ABSENT') return [];
  const { hospitalId, patientToken } = state.content;
  const ofPatient = { prescriptionId, fill: state.fill, hospitalId, patientToken };
  switch (event.type) {
    case 'PrescriptionActivated':
    case 'FillOpened':
      return [PrescriptionActivatedV1.announce({ ...ofPatient, ...openFill(state) })];
    case 'PrescriptionClaimed':
      return [PrescriptionClaimedV1.announce({ ...ofPatient, ...event.claim })];
    case 'ClaimRefused': {
      const { fill, pharmacyId, offerId, reason } = event;
      return [PrescriptionClaimRefusedV1.announce({ ...ofPatient, fill, pharmacyId, offerId, reason })];
    }
    case 'PrescriptionReleased': {
      const { pharmacyId, offerId, reason } = event;
      return [PrescriptionReleasedV1.announce({ ...ofPatient, pharmacyId, offerId, reason })];
    }
    case 'PrescriptionApproved':
      return [PrescriptionApprovedV1.announce({ ...ofPatient, pharmacyId: holderOf(state) })];
    case 'PrescriptionSuspended':
      return [PrescriptionSuspendedV1.announce({ ...ofPatient, pharmacyId: event.pharmacyId, reasonCode: event.reasonCode })];
    case 'PrescriptionConfirmed':
      return [PrescriptionConfirmedV1.announce(ofPatient)];
    case 'PrescriptionDispensed': {
      const totalFen = state.sales.reduce((sum, { lines }) => sum + totalFenOf(lines), 0);
      return [PrescriptionDispensedV1.announce({ ...ofPatient, pharmacyId: holderOf(state), totalFen, isComplete: event.isComplete })];
    }
    case 'PrescriptionCompleted': {
      const { fill, pharmacyId, next } = event;
      return [PrescriptionCompletedV1.announce({ ...ofPatient, fill, pharmacyId, isLastFill: next === undefined })];
    }
    case 'PrescriptionSaleReversed': {
      const { fill, pharmacyId, reason } = event;
      return [PrescriptionSaleReversedV1.announce({ ...ofPatient, fill, pharmacyId, reason })];
    }
    case 'CancellationRequested':
      return [PrescriptionCancellationRequestedV1.announce({ ...ofPatient, pharmacyId: holderOf(state) })];
    case 'CancellationRefused':
      return [PrescriptionCancellationRefusedV1.announce({ ...ofPatient, pharmacyId: event.pharmacyId })];
    case 'PrescriptionCancelled': {
      const { reason, pharmacyId } = event;
      return [PrescriptionCancelledV1.announce({ ...ofPatient, reason, ...(pharmacyId === undefined ? {} : { pharmacyId }) })];
    }
    case 'PrescriptionExpired':
      return [PrescriptionExpiredV1.announce(ofPatient)];
    case 'PrescriptionPreVerified':
    case 'PrescriptionReviewPassed':
    case 'PrescriptionReviewRejected':
    case 'PrescriptionRevised':
    case 'ReviewOverridden':
    case 'PrescriptionSigned':
    case 'SaleRecorded':
      return [];
    default:
      return unreachable(event);
  }
};

const openFill = ({ content: { validUntil, lines, choice } }: Present) => ({
  validUntil,
  lines: lines.map(({ drugCode, quantity }) => ({ drugCode, quantity })),
  ...(choice === undefined ? {} : { choice }),
});

const holderOf = (state: Present) => {
  const pharmacyId = pharmacyOf(state);
  if (pharmacyId === undefined) throw new Error(`nobody holds a prescription that is ${state.status}`);
  return pharmacyId;
};
