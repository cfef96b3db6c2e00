import { describe, expect, it } from 'vitest';
import { ROUNDS_LEFT_TO_PATIENT, RoutingPolicy, RoutingRules, usualRules } from '../../../functions/routing/domain/policy.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';

const isTaken = (over: object): boolean => RoutingRules.safeParse({ ...usualRules, ...over }).success;

describe('what a region sets for its routing', () => {
  it('is read to the last rule, under its name', () => {
    expect(RoutingPolicy.context).toBe('routing');
    expect(RoutingPolicy.rules.parse(usualRules)).toStrictEqual(usualRules);
  });
  it('starts from what is usual', () => {
    expect(usualRules).toEqual({
      waveSize: 3,
      patienceMs: 600_000,
      wavesMax: 4,
      roundsMax: 8,
      retry: { firstMs: 1_800_000, timesMax: 6 },
      leaseMs: 7_200_000,
      radiusMetres: 10_000,
      radiusMetresMax: 50_000,
      utcOffsetMinutes: 480,
      candidatesMax: 20,
      openingGraceMs: 1_800_000,
      closingMarginMinutes: 10,
      preparation: { baseMinutes: 10, perLineMinutes: 1, decoctionMinutes: 120 },
      defaultChoice: 'soonest',
    });
    expect(ROUNDS_LEFT_TO_PATIENT).toBeLessThan(usualRules.roundsMax);
  });
  it.each([...Object.keys(usualRules)])('must say %s', (name) => {
    expect(isTaken({ [name]: undefined })).toBe(false);
  });
  it.each([
    ['waveSize', 1, 10, { wavesMax: 1 }],
    ['wavesMax', 1, 10, { waveSize: 1 }],
    ['roundsMax', 1, 20, { waveSize: 1, wavesMax: 1, retry: { firstMs: MINUTE_MS, timesMax: 1 } }],
    ['radiusMetres', 1, 1_000_000, { radiusMetresMax: 1_000_000 }],
    ['radiusMetresMax', 1, 1_000_000, { radiusMetres: 1 }],
    ['candidatesMax', 1, 100, {}],
    ['patienceMs', 0, DAY_MS, {}],
    ['leaseMs', 0, 7 * DAY_MS, {}],
    ['openingGraceMs', 0, DAY_MS, {}],
    ['closingMarginMinutes', 0, 1_440, {}],
    ['utcOffsetMinutes', -720, 840, {}],
  ])('counts %s from %i to %i', (name, least, most, fitting) => {
    const values = [least - 1, least, least + 0.5, most, most + 1];
    expect(values.map((value) => isTaken({ ...fitting, [name]: value }))).toEqual([false, true, false, true, false]);
  });
  it('looks again after a minute at least, and a number of times', () => {
    const withRetry = (over: object): boolean => isTaken({ roundsMax: 1, retry: { ...usualRules.retry, ...over } });
    expect([MINUTE_MS - 1, MINUTE_MS, DAY_MS, DAY_MS + 1].map((firstMs) => withRetry({ firstMs }))).toEqual([false, true, true, false]);
    expect([-1, 0, 20, 21].map((timesMax) => withRetry({ timesMax }))).toEqual([false, true, true, false]);
    expect([withRetry({ firstMs: undefined }), withRetry({ timesMax: undefined })]).toEqual([false, false]);
  });
  it('prepares in whole minutes of a day', () => {
    for (const name of ['baseMinutes', 'perLineMinutes', 'decoctionMinutes']) {
      const values = [-1, 0, 1_440, 1_441, undefined];
      const taken = values.map((value) => isTaken({ preparation: { ...usualRules.preparation, [name]: value } }));
      expect(taken).toEqual([false, true, true, false, false]);
    }
  });
  it('chooses by price or by time where the patient said nothing', () => {
    const taken = ['cheapest', 'soonest', 'nearest', 'named', ''].map((defaultChoice) => isTaken({ defaultChoice }));
    expect(taken).toEqual([true, true, false, false, false]);
  });
  it.each([
    // rounds · (pharmacies asked + 6 + retries): 199 fits a stream of 200 commits with its beginning, 200 does not.
    { roundsMax: 1, waveSize: 10, wavesMax: 10, timesMax: 20, isFitting: true },
    { roundsMax: 10, waveSize: 3, wavesMax: 4, timesMax: 1, isFitting: true },
    { roundsMax: 10, waveSize: 3, wavesMax: 4, timesMax: 2, isFitting: false },
    { roundsMax: 2, waveSize: 10, wavesMax: 9, timesMax: 3, isFitting: true },
    { roundsMax: 2, waveSize: 10, wavesMax: 9, timesMax: 4, isFitting: false },
    { roundsMax: 20, waveSize: 1, wavesMax: 3, timesMax: 0, isFitting: true },
    { roundsMax: 20, waveSize: 2, wavesMax: 2, timesMax: 0, isFitting: false },
  ])('lets all rounds of a fill fit its stream: $roundsMax rounds of $waveSize × $wavesMax, $timesMax retries: $isFitting', (one) => {
    const { roundsMax, waveSize, wavesMax, timesMax, isFitting } = one;
    const read = RoutingRules.safeParse({ ...usualRules, roundsMax, waveSize, wavesMax, retry: { firstMs: HOUR_MS, timesMax } });
    expect(read.success).toBe(isFitting);
    const told = read.success ? [] : read.error.issues.map(({ message }) => message);
    expect(told).toEqual(isFitting ? [] : ['must leave room for all rounds of one fill in its stream']);
  });
  it('has no usual radius beyond the widest', () => {
    expect(isTaken({ radiusMetres: 5_000, radiusMetresMax: 5_000 })).toBe(true);
    const read = RoutingRules.safeParse({ ...usualRules, radiusMetres: 5_001, radiusMetresMax: 5_000 });
    expect(read.success ? [] : read.error.issues.map(({ message }) => message)).toEqual(['must have a usual radius within the widest']);
  });
});
