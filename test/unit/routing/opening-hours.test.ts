import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOpening } from '../../../functions/routing/domain/opening-hours.ts';
import { addMs, instant, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { allWeek } from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const JINAN = 480;

describe('opening hours', () => {
  it.each([
    { at: '2026-03-02T07:59:59+08:00', opening: { minutesUntilOpen: 1, minutesOpen: 720 } },
    { at: '2026-03-02T08:00:00+08:00', opening: { minutesUntilOpen: 0, minutesOpen: 720 } },
    { at: '2026-03-02T19:59:59+08:00', opening: { minutesUntilOpen: 0, minutesOpen: 1 } },
    { at: '2026-03-02T20:00:00+08:00', opening: { minutesUntilOpen: 720, minutesOpen: 720 } },
    { at: '2026-03-08T23:00:00+08:00', opening: { minutesUntilOpen: 540, minutesOpen: 720 } },
  ])('from 08:00 to 20:00 at $at', ({ at, opening }) => {
    expect(nextOpening(allWeek('08:00', '20:00'), instant(at), JINAN)).toEqual(opening);
  });

  it('are the region’s own: the same moment is another hour elsewhere', () => {
    expect(nextOpening(allWeek('08:00', '20:00'), MONDAY, 0)).toEqual({ minutesUntilOpen: 360, minutesOpen: 720 });
  });

  it('have a weekday: Monday is 1 and Sunday 7', () => {
    const sundays = [{ weekday: 7, opens: '08:00', closes: '20:00' }];
    expect(nextOpening(sundays, instant('2026-03-08T09:00:00+08:00'), JINAN)?.minutesUntilOpen).toBe(0);
    expect(nextOpening(sundays, instant('2026-03-02T09:00:00+08:00'), JINAN)?.minutesUntilOpen).toBe(6 * 1440 - 60);
  });

  it('run past midnight when they close before they open, also from Sunday into Monday', () => {
    const nights = allWeek('20:00', '06:00');
    expect(nextOpening(nights, instant('2026-03-09T05:00:00+08:00'), JINAN)).toEqual({ minutesUntilOpen: 0, minutesOpen: 60 });
    expect(nextOpening(nights, instant('2026-03-09T06:00:00+08:00'), JINAN)?.minutesUntilOpen).toBe(840);
  });

  it('of day and night have no break at midnight', () => {
    const always = nextOpening(allWeek('00:00', '23:59'), instant('2026-03-02T23:59:00+08:00'), JINAN);
    expect(always?.minutesUntilOpen).toBe(0);
    expect(always?.minutesOpen).toBeGreaterThan(1_440);
  });

  it('may be missing altogether', () => {
    expect(nextOpening([], MONDAY, JINAN)).toBeUndefined();
  });

  it('are open when the wait for them is over', () => {
    const clockTime = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const entry = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), opens: clockTime, closes: clockTime });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), fc.nat(10_080), (hours, minutes) => {
        const at = addMs(MONDAY, minutes * MINUTE_MS);
        const opening = nextOpening(hours, at, JINAN);
        const then = nextOpening(hours, addMs(at, (opening?.minutesUntilOpen ?? 0) * MINUTE_MS), JINAN);
        expect(then).toEqual({ minutesUntilOpen: 0, minutesOpen: opening?.minutesOpen });
        expect(opening?.minutesOpen).toBeGreaterThan(0);
      }),
    );
  });
});
