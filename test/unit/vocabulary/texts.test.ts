import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { name, note, numberText, pageLimit, text } from '../../../events/vocabulary/texts.ts';
import { schemaOf } from '../../../infra/contract/json-schema.ts';
import { createAjv } from '../../support/contract.ts';

/** 𠮷 is one character of two halves. */
const RARE = '𠮷';

describe('a text', () => {
  it.each([
    { kind: 'text', schema: text(3), taken: ['a', ' ', 'abc', RARE.repeat(3)], refused: ['', 'abcd', RARE.repeat(4)] },
    { kind: 'note', schema: note(3), taken: ['', 'abc', RARE.repeat(3)], refused: ['abcd', RARE.repeat(4)] },
    { kind: 'name', schema: name(3), taken: ['a', ' a ', RARE.repeat(3)], refused: ['', '  ', 'abcd', '  ab'] },
  ])('of kind $kind is counted by character', ({ schema, taken, refused }) => {
    expect(taken.filter((one) => !schema.safeParse(one).success)).toEqual([]);
    expect(refused.filter((one) => schema.safeParse(one).success)).toEqual([]);
  });
  it('that people read has nothing around it', () => {
    expect(name(9).parse('  张 三 ')).toBe('张 三');
    expect(text(9).parse(' x ')).toBe(' x ');
  });
  it('is too large at the place of the field, as a number is', () => {
    expect(z.object({ field: text(1) }).safeParse({ field: 'ab' }).error?.issues).toMatchObject([{ code: 'too_big', path: ['field'] }]);
  });
  it('is taken exactly when the published schema takes it', () => {
    const kinds = [text(4), note(4), name(4)].map((schema) => ({ schema, fits: createAjv().compile(schemaOf(schema)) }));
    const anyText = fc.string({ unit: fc.constantFrom('a', ' ', RARE, '\n', 'é'), maxLength: 6 });
    void fc.assert(
      fc.property(anyText, (one) => {
        for (const { schema, fits } of kinds) expect(schema.safeParse(one).success).toBe(fits(one));
      }),
    );
  });
});

describe('a number in a query', () => {
  it.each(['1', '0', '-1', '1.5', '1e2', '1e-5', '-1.7976931348623157e+308'])('is read as JSON would: %s', (given) => {
    expect(numberText(z.number()).parse(given)).toBe(JSON.parse(given));
  });
  it.each(['', ' 1', '+1', '01', '.5', '1.', '0x10', 'NaN', 'Infinity', '1e400', '1,2', `1${'0'.repeat(40)}`])(
    'is not read: "%s"',
    (given) => {
      expect(numberText(z.number()).safeParse(given).success).toBe(false);
    },
  );
  it('is shown with its bounds', () => {
    expect(schemaOf(pageLimit(200))).toEqual({ type: 'integer', minimum: 1, maximum: 200 });
    expect(['1', '200'].map((given) => pageLimit(200).parse(given))).toEqual([1, 200]);
    expect(['0', '201', '1.5'].filter((given) => pageLimit(200).safeParse(given).success)).toEqual([]);
  });
});
