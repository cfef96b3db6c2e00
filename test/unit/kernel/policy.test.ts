import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { definePolicy } from '../../../shared/kernel/policy.ts';
import { addMs, instant } from '../../../shared/kernel/time.ts';

const spring = instant('2026-03-01T00:00:00Z');
const summer = instant('2026-06-01T00:00:00Z');
const autumn = instant('2026-09-01T00:00:00Z');
const versionFrom = (version: string, from: typeof spring, rules: unknown = { days: 3 }) => ({ version, from, rules });

const HatPolicy = definePolicy('hats', z.strictObject({ days: z.int() }));
/** Versions in no order, as a profile may list them; a fresh profile each time, because one is read once. */
const profile = () => ({ hats: [versionFrom('b', summer), versionFrom('c', autumn, { days: 5 }), versionFrom('a', spring)], shoes: [] });

describe('a policy', () => {
  it('is that of its context', () => {
    expect(HatPolicy.context).toBe('hats');
    expect(HatPolicy.rules.parse({ days: 1 })).toEqual({ days: 1 });
  });
  it.each([
    [spring, 'a'],
    [addMs(summer, -1), 'a'],
    [summer, 'b'],
    [addMs(autumn, -1), 'b'],
    [autumn, 'c'],
    [addMs(autumn, 1), 'c'],
  ])('at %s is version %s', (moment, version) => {
    expect(HatPolicy.at(profile(), moment).version).toBe(version);
  });
  it('comes with its rules, and since when they hold', () => {
    expect(HatPolicy.at(profile(), autumn)).toEqual({ version: 'c', from: autumn, rules: { days: 5 } });
  });
  it('that is not in force yet, or not set at all, is a fault of the profile', () => {
    expect(() => HatPolicy.at(profile(), addMs(spring, -1))).toThrow(`no hats policy in force at ${addMs(spring, -1)}`);
    expect(() => HatPolicy.at({}, spring)).toThrow('no hats policy in force');
    expect(() => HatPolicy.at({ hats: [] }, spring)).toThrow('no hats policy in force');
  });
  it('whose rules do not fit is not read, whenever they would begin', () => {
    const broken = { hats: [versionFrom('a', spring), versionFrom('z', autumn, { days: 'many' })] };
    expect(() => HatPolicy.at(broken, spring)).toThrow();
  });
  it('is read from each profile once', () => {
    const policies = profile();
    const read: unknown[] = [];
    const counted = definePolicy('hats', { parse: (raw) => read.push(raw) });
    expect([counted.at(policies, spring).version, counted.at(policies, summer).version, read.length]).toEqual(['a', 'b', 3]);
    counted.at({ hats: [versionFrom('a', spring)] }, spring);
    expect(read).toHaveLength(4);
  });
});
