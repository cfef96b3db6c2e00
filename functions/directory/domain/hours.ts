import type { Pharmacy } from '../../../events/directory.ts';

export type Hours = Pharmacy['hours'];

/**
 * Places in the list where a day's opening ends before it begins or overlaps another of the same day. A night that crosses
 * midnight is two entries, so that "open now" needs one comparison.
 */
export const wrongHours = (hours: Hours): readonly number[] =>
  hours.flatMap(({ weekday, opens, closes }, index) => {
    if (opens >= closes) return [index];
    const isOverlapping = hours
      .slice(0, index)
      .some((earlier) => earlier.weekday === weekday && earlier.opens < closes && opens < earlier.closes);
    return isOverlapping ? [index] : [];
  });
