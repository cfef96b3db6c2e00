import * as fc from 'fast-check';
import { isObject, type JsonObject } from '../../infra/contract/json-schema.ts';
import { choicesOf, textOfPattern } from './pattern.ts';

const TEXT_USUAL_MAX = 40;
const ITEMS_USUAL_MAX = 4;
const NUMBER_USUAL_MAX = 1_000_000;

const numberAt = (schema: JsonObject, name: string, otherwise: number): number => {
  const value = schema[name];
  return typeof value === 'number' ? value : otherwise;
};
const listAt = (schema: JsonObject, name: string): readonly JsonObject[] => {
  const value: unknown = schema[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

const instants = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const matching = (pattern: string): fc.Arbitrary<string> =>
  fc.nat({ max: 0xffff_ffff }).map((seed) => textOfPattern(pattern, choicesOf(seed)));

const texts = (schema: JsonObject): fc.Arbitrary<string> => {
  const { pattern, format } = schema;
  if (format === 'date-time') return instants;
  if (format === 'date') return instants.map((text) => text.slice(0, 10));
  if (typeof pattern === 'string' && pattern !== '\\S') return matching(pattern);
  const min = numberAt(schema, 'minLength', 0);
  const max = numberAt(schema, 'maxLength', TEXT_USUAL_MAX);
  const usual = fc.string({ unit: 'grapheme', minLength: min, maxLength: Math.max(min, Math.min(max, TEXT_USUAL_MAX)) });
  // As long as allowed, of characters that JavaScript counts twice.
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom('a', '𠮷').map((char) => char.repeat(max)) });
};

const wholeNumbers = (schema: JsonObject): fc.Arbitrary<number> => {
  const min = numberAt(schema, 'minimum', -NUMBER_USUAL_MAX);
  const max = numberAt(schema, 'maximum', NUMBER_USUAL_MAX);
  return fc.oneof(
    fc.integer({ min: Math.max(min, Number.MIN_SAFE_INTEGER), max: Math.min(max, Number.MAX_SAFE_INTEGER) }),
    fc.constantFrom(min, max),
  );
};
const numbers = (schema: JsonObject): fc.Arbitrary<number> =>
  fc.double({
    min: numberAt(schema, 'minimum', numberAt(schema, 'exclusiveMinimum', -NUMBER_USUAL_MAX)),
    max: numberAt(schema, 'maximum', NUMBER_USUAL_MAX),
    minExcluded: 'exclusiveMinimum' in schema,
    noNaN: true,
  });

const objects = (schema: JsonObject): fc.Arbitrary<unknown> => {
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const required: unknown = schema['required'];
  const requiredKeys = properties.map(([name]) => name).filter((name) => Array.isArray(required) && required.includes(name));
  const shape = Object.fromEntries(properties.map(([name, property]) => [name, valuesOf(isObject(property) ? property : {})]));
  return fc.record(shape, { requiredKeys, noNullPrototype: true });
};

/** JSON values that fit a schema, as far as it says in one place what fits. */
export const valuesOf = (schema: JsonObject): fc.Arbitrary<unknown> => {
  if ('const' in schema) return fc.constant(schema['const']);
  const allowed: unknown = schema['enum'];
  if (Array.isArray(allowed)) return fc.constantFrom<unknown[]>(...allowed);
  const choices = [...listAt(schema, 'anyOf'), ...listAt(schema, 'oneOf')];
  if (choices.length > 0 && schema['properties'] === undefined) return fc.oneof(...choices.map(valuesOf));
  switch (schema['type']) {
    case 'string':
      return texts(schema);
    case 'integer':
      return wholeNumbers(schema);
    case 'number':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const minLength = numberAt(schema, 'minItems', 0);
      const items = isObject(schema['items']) ? schema['items'] : {};
      const maxLength = Math.max(minLength, Math.min(numberAt(schema, 'maxItems', ITEMS_USUAL_MAX), ITEMS_USUAL_MAX));
      return fc.array(valuesOf(items), { minLength, maxLength });
    }
    case 'object':
      return objects(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};
