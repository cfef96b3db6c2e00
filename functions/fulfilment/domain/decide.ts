import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import { addMs, DAY_MS, type Instant, laterOf } from '../../../shared/kernel/time.ts';
import type { PickupEvent, PickupFacts } from './events.ts';
import type { Pickup } from './pickup.ts';
import type { FulfilmentRules } from './policy.ts';

export type PickupCommand =
  /** A sale of the fill was recorded. */
  | {
      readonly type: 'MakeReady';
      readonly pickup: PickupFacts;
      readonly rules: FulfilmentRules;
      readonly policyVersion: string;
      readonly at: Instant;
    }
  | { readonly type: 'IssueCode'; readonly codeMac: string; readonly at: Instant }
  /** The code that was typed, hashed as the issued one was. */
  | { readonly type: 'HandOver'; readonly codeMac: string; readonly handedOverBy: string; readonly at: Instant }
  /** The time to collect may be over. */
  | { readonly type: 'GiveUp'; readonly at: Instant }
  /** The sale was taken back. */
  | { readonly type: 'ReturnToStock'; readonly pickup: PickupFacts; readonly at: Instant };

/** What the API's callers are told. */
export type CodeRefusal =
  | { readonly code: 'pickup-not-ready'; readonly currentStatus: Pickup['status'] }
  | { readonly code: 'pickup-code-not-issued' }
  | { readonly code: 'pickup-code-locked' }
  | { readonly code: 'pickup-codes-exhausted' };
/** What an operator must look at, because two recorded facts contradict each other. */
export type FactRefusal = { readonly code: 'waits-at-another-pharmacy' } | { readonly code: 'collected-before-reversal' };
export type PickupRefusal = CodeRefusal | FactRefusal;

type Decision = Result<readonly PickupEvent[], PickupRefusal>;
type Of<Type extends PickupCommand['type']> = Extract<PickupCommand, { type: Type }>;

export const decide = (state: Pickup, command: PickupCommand): Decision => {
  switch (command.type) {
    case 'MakeReady':
      return makeReady(state, command);
    case 'IssueCode':
      return issueCode(state, command);
    case 'HandOver':
      return handOver(state, command);
    case 'GiveUp':
      return giveUp(state, command);
    case 'ReturnToStock':
      return returnToStock(state, command);
    default:
      return unreachable(command);
  }
};

const makeReady = (state: Pickup, { pickup, rules, policyVersion, at }: Of<'MakeReady'>): Decision => {
  // The reversal overtook its sale: nothing lies on the counter.
  if (state.status === 'RETURNED_TO_STOCK') return ok([]);
  const isWaiting = state.status === 'READY_FOR_PICKUP' || state.status === 'UNCOLLECTED';
  if (isWaiting && state.pickup.pharmacyId !== pickup.pharmacyId) return refuse({ code: 'waits-at-another-pharmacy' });
  const fresh = addMs(at, rules.collectDays * DAY_MS);
  // What is added never shortens the time of what waits already.
  const collectBy = state.status === 'READY_FOR_PICKUP' ? laterOf(state.collectBy, fresh) : fresh;
  return ok([{ type: 'PickupReady', pickup, collectBy, rules, policyVersion, at }]);
};

const issueCode = (state: Pickup, { codeMac, at }: Of<'IssueCode'>): Decision => {
  if (state.status !== 'READY_FOR_PICKUP') return refuse({ code: 'pickup-not-ready', currentStatus: state.status });
  if (state.codesIssued >= state.rules.codesMax) return refuse({ code: 'pickup-codes-exhausted' });
  return ok([{ type: 'PickupCodeIssued', codeMac, at }]);
};

/** A wrong code is a fact too: it must count even when the process dies right after it. */
const handOver = (state: Pickup, { codeMac, handedOverBy, at }: Of<'HandOver'>): Decision => {
  if (state.status !== 'READY_FOR_PICKUP') return refuse({ code: 'pickup-not-ready', currentStatus: state.status });
  if (state.code === undefined) return refuse({ code: 'pickup-code-not-issued' });
  if (state.code.mismatches >= state.rules.codeAttemptsMax) return refuse({ code: 'pickup-code-locked' });
  return ok([codeMac === state.code.mac ? { type: 'PickupCollected', handedOverBy, at } : { type: 'PickupCodeMismatched', at }]);
};

const giveUp = (state: Pickup, { at }: Of<'GiveUp'>): Decision =>
  ok(state.status === 'READY_FOR_PICKUP' && at >= state.collectBy ? [{ type: 'PickupUncollected', at }] : []);

const returnToStock = (state: Pickup, { pickup, at }: Of<'ReturnToStock'>): Decision => {
  // What was handed over is not stock again, whoever says so.
  if (state.status === 'COLLECTED') return refuse({ code: 'collected-before-reversal' });
  return ok(state.status === 'RETURNED_TO_STOCK' ? [] : [{ type: 'PickupReturnedToStock', pickup, at }]);
};
