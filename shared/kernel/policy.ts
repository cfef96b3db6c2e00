import type { Instant } from './time.ts';

/** What outside values are read with; zod's schemas fit. `parse` throws on what does not fit. */
export interface Schema<Value> {
  parse(raw: unknown): Value;
}

/** One version of a policy. `version` is stored with every result that it decided. */
export interface PolicyVersion<Rules> {
  readonly version: string;
  readonly from: Instant;
  readonly rules: Rules;
}

/** All policies of a region, by context; a context reads its own rules through its definition. */
export type RegionPolicies = Readonly<Record<string, readonly PolicyVersion<unknown>[]>>;

/** A context's rules that a region may set, in versions that take effect on a date. */
export interface PolicyDefinition<Rules> {
  readonly context: string;
  readonly rules: Schema<Rules>;
  /** The version in force at that moment. Throws when the region has none: a profile error, caught at boot. */
  at(policies: RegionPolicies, moment: Instant): PolicyVersion<Rules>;
}

export const definePolicy = <Rules>(context: string, rules: Schema<Rules>): PolicyDefinition<Rules> => {
  const readOnce = new WeakMap<RegionPolicies, readonly PolicyVersion<Rules>[]>();

  const newestFirst = (policies: RegionPolicies): readonly PolicyVersion<Rules>[] => {
    const known = readOnce.get(policies);
    if (known !== undefined) return known;
    // Stryker disable EqualityOperator: two versions from one moment contradict each other; neither is the right one
    const versions = (policies[context] ?? [])
      .map((version) => ({ ...version, rules: rules.parse(version.rules) }))
      .sort((left, right) => (left.from < right.from ? 1 : -1));
    // Stryker restore EqualityOperator
    readOnce.set(policies, versions);
    return versions;
  };

  return {
    context,
    rules,
    at: (policies, moment) => {
      const current = newestFirst(policies).find((version) => version.from <= moment);
      if (current === undefined) throw new Error(`no ${context} policy in force at ${moment}`);
      return current;
    },
  };
};
