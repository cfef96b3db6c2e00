import type { RegionPolicies } from '../../shared/kernel/policy.ts';
import { PartnersRules } from './domain/policy.ts';

/**
 * A region's policies for a laptop, whose receivers run beside it on loopback and http. The engine's outgoing `Post` must
 * allow it too.
 */
export const withLoopbackReceivers = (policies: RegionPolicies): RegionPolicies => ({
  ...policies,
  partners: (policies['partners'] ?? []).map((version) => {
    const rules = PartnersRules.parse(version.rules);
    return { ...version, rules: { ...rules, receivers: { ...rules.receivers, allowLoopback: true } } };
  }),
});
