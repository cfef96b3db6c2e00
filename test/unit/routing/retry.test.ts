import { describe, expect, it } from 'vitest';
import type { RoutingCommand } from '../../../functions/routing/domain/commands.ts';
import { decide } from '../../../functions/routing/domain/decide.ts';
import { usualRules } from '../../../functions/routing/domain/policy.ts';
import { retryAtOf } from '../../../functions/routing/domain/retry-time.ts';
import { offersWith } from '../../../functions/routing/domain/routing.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { factsOf, later, next, PATIENT, startRouting, stateAfter } from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const stocked = factsOf(2);
const empty = factsOf(2, { stock: [] });
const start = startRouting(empty);
const retry = (round: number, minutes: number, facts = empty): RoutingCommand => ({
  type: 'RetryRouting',
  round,
  at: later(minutes * MINUTE_MS),
  facts,
});
const decided = (state: ReturnType<typeof stateAfter>, command: RoutingCommand) => {
  const decision = decide(state, command);
  return decision.ok ? decision.value : decision.refusal;
};

describe('a fill that nobody could be asked for', () => {
  it('is looked at again after half an hour, then after twice as long each time', () => {
    expect(decided({ status: 'ABSENT' }, start)).toMatchObject([{}, { type: 'RoutingExhausted', retryAt: later(30 * MINUTE_MS) }]);
    const once = stateAfter(start, retry(1, 30));
    expect(once).toMatchObject({ status: 'EXHAUSTED', retries: 1 });
    expect(decided(stateAfter(start), retry(1, 30))).toEqual([
      {
        type: 'RoutingRetried',
        policyVersion: 'routing-test',
        reasons: [{ code: 'stock-short', pharmacies: 2 }],
        retryAt: later(90 * MINUTE_MS),
      },
    ]);
    expect(decided(once, retry(1, 90))).toMatchObject([{ retryAt: later((90 + 120) * MINUTE_MS) }]);
  });

  it('is offered in a new round as soon as somebody has it', () => {
    const state = stateAfter(start, retry(1, 30), retry(1, 90, stocked));
    expect(state).toMatchObject({ status: 'OFFERING', search: { round: 2, wave: 1 } });
    expect('search' in state ? offersWith(state.search, 'OPEN').length : 0).toBe(2);
  });

  it('is left alone by a look that comes late: the patient chose anew, or the prescription ended', () => {
    const chosen = stateAfter(start, {
      type: 'ChooseAnew',
      patientToken: PATIENT,
      said: { by: 'soonest' },
      at: later(MINUTE_MS),
      facts: stocked,
    });
    expect(decided(chosen, retry(1, 30, stocked))).toEqual([]);
    const closed = next(stateAfter(start), { type: 'CloseRouting', because: 'prescription-expired' });
    expect(decided(closed, retry(1, 30, stocked))).toEqual([]);
  });

  it('does not mistake the look of an earlier round for its own', () => {
    const again = stateAfter(start, {
      type: 'ChooseAnew',
      patientToken: PATIENT,
      said: { by: 'soonest' },
      at: later(MINUTE_MS),
      facts: empty,
    });
    expect(again).toMatchObject({ status: 'EXHAUSTED', search: { round: 2 } });
    expect(decided(again, retry(1, 30, stocked))).toEqual([]);
    expect(decided(again, retry(2, 31, stocked))).toMatchObject([{ type: 'OffersMade', round: 3 }]);
  });
});

describe('the time of the next look', () => {
  const rules = { ...usualRules, roundsMax: 8 };
  const search = { round: 1, validUntil: addMs(MONDAY, 3 * DAY_MS) };
  const at = MONDAY;

  it.each([
    { what: 'the first', over: {}, retries: 0, afterMs: 30 * MINUTE_MS },
    { what: 'the sixth', over: {}, retries: 5, afterMs: 16 * HOUR_MS },
    { what: 'one more than allowed', over: {}, retries: 6, afterMs: undefined },
    { what: 'the last round that is not kept for the patient', over: { round: 5 }, retries: 0, afterMs: 30 * MINUTE_MS },
    { what: 'a round that is kept for the patient', over: { round: 6 }, retries: 0, afterMs: undefined },
    {
      what: 'a millisecond before the validity ends',
      over: { validUntil: later(30 * MINUTE_MS + 1) },
      retries: 0,
      afterMs: 30 * MINUTE_MS,
    },
    { what: 'the moment in which the validity ends', over: { validUntil: later(30 * MINUTE_MS) }, retries: 0, afterMs: undefined },
  ])('is, for $what, $afterMs ms away', ({ over, retries, afterMs }) => {
    expect(retryAtOf({ ...search, ...over }, retries, { at, rules })).toBe(afterMs === undefined ? undefined : later(afterMs));
  });
});
