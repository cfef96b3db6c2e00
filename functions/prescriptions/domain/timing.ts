import { ok } from '../../../shared/kernel/result.ts';
import type { ExpirePrescription, LapseClaim, OpenNextFill } from './commands.ts';
import type { Decision } from './decision.ts';
import { endOfClaim } from './holding.ts';
import type { Present } from './prescription.ts';

/** The lease is over. What was partly supplied is closed with the rest not supplied; it never becomes free for another. */
export const lapse = (state: Present, { offerId, at }: LapseClaim): Decision => {
  if (state.status !== 'CLAIMED' && state.status !== 'APPROVED') return ok([]);
  if (state.claim.offerId !== offerId || at < state.claim.leaseEndsAt) return ok([]);
  if (state.sales.length > 0) return ok([{ type: 'PrescriptionDispensed', isComplete: false, at }]);
  return ok(endOfClaim(state, 'lease-lapsed', at));
};

/** P15: a live claim made in time may finish within its lease; then its end decides. */
export const expire = (state: Present, { at }: ExpirePrescription): Decision => {
  const isOpen = state.status === 'SIGNED' || state.status === 'ACTIVE' || state.status === 'SUSPENDED';
  return ok(isOpen && at >= state.content.validUntil ? [{ type: 'PrescriptionExpired', at }] : []);
};

/** P12 */
export const openNextFill = (state: Present, { fill, at }: OpenNextFill): Decision => {
  if (state.status !== 'ACTIVE' || state.opensAt === undefined || state.fill !== fill) return ok([]);
  return ok(at >= state.opensAt && at < state.content.validUntil ? [{ type: 'FillOpened', at }] : []);
};
