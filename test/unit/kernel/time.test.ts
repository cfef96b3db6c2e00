import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMs,
  DAY_MS,
  earlierOf,
  epochMs,
  fromEpochMs,
  HOUR_MS,
  instant,
  isInstant,
  laterOf,
  MINUTE_MS,
  msBetween,
  SECOND_MS,
  utcDay,
} from '../../../shared/kernel/time.ts';

const noon = instant('2026-03-01T12:00:00Z');
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

describe('a moment', () => {
  it.each([
    ['2026-03-01T08:00:00Z', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T08:00:00+08:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T23:30:00.5-01:00', '2026-03-02T00:30:00.500Z'],
  ])('written %s is %s', (text, moment) => {
    expect(instant(text)).toBe(moment);
  });
  it.each(['', 'soon', '2026-13-01T00:00:00Z', '2026-03-01T25:00:00Z'])('is not read from %j', (text) => {
    expect(() => instant(text)).toThrow(RangeError);
  });
  it.each([
    ['2026-03-01T08:00:00.000Z', true],
    ['2026-03-01T08:00:00.00Z', false],
    ['2026-03-01T08:00:00.0000Z', false],
    ['2026-03-01T08:00:00+0800', false],
  ])('%s is written as one is kept: %s', (text, isKept) => {
    expect(isInstant(text)).toBe(isKept);
  });
  it('lies in the years 0 to 9999, where text order is time order', () => {
    expect(fromEpochMs(FIRST_MS)).toBe('0000-01-01T00:00:00.000Z');
    expect(fromEpochMs(LAST_MS)).toBe('9999-12-31T23:59:59.999Z');
    expect(() => fromEpochMs(FIRST_MS - 1)).toThrow('a time outside the years 0 to 9999');
    expect(() => fromEpochMs(LAST_MS + 1)).toThrow('a time outside the years 0 to 9999');
    const moments = fc.integer({ min: FIRST_MS, max: LAST_MS });
    fc.assert(
      fc.property(moments, moments, (left, right) => {
        expect(fromEpochMs(left) < fromEpochMs(right)).toBe(left < right);
        expect(epochMs(fromEpochMs(left))).toBe(left);
      }),
    );
  });
  it('moves by milliseconds, and back', () => {
    expect(addMs(noon, 1)).toBe('2026-03-01T12:00:00.001Z');
    expect(addMs(noon, -DAY_MS)).toBe('2026-02-28T12:00:00.000Z');
    expect(msBetween(noon, addMs(noon, 90_001))).toBe(90_001);
    expect(msBetween(addMs(noon, 1), noon)).toBe(-1);
  });
  it('has a UTC day, which changes at midnight', () => {
    expect(utcDay(instant('2026-03-01T23:59:59.999Z'))).toBe('2026-03-01');
    expect(utcDay(instant('2026-03-02T00:00:00.000Z'))).toBe('2026-03-02');
  });
  it('is later or earlier than another', () => {
    const after = addMs(noon, 1);
    expect([laterOf(noon, after), laterOf(after, noon), laterOf(noon, noon)]).toEqual([after, after, noon]);
    expect([earlierOf(noon, after), earlierOf(after, noon), earlierOf(noon, noon)]).toEqual([noon, noon, noon]);
  });
});

it('counts a second, a minute, an hour and a day in milliseconds', () => {
  expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([1_000, 60_000, 3_600_000, 86_400_000]);
});
