import * as published from '../../events/prescriptions.ts';
import { defineStreams } from '../../shared/kernel/context.ts';
import { prescriptions } from './aggregate.ts';
import { patients } from './patients.ts';
import { traceCodes } from './trace-codes.ts';

/** What prescriptions keep and tell. */
export const prescriptionsStreams = defineStreams({
  name: 'prescriptions',
  aggregates: [prescriptions, traceCodes, patients],
  publishes: [
    published.PrescriptionActivatedV1,
    published.PrescriptionClaimedV1,
    published.PrescriptionClaimRefusedV1,
    published.PrescriptionReleasedV1,
    published.PrescriptionApprovedV1,
    published.PrescriptionSuspendedV1,
    published.PrescriptionConfirmedV1,
    published.PrescriptionDispensedV1,
    published.PrescriptionCompletedV1,
    published.PrescriptionCancellationRequestedV1,
    published.PrescriptionCancelledV1,
    published.PrescriptionCancellationRefusedV1,
    published.PrescriptionExpiredV1,
    published.PrescriptionSaleReversedV1,
    published.PatientErasedV1,
  ],
});
