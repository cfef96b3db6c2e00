import { unreachable } from '../../../shared/kernel/result.ts';
import type { Pharmacy, PharmacyEvent } from './pharmacy.ts';

/** Throws only on a history that `decide` never produces. */
export const evolve = (pharmacy: Pharmacy, event: PharmacyEvent): Pharmacy => {
  if (event.type === 'PharmacyRegistered') {
    return { status: 'registered', facts: event.facts, designation: { status: 'none' }, ownChanges: 0 };
  }
  if (pharmacy.status === 'absent') throw new Error(`${event.type} before PharmacyRegistered`);
  switch (event.type) {
    case 'PharmacyChanged':
      return { ...pharmacy, facts: event.facts, ownChanges: pharmacy.ownChanges + (event.by === 'pharmacy' ? 1 : 0) };
    case 'PharmacyDesignated':
      return { ...pharmacy, designation: { status: 'designated', from: event.from, until: event.until } };
    case 'DesignationSuspended': {
      if (pharmacy.designation.status !== 'designated') throw new Error('DesignationSuspended without a designation');
      const { from, until } = pharmacy.designation;
      return { ...pharmacy, designation: { status: 'suspended', from, until, since: event.at, reason: event.reason } };
    }
    default:
      return unreachable(event);
  }
};
