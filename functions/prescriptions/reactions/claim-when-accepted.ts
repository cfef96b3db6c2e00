import { OfferAcceptedV1 } from '../../../events/routing.ts';
import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { prescriptions } from '../aggregate.ts';
import { isEligible } from '../domain/goods.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { pharmacyOf } from '../facts.ts';

/** P6. The claim was made when the pharmacy accepted, not when the message came: a slow queue takes nobody's right. */
export const claimWhenAccepted = reaction({
  name: 'claim-when-accepted',
  on: OfferAcceptedV1,
  handle: async ({ data, message, cause }, runtime) => {
    const { prescriptionId, fill, offerId, pharmacyId, leaseEndsAt } = data;
    const at = message.occurredAt;
    const { rules } = PrescriptionPolicy.at(runtime.policies, at);
    await runtime.execute(prescriptions, prescriptionId, cause, async () =>
      ok({
        type: 'ClaimPrescription',
        offerId,
        pharmacyId,
        fill,
        leaseEndsAt,
        leaseMaxMs: rules.leaseMaxMs,
        isEligible: isEligible(await pharmacyOf(runtime, pharmacyId), at),
        at,
      }),
    );
    return done;
  },
});
