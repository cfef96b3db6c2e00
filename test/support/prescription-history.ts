import type { AgencyId, OfferId } from '../../events/vocabulary/ids.ts';
import type { PrescriptionDocument } from '../../functions/prescriptions/domain/document.ts';
import type { PrescriptionEvent } from '../../functions/prescriptions/domain/events.ts';
import type { Sale } from '../../functions/prescriptions/domain/sale.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { content, HASH, LEASE_ENDS, OFFER, PHARMACY, sale } from './prescription-facts.ts';
import { MONDAY } from './virtual-clock.ts';

/** One event of each kind, as the ordinary journey has it. */
export const happened = {
  preVerified: (over: Partial<PrescriptionDocument> = {}): PrescriptionEvent => ({
    type: 'PrescriptionPreVerified',
    content: content(over),
    at: MONDAY,
  }),
  passed: { type: 'PrescriptionReviewPassed', pharmacistId: 'pharmacist-1', findings: [], at: MONDAY },
  rejected: (severity: 'warning' | 'blocking'): PrescriptionEvent => ({
    type: 'PrescriptionReviewRejected',
    pharmacistId: 'pharmacist-1',
    reasonCode: 'dose-too-high',
    severity,
    findings: [],
    at: MONDAY,
  }),
  signed: {
    type: 'PrescriptionSigned',
    documentHash: HASH,
    prescriber: { practitionerId: 'doctor-1', signedAt: MONDAY, signature: 'sig' },
    pharmacist: { practitionerId: 'pharmacist-1', signedAt: MONDAY, signature: 'sig' },
    at: MONDAY,
  },
  activated: { type: 'PrescriptionActivated', at: MONDAY },
  claimed: (over: Partial<{ offerId: OfferId; pharmacyId: AgencyId; fill: number; leaseEndsAt: Instant }> = {}): PrescriptionEvent => {
    const { fill = 1, ...claim } = over;
    return {
      type: 'PrescriptionClaimed',
      fill,
      claim: { offerId: OFFER, pharmacyId: PHARMACY, leaseEndsAt: LEASE_ENDS, ...claim },
      at: MONDAY,
    };
  },
  approved: { type: 'PrescriptionApproved', pharmacistId: 'pharmacist-2', opinionCode: 'fit', findings: [], at: MONDAY },
  suspended: {
    type: 'PrescriptionSuspended',
    offerId: OFFER,
    pharmacyId: PHARMACY,
    pharmacistId: 'pharmacist-2',
    reasonCode: 'dose-too-high',
    findings: [],
    at: MONDAY,
  },
  released: { type: 'PrescriptionReleased', offerId: OFFER, pharmacyId: PHARMACY, reason: 'out-of-stock' },
  sold: (over: Partial<Sale> = {}): PrescriptionEvent => ({ type: 'SaleRecorded', sale: sale(over), at: MONDAY }),
  dispensed: (isComplete = true): PrescriptionEvent => ({ type: 'PrescriptionDispensed', isComplete, at: MONDAY }),
  cancellationRequested: { type: 'CancellationRequested', by: 'doctor-1', reason: 'mistake', at: MONDAY },
  completed: { type: 'PrescriptionCompleted', fill: 1, pharmacyId: PHARMACY, at: MONDAY },
  cancelled: { type: 'PrescriptionCancelled', by: 'doctor-1', reason: 'mistake', at: MONDAY },
  expired: { type: 'PrescriptionExpired', at: MONDAY },
} as const satisfies Record<string, PrescriptionEvent | ((...args: never[]) => PrescriptionEvent)>;

/** Histories that lead to a state by the shortest way. */
export const until = {
  preVerified: [happened.preVerified()],
  signed: [happened.preVerified(), happened.passed, happened.signed],
  active: [happened.preVerified(), happened.passed, happened.signed, happened.activated],
  claimed: [happened.preVerified(), happened.passed, happened.signed, happened.activated, happened.claimed()],
  approved: [happened.preVerified(), happened.passed, happened.signed, happened.activated, happened.claimed(), happened.approved],
  suspended: [happened.preVerified(), happened.passed, happened.signed, happened.activated, happened.claimed(), happened.suspended],
  dispensed: [
    happened.preVerified(),
    happened.passed,
    happened.signed,
    happened.activated,
    happened.claimed(),
    happened.approved,
    happened.sold(),
    happened.dispensed(),
  ],
} as const;
