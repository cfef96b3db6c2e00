import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTRIES_MAX, FhirBundle } from '../../../functions/prescriptions/fhir/bundle.ts';
import { readFhir } from '../../../functions/prescriptions/fhir/read/read-fhir.ts';
import { readJson } from '../../../shared/lambda/read-json.ts';
import { furtherShapes } from '../../support/fhir-further-shapes.ts';
import { bundle, cancellation, people, provenanceOf, request } from '../../support/fhir-messages.ts';
import { shapes } from '../../support/fhir-shapes.ts';
import { rules } from '../../support/prescription-facts.ts';

type Path = readonly (string | number)[];
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const pathsIn = (value: unknown, path: Path = []): readonly Path[] =>
  isObject(value) ? Object.entries(value).flatMap(([name, inner]) => [[...path, name], ...pathsIn(inner, [...path, name])]) : [];

/** The same, but for one place. */
const changed = (value: unknown, [name, ...rest]: Path, change: (old: unknown) => unknown): unknown => {
  if (name === undefined) return change(value);
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const inner = changed(value[name], rest, change);
  if (inner === undefined && Array.isArray(copy)) copy.splice(Number(name), 1);
  else if (inner === undefined) Reflect.deleteProperty(copy, name);
  else Reflect.set(copy, name, inner);
  return copy;
};

const deep = (levels: number): unknown =>
  levels === 0 ? 'bottom' : { extension: [{ url: 'urn:example:x', extension: [deep(levels - 1)] }] };
const strange = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, 0, -1, 1e308, true, '', ' ', 'x'.repeat(5000), '\u0000', [], {}, [[]], [null]),
  fc.constantFrom<unknown>(
    '0000-00-00',
    '9999-12-31',
    '2026-02-30',
    '2026-03-02T25:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '12026-01-01T00:00:00Z',
  ),
  fc.constantFrom<unknown>('#', '##', '#p', 'urn:uuid:', 'urn:uuid:patient', 'Patient/', '/', 'http://', 'constructor', '__proto__'),
  fc.constant(deep(8)),
  fc.jsonValue({ maxDepth: 4 }),
  fc.double(),
);

const messages = [bundle(), cancellation(), ...Object.values({ ...shapes, ...furtherShapes }).map(({ message }) => message)];
/** Half of them one that is taken: most of the others are refused as they are. */
const anyMessage = fc
  .oneof(fc.constant<unknown>(bundle()), fc.constantFrom<unknown>(...messages))
  .map((message): unknown => JSON.parse(JSON.stringify(message)));

/** As the edge does: what is no JSON, no Bundle or no prescription is refused; a refusal names its elements. */
const outcomeOf = (message: unknown): string => {
  const read = readJson(Buffer.from(JSON.stringify(message)));
  if (!read.ok) return 'malformed-json';
  const parsed = FhirBundle.safeParse(read.value);
  if (!parsed.success) {
    expect(parsed.error.issues.length).toBeGreaterThan(0);
    return 'request-invalid';
  }
  const said = readFhir(parsed.data, rules);
  if (said.ok) return said.value.kind;
  expect(said.refusal.errors.length).toBeGreaterThan(0);
  for (const { pointer } of said.refusal.errors) expect(pointer).toMatch(/^\/body\/\w+/);
  return said.refusal.code;
};

describe('a message that nobody foresaw', () => {
  it('is read, or refused with its element named, whatever stands anywhere in it', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyMessage, fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 4 }), (message, changes) => {
        const mutant = changes.reduce<unknown>((value, [place, put]) => {
          const paths = pathsIn(value);
          const path = paths[place % Math.max(1, paths.length)];
          return path === undefined ? value : changed(value, path, () => put);
        }, message);
        const outcome = outcomeOf(mutant);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 1000 },
    );
    // It would prove little if all were refused for the same reason.
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(['order', 'cancellation', 'request-invalid', 'element-unsupported', 'reference-unresolved']),
    );
  }, 60_000);

  it('is read, or refused, with parts of it twice or in another order', () => {
    fc.assert(
      fc.property(anyMessage, fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 30 }), (message, order) => {
        const entry: unknown[] = isObject(message) && Array.isArray(message['entry']) ? message['entry'] : [];
        outcomeOf({ ...(isObject(message) ? message : {}), entry: order.map((index) => entry[index % entry.length]) });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['ten thousand entries', bundle({ entry: Array.from({ length: 10_000 }, () => people[0]) }), 'request-invalid'],
    [
      'as many entries as allowed',
      bundle({ entry: Array.from({ length: ENTRIES_MAX }, (_none, index) => ({ resource: request(`XC${index}0000`) })) }),
      'reference-unresolved',
    ],
    ['nesting beyond the edge’s', bundle({ extension: deep(12) }), 'malformed-json'],
    [
      'a role that is its own practitioner',
      bundle({
        entry: [
          { fullUrl: 'urn:uuid:doctor', resource: { resourceType: 'PractitionerRole', practitioner: { reference: 'urn:uuid:doctor' } } },
          people[0],
          { resource: request('XC08CAA001') },
        ],
      }),
      'reference-unresolved',
    ],
    ['no entry', bundle({ entry: [] }), 'request-invalid'],
    ['another type of Bundle', bundle({ type: 'searchset' }), 'request-invalid'],
    ['a request to delete', bundle({ entry: [{ ...bundle().entry[0], request: { method: 'DELETE', url: 'x' } }] }), 'request-invalid'],
    [
      'a signature of nobody',
      bundle({ entry: [...bundle().entry, provenanceOf({ prescriber: { practitionerId: '', signedAt: '', signature: '' } })] }),
      'request-invalid',
    ],
  ])('%s', (_what, message, outcome) => {
    expect(outcomeOf(message)).toBe(outcome);
  });
});
