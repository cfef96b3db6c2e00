import { expect, it } from 'vitest';
import { DirectoryPolicy, DirectoryRules } from '../../../functions/directory/domain/policy.ts';

const rules: DirectoryRules = { catalogue: 'closed', stockTtlHours: 24, ownChangesMax: 60 };
const isTaken = (over: object): boolean => DirectoryRules.safeParse({ ...rules, ...over }).success;

it('a region sets the directory’s rules under its name', () => {
  expect(DirectoryPolicy.context).toBe('directory');
  expect(DirectoryPolicy.rules.parse(rules)).toEqual(rules);
});
it('the catalogue is open or closed', () => {
  expect(['open', 'closed', 'ajar', ''].map((catalogue) => isTaken({ catalogue }))).toEqual([true, true, false, false]);
});
it.each([
  ['stockTtlHours', 744],
  ['ownChangesMax', 150],
])('%s lies between 1 and %i, in whole numbers', (name, most) => {
  expect([0, 1, 1.5, most, most + 1].map((value) => isTaken({ [name]: value }))).toEqual([false, true, false, true, false]);
});
it('a rule that nobody knows is not taken', () => {
  expect(isTaken({ catalog: 'open' })).toBe(false);
});
