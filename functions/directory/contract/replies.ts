import * as z from 'zod/mini';
import { Drug, Pharmacy } from '../../../events/directory.ts';
import { DrugCode, Fen, InstantText } from '../../../events/vocabulary/values.ts';

const Cursor = z.optional(z.string());

export const PharmacyReply = z.object({
  ...Pharmacy.shape,
  /** Changes with every change; the ETag is made of it. */
  version: z.int(),
  designationStatus: z.enum(['none', 'designated', 'suspended']),
});
export const PharmaciesReply = z.object({ items: z.array(Pharmacy), nextCursor: Cursor });

export const DrugReply = z.object({ ...Drug.shape, version: z.int() });
export const DrugsReply = z.object({ items: z.array(Drug), nextCursor: Cursor });

export const StockCountsReply = z.object({ accepted: z.int(), stale: z.int(), unknownDrugs: z.int(), expiresAt: InstantText });

/** One drug of the caller's own feed. */
export const OwnStock = z.object({
  drugCode: DrugCode,
  quantity: z.int(),
  unitPriceFen: Fen,
  version: z.int(),
  asOf: InstantText,
  /** After this, routing no longer counts on it. */
  expiresAt: InstantText,
});
export const StockReply = z.object({ items: z.array(OwnStock), nextCursor: Cursor });
