import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { prescriptions } from '../aggregate.ts';
import { FillOpens, LeaseEnds, ValidityEnds } from '../deadlines.ts';

/** P15 */
export const expireWhenValidityEnds = reaction({
  name: 'expire-when-validity-ends',
  on: ValidityEnds,
  handle: async ({ data: { prescriptionId }, cause }, { execute }) => {
    await execute(prescriptions, prescriptionId, cause, () => ok({ type: 'ExpirePrescription', at: cause.at }));
    return done;
  },
});

/** P7, P14: what the lease's end leads to, the state decides. */
export const lapseWhenLeaseEnds = reaction({
  name: 'lapse-when-lease-ends',
  on: LeaseEnds,
  handle: async ({ data: { prescriptionId, offerId }, cause }, { execute }) => {
    await execute(prescriptions, prescriptionId, cause, () => ok({ type: 'LapseClaim', offerId, at: cause.at }));
    return done;
  },
});

/** P12 */
export const openWhenFillOpens = reaction({
  name: 'open-when-fill-opens',
  on: FillOpens,
  handle: async ({ data: { prescriptionId, fill }, cause }, { execute }) => {
    await execute(prescriptions, prescriptionId, cause, () => ok({ type: 'OpenNextFill', fill, at: cause.at }));
    return done;
  },
});
