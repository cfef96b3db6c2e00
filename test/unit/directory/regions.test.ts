import { describe, expect, it } from 'vitest';
import { DirectoryPolicy } from '../../../functions/directory/domain/policy.ts';
import { basedOn } from '../../../infra/regions/based-on.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import { jinan } from '../../../infra/regions/jinan.ts';
import { regionOf, regions } from '../../../infra/regions/regions.ts';
import { instant } from '../../../shared/kernel/time.ts';

const march = instant('2026-03-01T00:00:00Z');
const policies = contexts.flatMap(({ policy }) => policy ?? []);
const everyRule = regions.flatMap((region) => policies.map((policy) => ({ region, policy, title: `${region.region} ${policy.context}` })));
const difference = { region: 'x', name: { zh: '某', en: 'X' }, aws: { partition: 'aws', region: 'eu-west-1' } } as const;

describe('a region profile', () => {
  it.each(everyRule)('has rules in force that fit: $title', ({ region, policy }) => {
    expect(policy.at(region.policies, march).version).toMatch(new RegExp(`^${policy.context}-`));
  });
  it('is found by its name', () => {
    expect(regions.map(({ region }) => regionOf(region)?.region)).toEqual(['jinan', 'tianjin', 'sandbox']);
    expect(regionOf('atlantis')).toBeUndefined();
  });
  it('based on another differs in what it names, and says so in the version', () => {
    const other = basedOn(jinan, { ...difference, rules: { directory: { catalogue: 'open' } } });
    const rules = DirectoryPolicy.at(jinan.policies, march);
    expect(DirectoryPolicy.at(other.policies, march)).toEqual({
      ...rules,
      version: `${rules.version}-x`,
      rules: { ...rules.rules, catalogue: 'open' },
    });
    expect({ ...other.policies, directory: [] }).toEqual({ ...jinan.policies, directory: [] });
    expect(other.timeZone).toBe(jinan.timeZone);
  });
  it('cannot differ in a context that its base lacks', () => {
    expect(() => basedOn(jinan, { ...difference, rules: { directroy: {} } })).toThrow('directroy');
  });
  it('with a rule that does not fit is refused', () => {
    const other = basedOn(jinan, { ...difference, rules: { directory: { catalogue: 'ajar' } } });
    expect(() => DirectoryPolicy.at(other.policies, march)).toThrow();
  });
});
