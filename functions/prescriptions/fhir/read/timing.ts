import { amountOf, rangeWords } from './amounts.ts';
import { as, type Element, first, firstThere, type Maybe, member } from './element.ts';
import type { Dosage } from './resources.ts';

type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

/** Times per period as doctors write them. */
const abbreviations: Readonly<Record<string, string>> = {
  '1 per 1 d': 'qd',
  '2 per 1 d': 'bid',
  '3 per 1 d': 'tid',
  '4 per 1 d': 'qid',
  '1 per 2 d': 'qod',
  '1 per 1 wk': 'qw',
};

const upTo = (least: number, most: number | undefined): string => (most === undefined ? String(least) : `${least}-${most}`);

const timesOf = ({ frequency, frequencyMax, period, periodMax, periodUnit }: Repeat): string | undefined => {
  const times = upTo(frequency ?? 1, frequencyMax);
  if (period === undefined || periodUnit === undefined) return times === '1' ? undefined : `${times} times`;
  const every = upTo(period, periodMax);
  if (periodUnit === 'h' && times === '1') return `q${every}h`;
  const words = `${times} per ${every} ${periodUnit}`;
  return abbreviations[words] ?? words;
};

/** How long the whole of it goes on. */
const boundsWords = ({ boundsDuration, boundsRange, boundsPeriod }: Repeat): readonly (string | undefined)[] => {
  const duration = boundsDuration && amountOf(boundsDuration);
  return [
    duration && `for ${duration}`,
    boundsRange && `for ${rangeWords(boundsRange)}`,
    boundsPeriod?.start && `from ${boundsPeriod.start}`,
    boundsPeriod?.end && `to ${boundsPeriod.end}`,
  ];
};

const sentence = (words: readonly (string | undefined)[]): string | undefined => {
  const said = words.filter((word) => word !== undefined && word !== '');
  return said.length === 0 ? undefined : said.join(' ');
};

const repeatWords = (repeat: Repeat): string | undefined => {
  const { when = [], timeOfDay = [], dayOfWeek = [], offset, count, countMax, duration, durationMax, durationUnit = '' } = repeat;
  return sentence([
    timesOf(repeat),
    offset === undefined ? undefined : `${offset} min`,
    when.join(','),
    timeOfDay.join(','),
    dayOfWeek.join(','),
    duration === undefined ? undefined : `over ${upTo(duration, durationMax)} ${durationUnit}`,
    count === undefined ? undefined : `${upTo(count, countMax)} times in all`,
    ...boundsWords(repeat),
  ]);
};

/**
 * A timing's own words first; then its abbreviation (BID), which R4 takes for all but the bounds; then what its numbers say, and on
 * which days alone.
 */
export const frequencyOf = (dosage: Element<Dosage>): Maybe<string> => {
  const timing = member(dosage, 'timing');
  const code = member(timing, 'code');
  const repeat = member(timing, 'repeat');
  const named = firstThere(
    member(code, 'text'),
    as(member(first(member(code, 'coding')), 'code'), (abbreviation) => abbreviation.toLowerCase()),
  );
  const often = firstThere(
    as(named, (words) => sentence([words, ...boundsWords(repeat.value ?? {})])),
    as(repeat, repeatWords),
    as(member(timing, 'event'), (events) => `on ${events.join(', ')}`),
  );
  const isAsNeeded = dosage.value.asNeededBoolean === true || dosage.value.asNeededCodeableConcept !== undefined;
  return isAsNeeded ? { value: [often.value, 'prn'].filter((part) => part !== undefined).join(' '), path: often.path } : often;
};
