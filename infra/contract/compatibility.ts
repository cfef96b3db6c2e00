import { isObject, type JsonObject, propertiesOf } from './json-schema.ts';

/** Where in a schema the comparison stands. */
interface Place {
  readonly path: string;
  readonly depth: number;
}

/** Nesting that the comparison follows; our schemas stay under 10. */
const DEPTH_MAX = 32;

const within = ({ path, depth }: Place, step: string): Place => {
  if (depth >= DEPTH_MAX) throw new Error('schemas nest too deep to compare');
  return { path: `${path}/${step}`, depth: depth + 1 };
};

/**
 * What a reader of `before` may choke on in `after`, one sentence each: a field that is gone, of another type or set of values,
 * or no longer always there; or, for who sends it, a field that is newly required. Adding an optional field is no break.
 */
export const breakingChanges = (before: JsonObject, after: JsonObject, place: Place = { path: '', depth: 0 }): readonly string[] => {
  const name = place.path === '' ? 'the whole' : place.path;
  if (kindOf(before) !== kindOf(after)) return [`${name} changed its type`];
  return [...propertyChanges(before, after, place), ...itemChanges(before, after, place), ...valueChanges(before, after, name)];
};

const propertyChanges = (before: JsonObject, after: JsonObject, place: Place): readonly string[] => {
  const earlier = propertiesOf(before);
  const later = new Map(propertiesOf(after).map((property) => [property.name, property]));
  const broken = earlier.flatMap(({ name, schema, isRequired }) => {
    const now = later.get(name);
    const inside = within(place, name);
    if (now === undefined) return [`${inside.path} was removed`];
    const loosened = isRequired && !now.isRequired ? [`${inside.path} is no longer always there`] : [];
    const tightened = !isRequired && now.isRequired ? [`${inside.path} is newly required`] : [];
    return [...loosened, ...tightened, ...breakingChanges(schema, now.schema, inside)];
  });
  const known = new Set(earlier.map(({ name }) => name));
  const demanded = [...later.values()].filter(({ name, isRequired }) => isRequired && !known.has(name));
  return [...broken, ...demanded.map(({ name }) => `${place.path}/${name} is newly required`)];
};

const itemChanges = (before: JsonObject, after: JsonObject, place: Place): readonly string[] => {
  const [was, is] = [before['items'], after['items']];
  return isObject(was) && isObject(is) ? breakingChanges(was, is, within(place, '*')) : [];
};

/** A new value in an enumeration surprises a reader that lists them; another pattern or format is another type. */
const valueChanges = (before: JsonObject, after: JsonObject, name: string): readonly string[] => {
  const changed = ['pattern', 'format', 'const'].filter((key) => before[key] !== after[key]).map((key) => `${name} changed its ${key}`);
  return valuesOf(before) === valuesOf(after) ? changed : [...changed, `${name} changed its values`];
};

const valuesOf = ({ enum: values }: JsonObject): string => (Array.isArray(values) ? values.map(String).sort().join(' ') : '');

const kindOf = ({ type, anyOf, oneOf }: JsonObject): string => JSON.stringify(type ?? anyOf ?? oneOf ?? null);
