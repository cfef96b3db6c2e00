import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { RegionPolicies } from '../kernel/policy.ts';
import { instant } from '../kernel/time.ts';

/**
 * A region's profile reaches a Lambda as this file beside its code. So a bundle is the same in every region, a changed policy is
 * a deployment like any other, rules may be larger than an environment's 4 KB, and no cold start asks another service for them.
 */
export const REGION_FILE = 'region.json';

const RegionFile = z.object({
  region: z.string(),
  outgoing: z.object({ allowLoopback: z.boolean() }),
  policies: z.record(z.string(), z.array(z.object({ version: z.string(), from: z.string(), rules: z.unknown() }))),
});

export interface RegionFacts {
  readonly region: string;
  /** Where the region's own requests may go; one beside its receivers on one machine lets them go to loopback. */
  readonly outgoing: { readonly allowLoopback: boolean };
  readonly policies: RegionPolicies;
}

export const readRegionFile = async (): Promise<RegionFacts> => {
  const { region, outgoing, policies } = RegionFile.parse(JSON.parse(await readFile(new URL(`./${REGION_FILE}`, import.meta.url), 'utf8')));
  return {
    region,
    outgoing,
    policies: Object.fromEntries(
      Object.entries(policies).map(([context, versions]) => [context, versions.map((one) => ({ ...one, from: instant(one.from) }))]),
    ),
  };
};
