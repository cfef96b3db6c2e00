import * as z from 'zod/mini';
import { definePolicy } from '../../../shared/kernel/policy.ts';

/** A month: a level that nobody confirmed for longer says nothing about a shelf. */
const STOCK_TTL_HOURS_MAX = 744;

/** What a region sets for its directory. */
export const DirectoryRules = z.strictObject({
  /** `closed`: only drugs of the catalogue may be stocked. `open`: any well-formed code. */
  catalogue: z.enum(['open', 'closed']),
  /** How long a stock level counts when the pharmacy does not send it again. */
  stockTtlHours: z.int().check(z.gte(1), z.lte(STOCK_TTL_HOURS_MAX)),
  /** Changes of its own entry that a pharmacy may make over its life; the rest of the stream is kept for the platform. */
  ownChangesMax: z.int().check(z.gte(1), z.lte(150)),
});
export type DirectoryRules = z.infer<typeof DirectoryRules>;

export const DirectoryPolicy = definePolicy('directory', DirectoryRules);
