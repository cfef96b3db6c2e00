import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.ts';
import { readRetryAfterMs, STANDARD_STEPS_MS, waitAfterMs } from '../../../shared/webhook/schedule.ts';

const at = instant('2026-03-02T02:00:00.000Z');
const rules = { stepsMs: STANDARD_STEPS_MS, jitter: 0.2, retryAfterMsMax: 6 * HOUR_MS };
const waitAfter = (attempt: number, over: { chance?: number; retryAfter?: string } = {}) =>
  waitAfterMs(rules, { attempt, at, chance: 0.5, ...over });

describe('the retry schedule', () => {
  it('tries ten times over 75 hours and 35 minutes', () => {
    expect(STANDARD_STEPS_MS).toHaveLength(10);
    expect(STANDARD_STEPS_MS.reduce((sum, step) => sum + step)).toBe(75 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS);
  });

  it('waits the next step after a failure and gives up after the last', () => {
    expect([1, 2, 9, 10, 11].map((attempt) => waitAfter(attempt))).toEqual([
      5 * SECOND_MS,
      5 * MINUTE_MS,
      24 * HOUR_MS,
      undefined,
      undefined,
    ]);
  });

  it.each([
    [0, 4_000],
    [0.5, 5_000],
    [1, 6_000],
  ])('with chance %d waits %i ms instead of 5 s', (chance, expected) => {
    expect(waitAfter(1, { chance })).toBe(expected);
  });

  it('stays within the jitter and never plans the past', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const stepMs = STANDARD_STEPS_MS[attempt] ?? 0;
        const waitMs = waitAfter(attempt, { chance }) ?? -1;
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(stepMs * 0.8));
        expect(waitMs).toBeLessThanOrEqual(Math.ceil(stepMs * 1.2));
      }),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120 * SECOND_MS],
    [' 120 ', 120 * SECOND_MS],
    ['0', 0],
    ['Mon, 02 Mar 2026 02:02:00 GMT', 120 * SECOND_MS],
    ['Mon, 02 Mar 2026 01:00:00 GMT', 0],
    ['1.5', undefined],
    ['-1', undefined],
    ['2026-03-02T02:02:00Z', undefined],
    ['soon', undefined],
    ['', undefined],
    ['9999999999', undefined],
  ])('"%s" means %s ms', (text, expected) => {
    expect(readRetryAfterMs(text, at)).toBe(expected);
  });

  it('lengthens the wait, up to its cap, and never shortens it', () => {
    expect(waitAfter(1, { retryAfter: '60' })).toBe(60 * SECOND_MS);
    expect(waitAfter(1, { retryAfter: '999999' })).toBe(6 * HOUR_MS);
    expect(waitAfter(2, { retryAfter: '1' })).toBe(5 * MINUTE_MS);
    expect(waitAfter(1, { retryAfter: 'soon' })).toBe(5 * SECOND_MS);
    expect(waitAfter(10, { retryAfter: '60' })).toBeUndefined();
  });
});
