import * as fc from 'fast-check';

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const TEXTS = [
  '',
  ' ',
  '0',
  'null',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "'; DROP TABLE journal;--",
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '$(reboot)',
  '%s%n%x',
  '{{prescriptionId}}',
  '%00%0a',
  'a\nb\r\nc: d',
  '𠮷'.repeat(300),
  '\u202e\u200b\ufeff',
  'e\u0301'.repeat(50),
  'x'.repeat(5_000),
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-01-01T00:00:00+99:99',
  '1e400',
  '-0',
  '０１２',
  'sk_jinan_aaaaaaaaaaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
];

/** Texts that somebody somewhere did not expect. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 20 }));

/** JSON values that somebody somewhere did not expect; a NUL and half a character among them. */
export const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  hostileTexts,
  fc.constantFrom<unknown[]>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    5e-324,
    Number.MAX_SAFE_INTEGER + 2,
    [],
    {},
    [[]],
    '\u0000',
    '\ud83d',
    deep(20),
    deep(40),
    Array.from({ length: 2_000 }, () => 0),
    JSON.parse('{"__proto__":{"role":"platform"},"constructor":{"prototype":{}}}'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Whole bodies that are no document. */
export const hostileBodies: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom(
      '',
      ' ',
      '{',
      '}',
      '[]',
      'null',
      '"x"',
      '1e999',
      'NaN',
      '{"a":1,"a":2}',
      '{"a":1}{"a":1}',
      '\ufeff{}',
      '{"\\u0000":1}',
      '{"a":"\\ud800"}',
      '['.repeat(10_000),
      `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`,
      `{"a":"${'x'.repeat(1_100_000)}"}`,
    )
    .map((text) => Buffer.from(text)),
  fc.constantFrom(Buffer.from([0xc3, 0x28]), Buffer.from([0xff, 0xfe, 0x7b, 0x00]), Buffer.from('{"a":1}', 'utf16le')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);

/** Pieces of a path as they would stand on the wire. */
export const hostileSegments: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    '%2e%2e',
    '..%2f..%2fetc',
    '%00',
    '%',
    '%zz',
    '%ff%fe',
    '%c0%af',
    '%E4%B8%AD',
    '*',
    ';a=b',
    'a'.repeat(300),
    'a'.repeat(9_000),
  ),
  hostileTexts.filter((text) => text.isWellFormed()).map(encodeURIComponent),
);
