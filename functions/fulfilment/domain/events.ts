import * as z from 'zod/mini';
import { AgencyId, PatientToken, PickupId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill, InstantText } from '../../../events/vocabulary/values.ts';
import { FulfilmentRules } from './policy.ts';

/** Whose medicine waits where. */
export const PickupFacts = z.object({
  pickupId: PickupId,
  prescriptionId: PrescriptionId,
  fill: Fill,
  hospitalId: AgencyId,
  pharmacyId: AgencyId,
  patientToken: PatientToken,
});
export type PickupFacts = z.infer<typeof PickupFacts>;

/** Every fact of a pick-up's life. */
export const PickupEvent = z.discriminatedUnion('type', [
  /** 待取: a sale put goods on the counter; a second sale of the same fill adds to them. */
  z.object({
    type: z.literal('PickupReady'),
    pickup: PickupFacts,
    collectBy: InstantText,
    rules: FulfilmentRules,
    policyVersion: z.string(),
    at: InstantText,
  }),
  /** 取药码: only its keyed hash is kept. It replaces the code before it. */
  z.object({ type: z.literal('PickupCodeIssued'), codeMac: z.string(), at: InstantText }),
  z.object({ type: z.literal('PickupCodeMismatched'), at: InstantText }),
  /** 已取药 */
  z.object({ type: z.literal('PickupCollected'), handedOverBy: z.string(), at: InstantText }),
  /** 逾期未取 */
  z.object({ type: z.literal('PickupUncollected'), at: InstantText }),
  /** 退回库存; it names the pick-up, because the reversal may come before the sale. */
  z.object({ type: z.literal('PickupReturnedToStock'), pickup: PickupFacts, at: InstantText }),
]);
export type PickupEvent = z.infer<typeof PickupEvent>;
