import * as z from 'zod/mini';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill } from '../../../events/vocabulary/values.ts';
import { MINUTE_MS } from '../../../shared/kernel/time.ts';

/** 药品追溯码: the number of one single pack, as scanned; spelled one way, because its stream is named by it. */
export const TraceCode = z.string().check(z.maxLength(60), z.regex(/^ *[0-9A-Za-z]{7,40} *$/), z.trim(), z.toUpperCase());

/** How long a dispensing that began keeps a pack from others: far longer than any request and its retries take. */
export const RESERVATION_MS = 10 * MINUTE_MS;

/** Whose a pack is: one fill in one pharmacy's hands. */
export const Holder = z.object({ prescriptionId: PrescriptionId, fill: Fill, pharmacyId: AgencyId });
export type Holder = z.infer<typeof Holder>;

export const isSameHolder = (left: Holder, right: Holder): boolean =>
  left.prescriptionId === right.prescriptionId && left.fill === right.fill && left.pharmacyId === right.pharmacyId;

/** 拆零: what a sale takes out of an opened pack, in the drug's units. */
export const Portion = z.object({ traceCode: TraceCode, quantity: z.int(), packUnits: z.int() });
export type Portion = z.infer<typeof Portion>;
