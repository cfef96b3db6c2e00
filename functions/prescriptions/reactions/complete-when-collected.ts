import { PickupCollectedV1 } from '../../../events/fulfilment.ts';
import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { prescriptions } from '../aggregate.ts';

/** P11: the hand-over is proven. A sale that was reversed meanwhile stays reversed. */
export const completeWhenCollected = reaction({
  name: 'complete-when-collected',
  on: PickupCollectedV1,
  handle: async ({ data: { prescriptionId, fill, pharmacyId }, cause }, { execute }) => {
    await execute(prescriptions, prescriptionId, cause, () => ok({ type: 'CompleteFill', fill, pharmacyId, at: cause.at }));
    return done;
  },
});
