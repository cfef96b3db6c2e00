import * as z from 'zod/mini';
import { definePolicy } from '../../../shared/kernel/policy.ts';

/** What a region sets for the pick-up. The upper limits keep a pick-up's stream short, whoever types codes into it. */
export const FulfilmentRules = z.strictObject({
  /** How long the medicine waits at the counter, in days of 24 hours. */
  collectDays: z.int().check(z.gte(1), z.lte(30)),
  /** Wrong codes until a code is locked. */
  codeAttemptsMax: z.int().check(z.gte(1), z.lte(7)),
  /** Codes that one pick-up may have over its life. */
  codesMax: z.int().check(z.gte(1), z.lte(20)),
});
export type FulfilmentRules = z.infer<typeof FulfilmentRules>;

export const FulfilmentPolicy = definePolicy('fulfilment', FulfilmentRules);
