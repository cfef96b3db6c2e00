import { epochMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.ts';

/** `12 ms`, `1.24 s`, `3 min 5 s`, `2 h 10 min`. */
export const durationText = (ms: number): string => {
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(2)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ${Math.floor((ms % MINUTE_MS) / SECOND_MS)} s`;
  return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`;
};

/** Clock time in the region, to the millisecond: `10:00:00.123`. */
export const createClockText = (timeZone: string): ((at: Instant) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return (at) => `${format.format(epochMs(at))}.${at.slice(20, 23)}`;
};
