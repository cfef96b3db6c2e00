import * as z from 'zod/mini';
import { addMs, DAY_MS, type Instant, instant } from '../../../../shared/kernel/time.ts';
import type { Period, Quantity } from './datatypes.ts';
import { as, type Maybe, member } from './element.ts';

const DateTime = z.iso.datetime({ offset: true });
const Day = z.iso.date();
/** Leaves room for the offset of any zone within the years that an instant can have. */
const YEAR = /^[12]\d{3}-/;

export const isTime = (text: string): boolean => YEAR.test(text) && DateTime.safeParse(text).success;
export const isDay = (text: string): boolean => YEAR.test(text) && Day.safeParse(text).success;

/** `+08:00` of 480. */
export const offsetText = (minutes: number): string => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
};

/** The moment; of a day alone, its beginning in the region. Undefined for what is neither. */
export const momentOf = (text: string, utcOffsetMinutes: number): Instant | undefined => {
  if (isTime(text)) return instant(text);
  return isDay(text) ? instant(`${text}T00:00:00${offsetText(utcOffsetMinutes)}`) : undefined;
};

/** When something ends; of a day alone, with the end of that day. */
export const endOf = (text: string, utcOffsetMinutes: number): Instant | undefined => {
  const moment = momentOf(text, utcOffsetMinutes);
  return moment !== undefined && isDay(text) ? addMs(moment, DAY_MS) : moment;
};

const daysPerUnit: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  days: 1,
  wk: 7,
  week: 7,
  weeks: 7,
  h: 1 / 24,
  hour: 1 / 24,
  hours: 1 / 24,
};

/** A duration in days, as UCUM or in words; months and years have no fixed number of days. */
const daysIn = ({ value, code, unit }: Quantity): number | undefined => {
  const days = daysPerUnit[(code ?? unit ?? '').toLowerCase()];
  return value === undefined || days === undefined ? undefined : value * days;
};

/** Where the number stands; `NaN` when there is one that is no number of days. */
export const daysOf = (duration: Maybe<Quantity>): Maybe<number> => ({
  value: duration.value === undefined ? undefined : (daysIn(duration.value) ?? Number.NaN),
  path: member(duration, 'value').path,
});

/** The days that a period of whole days has. */
export const daysOfPeriod = (period: Maybe<Period>, utcOffsetMinutes: number): Maybe<number> =>
  as(period, ({ start = '', end = '' }) => {
    const [from, to] = [momentOf(start, utcOffsetMinutes), endOf(end, utcOffsetMinutes)];
    return from === undefined || to === undefined ? undefined : Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
  });
