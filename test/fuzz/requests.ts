import * as fc from 'fast-check';
import { Role } from '../../events/vocabulary/roles.ts';
import { isObject, propertiesOf, schemaOf } from '../../infra/contract/json-schema.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { hostileBodies, hostileSegments, hostileTexts, hostileValues } from './hostile.ts';
import { valuesOf } from './values.ts';

/** One change of a JSON value, at its nth place. */
export interface Edit {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: unknown;
}

/**
 * A request before it is about somebody: placeholders stand for things of the region as it is when it is sent. So the same seed
 * plans the same requests whatever came before, and a failing one can be made smaller.
 */
export interface Plan {
  readonly operation: Route;
  readonly method: string;
  /** Who asks: one who takes part, one of that role who does not, or somebody with this Authorization. */
  readonly caller: { readonly role: string; readonly isStranger: boolean; readonly authorization?: string | undefined };
  readonly things: number;
  readonly body:
    | {
        /** Rather the body that is ready for this operation, when the things have one. */ readonly isReady: boolean;
        readonly json: unknown;
        readonly edits: readonly Edit[];
      }
    | { readonly raw: Buffer }
    | undefined;
  readonly query: readonly (readonly [string, string])[];
  readonly segment: { readonly at: number; readonly text: string } | undefined;
  readonly tail: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export const routes: readonly Route[] = contexts.flatMap((context) => context.routes);

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];
const MEDIA_TYPES = [
  'application/json',
  'Application/JSON; charset=utf-8',
  'application/fhir+json',
  'application/fhir+json; fhirVersion=4.0',
  'application/problem+json',
  'application/*',
  '*/*',
  '*/*;q=0',
  'application/json;q=0, */*;q=0.1',
  'text/html',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'text',
  ', ,',
  ';',
  `text/plain${',text/plain'.repeat(500)}`,
];
const KEYS = ['', ' ', '"quoted"', '"', 'with space', 'k'.repeat(255), 'k'.repeat(256), `"${'k'.repeat(300)}"`, '0'];
const VERSIONS = ['*', '0', '1', '"1"', '"3"', 'W/"1"', '"', '"1", "2"', '-1', '9'.repeat(40), 'x'.repeat(300)];
const AUTHORIZATIONS = [
  'Bearer',
  'Bearer ',
  'Basic dXNlcjpwYXNz',
  'bearer x',
  'Bearer sk_jinan_x',
  'Bearer sk_tianjin_aaaaaaaaaaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  `Bearer ${'x'.repeat(6_000)}`,
  'Bearer __proto__',
];
const TAILS = ['/', '//', '/.', '/..', ';v=1', '%20', '%00', '.json', '?', '#x'];

/** What a header may hold: a client refuses to send the rest. */
const ON_THE_WIRE = /^[\t\x20-\x7e\x80-\xff]*$/;
const headerText = hostileTexts.filter((text) => ON_THE_WIRE.test(text));

const rarely = <Value, Usual>(chance: number, odd: fc.Arbitrary<Value>, usual: fc.Arbitrary<Usual>): fc.Arbitrary<Value | Usual> =>
  fc.oneof({ weight: 100 - chance, arbitrary: usual }, { weight: chance, arbitrary: odd });
const nothing = fc.constant(undefined);

const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ at: fc.nat({ max: 60 }), how: fc.constantFrom('replace', 'remove', 'add'), name: hostileTexts, value: hostileValues }),
  { minLength: 1, maxLength: 3 },
);

const bodiesOf = ({ body, example, representations = [] }: Route): fc.Arbitrary<Plan['body']> => {
  if (body === undefined) return rarely(5, fc.record({ raw: hostileBodies }), nothing);
  const written = fc.constantFrom(
    example.body ?? {},
    ...representations.flatMap((form) => (form.example === undefined ? [] : [form.example])),
  );
  const valid = fc.oneof({ weight: 3, arbitrary: written }, { weight: 1, arbitrary: valuesOf(schemaOf(body)) });
  const whole = fc.record({
    isReady: fc.integer({ min: 0, max: 9 }).map((of10) => of10 < 8),
    json: valid,
    edits: rarely(25, edits, fc.constant<readonly Edit[]>([])),
  });
  return rarely(5, fc.oneof(fc.record({ raw: hostileBodies }), nothing), whole);
};

const pairsOf = (record: unknown): readonly (readonly [string, string])[] =>
  isObject(record) ? Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])) : [];

const queriesOf = ({ query, example }: Route): fc.Arbitrary<Plan['query']> => {
  const names = query === undefined ? [] : propertiesOf(schemaOf(query)).map(({ name }) => name);
  const generated = query === undefined ? fc.constant({}) : valuesOf(schemaOf(query));
  const valid = fc.oneof(fc.constant(example.query ?? {}), generated).map(pairsOf);
  const more = fc.array(fc.tuple(fc.oneof(fc.constantFrom('limit', ...names), hostileTexts), hostileTexts), { minLength: 1, maxLength: 3 });
  return rarely(
    12,
    fc.tuple(valid, more).map((both) => both.flat()),
    valid,
  );
};

const headersOf = ({ headers, example }: Route): fc.Arbitrary<Plan['headers']> => {
  const usual = fc.constant(example.headers ?? {});
  const odd = fc.record(
    {
      accept: fc.constantFrom(...MEDIA_TYPES),
      'content-type': fc.constantFrom(...MEDIA_TYPES),
      'idempotency-key': fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom(['a', 'b'])),
      'if-match': fc.oneof(fc.constantFrom(...VERSIONS), headerText),
      'claim-secret': headerText,
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
      traceparent: fc.oneof(fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'), headerText),
      'x-forwarded-for': headerText,
      'x-http-method-override': fc.constant('DELETE'),
      cookie: headerText,
      range: fc.constant('bytes=0-1'),
      expect: fc.constantFrom('100-continue', '200-ok'),
    },
    { requiredKeys: [] },
  );
  const generated =
    headers === undefined
      ? usual
      : valuesOf(schemaOf(headers)).map((given) => Object.fromEntries(pairsOf(given).filter(([, value]) => ON_THE_WIRE.test(value))));
  return fc.oneof(
    { weight: 88, arbitrary: usual },
    { weight: 4, arbitrary: generated },
    { weight: 8, arbitrary: fc.tuple(usual, odd).map(([some, more]) => ({ ...some, ...more })) },
  );
};

const callersOf = ({ access }: Route): fc.Arbitrary<Plan['caller']> => {
  const roles = typeof access === 'string' ? Role.options : access;
  const party = fc.record({ role: fc.constantFrom(...roles), isStranger: fc.constant(false) });
  const other = fc.record({ role: fc.constantFrom(...Role.options), isStranger: fc.boolean() });
  const nobody = fc.record({
    role: fc.constant('nobody'),
    isStranger: fc.constant(true),
    authorization: fc.constantFrom(undefined, ...AUTHORIZATIONS),
  });
  return fc.oneof({ weight: 92, arbitrary: party }, { weight: 5, arbitrary: other }, { weight: 3, arbitrary: nobody });
};

const plansOf = (operation: Route): fc.Arbitrary<Plan> =>
  fc.record({
    operation: fc.constant(operation),
    method: rarely(3, fc.constantFrom(...METHODS), fc.constant<string>(operation.method)),
    caller: callersOf(operation),
    things: fc.nat({ max: 1_000 }),
    body: bodiesOf(operation),
    query: queriesOf(operation),
    segment: rarely(3, fc.record({ at: fc.nat({ max: 5 }), text: hostileSegments }), nothing),
    tail: rarely(1, fc.constantFrom(...TAILS), fc.constant('')),
    headers: headersOf(operation),
  });

/** Requests of every operation: most of them right, the others wrong in few places. */
export const plans: fc.Arbitrary<Plan> = fc.oneof(...routes.map(plansOf));

/** Where a value can be changed: it, and everything below. */
const placesIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))];
};

const editedAt = (value: unknown, path: readonly string[], edit: Edit): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) {
    if (edit.how !== 'add') return edit.value;
    return isObject(value) ? Object.fromEntries([...Object.entries(value), [edit.name, edit.value]]) : [value, edit.value];
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if (key !== name) return [[key, item]];
    return edit.how === 'remove' && rest.length === 0 ? [] : [[key, editedAt(item, rest, edit)]];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
};

export const edited = (value: unknown, all: readonly Edit[]): unknown =>
  all.reduce((current, edit) => {
    const places = placesIn(current);
    return editedAt(current, places[edit.at % places.length] ?? [], edit);
  }, value);
