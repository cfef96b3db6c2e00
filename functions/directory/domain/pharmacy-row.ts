import type { Pharmacy as PharmacyRow } from '../../../events/directory.ts';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import { earlierOf } from '../../../shared/kernel/time.ts';
import type { Designation, Pharmacy } from './pharmacy.ts';

/** What the other contexts see. A suspended designation ended when it was suspended; one that had not begun never was. */
export const pharmacyRow = (pharmacyId: AgencyId, { facts, designation }: Extract<Pharmacy, { status: 'registered' }>): PharmacyRow => {
  const term = termOf(designation);
  return { pharmacyId, ...facts, ...(term === undefined ? {} : { designation: term }) };
};

const termOf = (designation: Designation): PharmacyRow['designation'] => {
  if (designation.status === 'none') return undefined;
  const { from, until } = designation;
  if (designation.status === 'designated') return { from, until };
  const endedAt = earlierOf(until, designation.since);
  return from < endedAt ? { from, until: endedAt } : undefined;
};
