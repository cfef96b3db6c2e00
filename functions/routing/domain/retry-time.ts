import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { ROUNDS_LEFT_TO_PATIENT, type RoutingRules } from './policy.ts';
import type { Search } from './routing.ts';

/**
 * When to look again for a fill that nobody could be asked for, after so many `retries` in vain. Undefined when the tries or the
 * validity would be over by then, or when the rounds that are left belong to the patient.
 */
export const retryAtOf = (
  { round, validUntil }: Pick<Search, 'round' | 'validUntil'>,
  retries: number,
  { at, rules: { retry, roundsMax } }: { readonly at: Instant; readonly rules: Pick<RoutingRules, 'retry' | 'roundsMax'> },
): Instant | undefined => {
  if (retries >= retry.timesMax || round + ROUNDS_LEFT_TO_PATIENT >= roundsMax) return undefined;
  const retryAt = addMs(at, retry.firstMs * 2 ** retries);
  return retryAt < validUntil ? retryAt : undefined;
};
