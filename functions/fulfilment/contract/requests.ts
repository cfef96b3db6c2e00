import * as z from 'zod/mini';
import { PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { PickupCodeText } from '../domain/pickup-code.ts';

export const PrescriptionParams = z.object({ id: PrescriptionId });
export const CollectRequest = z.strictObject({ patientToken: PatientToken });
export const HandOverRequest = z.strictObject({
  pickupCode: PickupCodeText,
  /** The pharmacy's own id of whoever handed it over; never a name. */
  handedOverBy: z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/)),
});
