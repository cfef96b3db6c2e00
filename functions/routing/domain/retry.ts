import { ok } from '../../../shared/kernel/result.ts';
import type { RetryRouting } from './commands.ts';
import { retryAtOf } from './retry-time.ts';
import type { Routing } from './routing.ts';
import { nextRound } from './wave.ts';
import type { Decision } from './withdrawals.ts';

/** Shelves fill and shops open, and who did not answer in the morning may in the evening. The patient hears of it only when somebody is asked. */
export const retryRouting = (state: Routing, { round, at, facts }: RetryRouting): Decision => {
  // The patient chose anew meanwhile, or the prescription ended.
  if (state.status !== 'EXHAUSTED' || state.search.round !== round) return ok([]);
  const opened = nextRound(state.search, { at, facts });
  if (opened.type !== 'RoutingExhausted') return ok([opened]);
  const { policyVersion, reasons } = opened;
  const retryAt = retryAtOf(state.search, state.retries + 1, { at, rules: facts.policy.rules });
  return ok([{ type: 'RoutingRetried', policyVersion, reasons, ...(retryAt === undefined ? {} : { retryAt }) }]);
};
