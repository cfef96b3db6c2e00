import { describe, expect, it } from 'vitest';
import { PrescriptionDocument } from '../../../functions/prescriptions/domain/document.ts';

/** Every member there is. */
const whole: PrescriptionDocument = {
  hospitalRxNumber: 'RX-1',
  channel: 'online',
  onlineAuthNumber: 'A-1',
  prescribedAt: '2026-03-02T10:00:00+08:00',
  validDays: 3,
  prescriberId: 'doctor-1',
  delegateIds: ['doctor-2'],
  isFirstVisit: false,
  followUpEvidence: 'visit 2025-12-01',
  insuredRegion: '370102',
  patient: { ageYears: 30, sex: 'female', weightKg: 52.5, pregnancyWeeks: 20, isBreastfeeding: false, allergies: ['青霉素'] },
  isGuardianPresent: true,
  diagnoses: [{ code: 'I10.x00', name: '原发性高血压' }],
  supply: { basis: 'long-term', reason: 'stable', consent: { reference: 'C-1', signedAt: '2026-03-02T09:00:00Z' } },
  repeat: { fillsMax: 3, minIntervalDays: 21 },
  herbal: { doses: 7, usage: '水煎服', instructions: '先煎' },
  lines: [
    { drugCode: 'XC08CAA001', quantity: 2, supplyDays: 7, dose: '5 mg', route: 'oral', frequency: 'qd', note: 'in the morning' },
    { drugCode: 'XA10BAD046', quantity: 1, supplyDays: 7, dose: '0.5 g', route: 'oral', frequency: 'bid' },
  ],
};

type Path = readonly (string | number)[];
const isObject = (value: unknown): value is Record<string | number, unknown> => typeof value === 'object' && value !== null;
/** The same with another value at that place; `undefined` leaves it out. */
const changed = (from: unknown, [key, ...rest]: Path, value: unknown): unknown => {
  if (key === undefined) return value;
  if (Array.isArray(from)) return from.map((item, index) => (index === key ? changed(item, rest, value) : item));
  return isObject(from) ? { ...from, [key]: changed(from[key], rest, value) } : from;
};
const isRead = (path: Path, value: unknown): boolean => PrescriptionDocument.safeParse(changed(whole, path, value)).success;

const chars = (length: number): string => '文'.repeat(length);
const times = (count: number, item: unknown): readonly unknown[] => Array.from({ length: count }, () => item);

describe('a prescription document', () => {
  it('is read to the last member, and no character of it changes', () => {
    expect(PrescriptionDocument.parse(whole)).toStrictEqual(whole);
  });
  it.each<Path[]>([
    [['onlineAuthNumber']],
    [['delegateIds']],
    [['followUpEvidence']],
    [['insuredRegion']],
    [['patient', 'weightKg']],
    [['patient', 'pregnancyWeeks']],
    [['patient', 'isBreastfeeding']],
    [['patient', 'allergies']],
    [['isGuardianPresent']],
    [['supply', 'reason']],
    [['supply', 'consent']],
    [['repeat']],
    [['herbal']],
    [['herbal', 'instructions']],
    [['lines', 0, 'note']],
  ])('may lack %j', (path) => {
    expect(isRead(path, undefined)).toBe(true);
  });
  it.each<Path[]>([
    [['hospitalRxNumber']],
    [['channel']],
    [['prescribedAt']],
    [['validDays']],
    [['prescriberId']],
    [['isFirstVisit']],
    [['patient']],
    [['patient', 'ageYears']],
    [['patient', 'sex']],
    [['diagnoses']],
    [['diagnoses', 0, 'code']],
    [['diagnoses', 0, 'name']],
    [['supply']],
    [['supply', 'basis']],
    [['supply', 'consent', 'reference']],
    [['supply', 'consent', 'signedAt']],
    [['repeat', 'fillsMax']],
    [['repeat', 'minIntervalDays']],
    [['herbal', 'doses']],
    [['herbal', 'usage']],
    [['lines']],
    [['lines', 1, 'drugCode']],
    [['lines', 1, 'quantity']],
    [['lines', 1, 'supplyDays']],
    [['lines', 1, 'dose']],
    [['lines', 1, 'route']],
    [['lines', 1, 'frequency']],
  ])('may not lack %j', (path) => {
    expect(isRead(path, undefined)).toBe(false);
  });
  it.each<Path[]>([
    [[]],
    [['patient']],
    [['diagnoses', 0]],
    [['supply']],
    [['supply', 'consent']],
    [['repeat']],
    [['herbal']],
    [['lines', 0]],
  ])('has no member in %j that nobody knows', (path) => {
    expect(isRead([...path, 'surprise'], 1)).toBe(false);
  });
  it.each<[Path, readonly string[]]>([
    [['channel'], ['in-person', 'online']],
    [
      ['patient', 'sex'],
      ['male', 'female', 'unknown'],
    ],
    [
      ['supply', 'basis'],
      ['ordinary', 'emergency', 'chronic', 'long-term'],
    ],
  ])('has one of the known words as %j', (path, words) => {
    expect(words.every((word) => isRead(path, word))).toBe(true);
    expect(['', 'other', words[0]?.toUpperCase()].some((word) => isRead(path, word))).toBe(false);
  });
  it.each<[Path, number, number]>([
    [['validDays'], 1, 366],
    [['patient', 'ageYears'], 0, 130],
    [['patient', 'pregnancyWeeks'], 0, 45],
    [['repeat', 'fillsMax'], 2, 99],
    [['repeat', 'minIntervalDays'], 1, 366],
    [['herbal', 'doses'], 1, 100],
    [['lines', 0, 'supplyDays'], 1, 366],
    [['lines', 0, 'quantity'], 1, 10_000],
  ])('counts %j from %i to %i', (path, least, most) => {
    const values = [least - 1, least, least + 0.5, most, most + 1];
    expect(values.map((value) => isRead(path, value))).toEqual([false, true, false, true, false]);
  });
  it('weighs the patient above nothing, up to half a ton', () => {
    expect([0, 0.1, 500, 500.1].map((weight) => isRead(['patient', 'weightKg'], weight))).toEqual([false, true, true, false]);
  });
  it.each<[Path, number]>([
    [['hospitalRxNumber'], 30],
    [['onlineAuthNumber'], 40],
    [['prescriberId'], 64],
    [['delegateIds', 0], 64],
    [['followUpEvidence'], 200],
    [['patient', 'allergies', 0], 100],
    [['diagnoses', 0, 'code'], 20],
    [['diagnoses', 0, 'name'], 200],
    [['supply', 'reason'], 500],
    [['supply', 'consent', 'reference'], 64],
    [['herbal', 'usage'], 200],
    [['herbal', 'instructions'], 500],
    [['lines', 0, 'dose'], 40],
    [['lines', 0, 'route'], 40],
    [['lines', 0, 'frequency'], 40],
    [['lines', 0, 'note'], 200],
  ])('writes %j in 1 to %i characters', (path, most) => {
    expect([0, 1, most, most + 1].map((length) => isRead(path, chars(length)))).toEqual([false, true, true, false]);
  });
  it.each<[Path, number, number, unknown]>([
    [['delegateIds'], 0, 10, 'doctor-2'],
    [['patient', 'allergies'], 0, 20, '青霉素'],
    [['diagnoses'], 1, 10, whole.diagnoses[0]],
    [['lines'], 1, 100, whole.lines[0]],
  ])('lists %j %i to %i times', (path, least, most, item) => {
    const counts = [least - 1, least, most, most + 1].filter((count) => count >= 0);
    expect(counts.map((count) => isRead(path, times(count, item)))).toEqual(counts.map((count) => count >= least && count <= most));
  });
  it.each(['37010', '3701020', '37010a', 'a370102', ' 370102'])('is not of region %j', (insuredRegion) => {
    expect(isRead(['insuredRegion'], insuredRegion)).toBe(false);
  });
  it.each<[Path, string, boolean]>([
    [['prescribedAt'], '2026-03-02T02:00:00Z', true],
    [['prescribedAt'], '2026-03-02T10:00:00+08:00', true],
    [['prescribedAt'], '2026-03-02T10:00:00', false],
    [['prescribedAt'], '2026-03-02', false],
    [['supply', 'consent', 'signedAt'], '2026-03-02T10:00:00+08:00', true],
    [['supply', 'consent', 'signedAt'], '2026-03-02', false],
  ])('takes as %j the time %j: %s', (path, text, isTaken) => {
    expect(isRead(path, text)).toBe(isTaken);
  });
});
