import * as z from 'zod/mini';
import { definePolicy } from '../../../shared/kernel/policy.ts';

const Ms = z.int().check(z.gte(0));

/** What a region decides about its partners' webhooks. */
export const PartnersRules = z.strictObject({
  receivers: z.strictObject({
    /** Lets http and this machine's own addresses through: for a laptop only. */
    allowLoopback: z.boolean(),
    ports: z.array(z.int().check(z.gte(1), z.lte(65_535))),
  }),
  endpointsPerAgencyMax: z.int().check(z.gte(1), z.lte(100)),
  attemptTimeoutMs: Ms,
  retry: z.strictObject({ stepsMs: z.array(Ms).check(z.minLength(1)), jitter: z.number().check(z.gte(0), z.lte(1)), retryAfterMsMax: Ms }),
  /** An endpoint is disabled when its last `failures` attempts all failed and nothing got through for `ms`. */
  disableAfter: z.strictObject({ failures: z.int().check(z.gte(1), z.lte(1_000)), ms: Ms }),
  /** For how long the old secret signs beside the new one, unless the agency says otherwise. */
  secretGraceMs: Ms,
  /** How long an endpoint's agency sees its attempts; the journey's timeline keeps them. */
  attemptLogMs: Ms,
});
export type PartnersRules = z.infer<typeof PartnersRules>;

export const PartnersPolicy = definePolicy('partners', PartnersRules);
