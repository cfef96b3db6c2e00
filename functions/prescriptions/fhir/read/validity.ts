import { DAY_MS, earlierOf, type Instant, msBetween } from '../../../../shared/kernel/time.ts';
import { as, type Element, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import type { MedicationRequest } from './resources.ts';
import { endOf, isDay, isTime, momentOf, offsetText } from './times.ts';

/** 开方时间: of a day alone the message's own time on that day, or the day's beginning. */
const writtenAt = (request: Element<MedicationRequest>, { bundle }: Message, utcOffsetMinutes: number): Maybe<string> => {
  const authoredOn = member(request, 'authoredOn');
  const start = member(member(member(request, 'dispenseRequest'), 'validityPeriod'), 'start');
  const timestamp: Maybe<string> = { value: bundle.timestamp, path: ['timestamp'] };
  return as(firstThere(authoredOn, start, timestamp), (text) => {
    if (!isDay(text)) return text;
    const sent = bundle.timestamp;
    return sent?.startsWith(text) === true && isTime(sent) ? sent : `${text}T00:00:00${offsetText(utcOffsetMinutes)}`;
  });
};

/** The earliest of the lines: a line is never valid for longer than was written on it. */
export const prescribedAtOf = (message: Message, utcOffsetMinutes: number): Maybe<string> => {
  const times = message.requests.map((request) => writtenAt(request, message, utcOffsetMinutes));
  const sortable = times.flatMap(({ value, path }) => (value !== undefined && isTime(value) ? [{ value, path }] : []));
  const moment = ({ value }: Element<string>): string => momentOf(value, utcOffsetMinutes) ?? '';
  const wrong = times.find(({ value }) => value === undefined || !isTime(value));
  return wrong ?? sortable.toSorted((left, right) => moment(left).localeCompare(moment(right)))[0] ?? { value: undefined, path: [] };
};

/** 处方管理办法 art. 18: valid on the day when it is written, unless the doctor says for how long. */
const VALID_DAYS_USUAL = 1;

/** Whole days from the writing to the earliest end of a line, so that nothing is valid for longer than it says. */
export const validDaysOf = (message: Message, writtenOn: Instant | undefined, utcOffsetMinutes: number): Element<number> => {
  const periods = message.requests.map((request) => member(member(request, 'dispenseRequest'), 'validityPeriod'));
  const ends = periods.map((period) => member(period, 'end'));
  for (const start of periods.map((period) => member(period, 'start')).filter(isThere)) {
    const moment = momentOf(start.value, utcOffsetMinutes);
    // A prescription for later is not what we keep: ours is valid from its writing.
    if (moment === undefined || (writtenOn !== undefined && msBetween(writtenOn, moment) >= DAY_MS)) message.unsupported(start.path);
  }
  const moments = ends.flatMap(({ value, path }) => (value === undefined ? [] : [{ value: endOf(value, utcOffsetMinutes), path }]));
  const unreadable = moments.find(({ value }) => value === undefined);
  if (unreadable !== undefined) message.unsupported(unreadable.path);
  const known = moments.flatMap(({ value }) => value ?? []);
  const path = moments[0]?.path ?? ends[0]?.path ?? [];
  if (known.length === 0 || writtenOn === undefined) return { value: VALID_DAYS_USUAL, path };
  return { value: Math.floor(msBetween(writtenOn, known.reduce(earlierOf)) / DAY_MS), path };
};
