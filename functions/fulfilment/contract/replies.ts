import * as z from 'zod/mini';
import { AgencyId, PickupId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill, InstantText } from '../../../events/vocabulary/values.ts';
import { PickupCodeText } from '../domain/pickup-code.ts';

const pickup = { pickupId: PickupId, prescriptionId: PrescriptionId, fill: Fill, pharmacyId: AgencyId };
export const CollectReply = z.object({
  ...pickup,
  status: z.literal('READY_FOR_PICKUP'),
  pickupCode: PickupCodeText,
  collectBy: InstantText,
});
export const HandOverReply = z.object({ ...pickup, status: z.literal('COLLECTED'), collectedAt: InstantText });
