import { describe, expect, it } from 'vitest';
import { PrescriptionPolicy, PrescriptionRules, retentionDays } from '../../../functions/prescriptions/domain/policy.ts';
import { rules } from '../../support/prescription-facts.ts';

type Path = readonly string[];
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const changed = (from: unknown, [key, ...rest]: Path, value: unknown): unknown =>
  key === undefined ? value : isObject(from) && { ...from, [key]: changed(from[key], rest, value) };
const isTaken = (path: Path, value: unknown): boolean => PrescriptionRules.safeParse(changed(rules, path, value)).success;

/** Every path to a value of the rules: none of them may be left out. */
const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  isObject(value) && !Array.isArray(value) ? Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key])) : [path];

describe('what a region sets for prescriptions', () => {
  it('is read to the last rule, under its name', () => {
    expect(PrescriptionPolicy.context).toBe('prescriptions');
    expect(PrescriptionPolicy.rules.parse(rules)).toStrictEqual(rules);
  });
  it.each(pathsOf(rules).map((path) => ({ path: path.join('.') })))('must say $path', ({ path }) => {
    expect(isTaken(path.split('.'), undefined)).toBe(false);
  });
  it('opens or closes the catalogue', () => {
    expect(['open', 'closed', 'ajar', ''].map((catalogue) => isTaken(['catalogue'], catalogue))).toEqual([true, true, false, false]);
  });
  it.each<[Path, number, number]>([
    [['validity', 'daysMax'], 1, 36_500],
    [['repeat', 'fillsMax'], 1, 99],
    [['utcOffsetMinutes'], -720, 840],
  ])('counts %j from %i to %i', (path, least, most) => {
    const values = [least - 1, least, least + 0.5, most, most + 1];
    expect(values.map((value) => isTaken(path, value))).toEqual([false, true, false, true, false]);
  });
  it.each([['leaseMaxMs'], ['signatureAgeMaxMs'], ['clockSkewMs']])('gives %s a millisecond at least', (name) => {
    expect([0, 1, 1.5].map((value) => isTaken([name], value))).toEqual([false, true, false]);
  });
  it.each([
    ['37', true],
    ['370102', true],
    ['3', false],
    ['3701020', false],
    ['37a', false],
    ['a37', false],
  ])('takes people insured in %s: %s', (prefix, isRegion) => {
    expect(isTaken(['insured', 'regions'], [prefix])).toBe(isRegion);
  });
  it.each([
    ['urn:oid:2.16.156.10011', true],
    ['http://example.org/codes', true],
    ['example', false],
    [':x', false],
    ['urn:', false],
    ['urn:a b', false],
    [' urn:a', false],
    [`urn:${'a'.repeat(196)}`, true],
    [`urn:${'a'.repeat(197)}`, false],
  ])('names a code system by its URI: %s, %s', (uri, isUri) => {
    expect(isTaken(['fhir', 'drugSystems'], [uri])).toBe(isUri);
    expect(isTaken(['fhir', 'patientSystems'], [uri])).toBe(isUri);
  });
});

describe('how long a prescription is kept', () => {
  const retention = { ordinaryDays: 365, specialDays: 730, narcoticDays: 1_095 };
  const days = (...classes: readonly Parameters<typeof retentionDays>[0][number]['controlClass'][]) =>
    retentionDays(
      classes.map((controlClass) => ({ controlClass })),
      { ...rules, retention },
    );
  it.each([
    ['ordinary', 365],
    ['vaccine', 365],
    ['toxic', 730],
    ['psychotropic-2', 730],
    ['psychotropic-1', 1_095],
    ['narcotic', 1_095],
  ] as const)('with a drug of class %s: %i days', (controlClass, kept) => {
    expect(days(controlClass)).toBe(kept);
    expect(days('ordinary', controlClass, 'ordinary')).toBe(kept);
  });
  it('is what the strictest drug asks for, and never less than an ordinary one', () => {
    expect(days('toxic', 'narcotic')).toBe(1_095);
    expect(days()).toBe(365);
  });
});
