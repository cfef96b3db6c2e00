import type { Pharmacy } from '../../../events/directory.ts';
import { epochMs, type Instant, MINUTE_MS } from '../../../shared/kernel/time.ts';

/** The next time that a pharmacy is open: in how many minutes (0 = now), and then for how long without a break. */
export interface Opening {
  readonly minutesUntilOpen: number;
  readonly minutesOpen: number;
}

const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** 1970-01-01 was a Thursday: its Monday began three days before. */
const THURSDAY_MINUTES = 3 * DAY_MINUTES;
const LAST_MINUTE = DAY_MINUTES - 1;

type Hours = Pharmacy['hours'];
interface Span {
  readonly from: number;
  readonly length: number;
}

const minuteOf = (clockTime: string): number => Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));
const weekly = (minute: number): number => ((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;

/** An entry that closes before it opens runs past midnight; one that closes at 23:59 runs until midnight. */
const spanOf = ({ weekday, opens, closes }: Hours[number]): Span => {
  const [from, closing] = [minuteOf(opens), minuteOf(closes)];
  const until = closing === LAST_MINUTE ? DAY_MINUTES : closing;
  return { from: (weekday - 1) * DAY_MINUTES + from, length: until > from ? until - from : until + DAY_MINUTES - from };
};

/** Undefined when it never opens. Minutes are counted from the begun minute of `at` in the region's local time. */
export const nextOpening = (hours: Hours, at: Instant, utcOffsetMinutes: number): Opening | undefined => {
  const now = weekly(Math.floor(epochMs(at) / MINUTE_MS) + utcOffsetMinutes + THURSDAY_MINUTES);
  const spans = hours.map(spanOf);
  if (isWithin(spans, now)) return { minutesUntilOpen: 0, minutesOpen: minutesLeft(spans, now) };
  const waits = spans.map(({ from }) => weekly(from - now));
  if (waits.length === 0) return undefined;
  const minutesUntilOpen = Math.min(...waits);
  return { minutesUntilOpen, minutesOpen: minutesLeft(spans, weekly(now + minutesUntilOpen)) };
};

const leftOf = ({ from, length }: Span, minute: number): number => length - weekly(minute - from);
const isWithin = (spans: readonly Span[], minute: number): boolean => spans.some((span) => leftOf(span, minute) > 0);

/** A pharmacy that closes at midnight and opens at midnight does not close: spans that touch count as one, up to a week. */
const minutesLeft = (spans: readonly Span[], from: number): number => {
  let total = 0;
  for (let joined = 0; joined <= spans.length && total < WEEK_MINUTES; joined += 1) {
    const here = weekly(from + total);
    const longest = Math.max(0, ...spans.map((span) => leftOf(span, here)));
    if (longest === 0) break;
    total += longest;
  }
  return Math.min(total, WEEK_MINUTES);
};
