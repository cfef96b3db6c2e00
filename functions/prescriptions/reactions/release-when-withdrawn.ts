import { OfferWithdrawnV1 } from '../../../events/routing.ts';
import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { prescriptions } from '../aggregate.ts';

/** P7: the patient chose another pharmacy. Offers that never became the live claim are refused by the fence, and that is fine. */
export const releaseWhenWithdrawn = reaction({
  name: 'release-when-withdrawn',
  on: OfferWithdrawnV1,
  handle: async ({ data: { prescriptionId, offerId }, cause }, { execute }) => {
    await execute(prescriptions, prescriptionId, cause, () =>
      ok({ type: 'ReleasePrescription', offerId, reason: 'patient-changed', at: cause.at }),
    );
    return done;
  },
});
