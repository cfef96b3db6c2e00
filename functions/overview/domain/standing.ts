import type { Standing } from '../../../events/overview.ts';
import * as prescriptions from '../../../events/prescriptions.ts';
import { epochMs, type Instant } from '../../../shared/kernel/time.ts';

/** Which events move a journey on, and where to. What is not here leaves it where it stands: a refused claim, a wish to cancel. */
const standingAfter = [
  [prescriptions.PrescriptionActivatedV1, 'open'],
  [prescriptions.PrescriptionReleasedV1, 'open'],
  [prescriptions.PrescriptionConfirmedV1, 'open'],
  [prescriptions.PrescriptionClaimedV1, 'claimed'],
  [prescriptions.PrescriptionApprovedV1, 'approved'],
  [prescriptions.PrescriptionSuspendedV1, 'suspended'],
  [prescriptions.PrescriptionDispensedV1, 'dispensed'],
  [prescriptions.PrescriptionSaleReversedV1, 'reversed'],
  [prescriptions.PrescriptionCompletedV1, 'completed'],
  [prescriptions.PrescriptionCancelledV1, 'cancelled'],
  [prescriptions.PrescriptionExpiredV1, 'expired'],
] as const satisfies readonly (readonly [{ readonly type: string }, Standing])[];

const ranked = new Map<string, { readonly status: Standing; readonly rank: number }>(
  standingAfter.map(([{ type }, status], rank) => [type, { status, rank }]),
);

export const movingTypes: readonly string[] = [...ranked.keys()];

/** More than there are kinds of event, so that the rank never reaches the next millisecond. */
const RANKS_MAX = 16;

/**
 * Where an event puts its journey, and how late in the journey that is. Messages come in any order; the row keeps the
 * latest by time and, within a millisecond, the one further along. Undefined for an event that moves nothing.
 */
export const standingOf = (type: string, occurredAt: Instant): { readonly status: Standing; readonly version: number } | undefined => {
  const found = ranked.get(type);
  return found === undefined ? undefined : { status: found.status, version: epochMs(occurredAt) * RANKS_MAX + found.rank };
};
