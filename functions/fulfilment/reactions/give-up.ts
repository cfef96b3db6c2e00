import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { CollectTimeOver, pickupStream, pickups } from '../pickups.ts';

export const giveUpWhenTimeOver = reaction({
  name: 'give-up-when-time-over',
  on: CollectTimeOver,
  handle: async ({ data: { prescriptionId, fill }, cause }, { execute }) => {
    await execute(pickups, pickupStream(prescriptionId, fill), cause, () => ok({ type: 'GiveUp', at: cause.at }));
    return done;
  },
});
