import * as z from 'zod/mini';
import type { PolicyVersion } from '../../shared/kernel/policy.ts';
import type { RegionProfile } from './region-profile.ts';

export interface Differences extends Pick<RegionProfile, 'region' | 'name' | 'aws'> {
  readonly timeZone?: string;
  readonly batchingSeconds?: RegionProfile['batchingSeconds'];
  /** By context: the rules that are not as in the base. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const Rules = z.record(z.string(), z.unknown());

/** A region like another but for what is named. A version with rules of its own has a name of its own, since it is stored with results. */
export const basedOn = (
  base: RegionProfile,
  { region, name, aws, timeZone = base.timeZone, batchingSeconds = base.batchingSeconds, rules }: Differences,
): RegionProfile => {
  for (const context of Object.keys(rules)) {
    if (base.policies[context] === undefined) throw new Error(`the region ${region} differs in ${context}, which its base lacks`);
  }
  const differ = (context: string, version: PolicyVersion<unknown>): PolicyVersion<unknown> => {
    const own = rules[context];
    return own === undefined
      ? version
      : { ...version, version: `${version.version}-${region}`, rules: { ...Rules.parse(version.rules), ...own } };
  };
  const policies = Object.fromEntries(
    Object.entries(base.policies).map(([context, versions]) => [context, versions.map((version) => differ(context, version))]),
  );
  return { region, name, timeZone, aws, batchingSeconds, policies };
};
