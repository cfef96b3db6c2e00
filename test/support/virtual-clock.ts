import { addMs, type Clock, type Instant, instant } from '../../shared/kernel/time.ts';

/** A clock that moves only when told to. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
  set(at: Instant): void;
}

/** A Monday morning in Jinan: 10:00 local time. */
export const MONDAY = instant('2026-03-02T02:00:00.000Z');

export const createVirtualClock = (start: Instant = MONDAY): VirtualClock => {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now = addMs(now, ms);
    },
    set: (at) => {
      now = at;
    },
  };
};
