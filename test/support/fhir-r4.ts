import { Fhir } from 'fhir-definitions';

/** Holds R4's definitions: which elements there are, which must be there, and which codes the required bindings take. */
const definitions = new Fhir();

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** R4's rules for every element, which the definitions leave to prose and FHIRPath. */
const rules: Readonly<Record<string, (element: Members) => boolean>> = {
  'ele-1: nothing is empty': (element) =>
    Object.values(element).every((value) => value !== '' && !(Array.isArray(value) && value.length === 0) && value !== null),
  'id: letters, digits, - and .': ({ id }) => id === undefined || (typeof id === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(id)),
  'qty-3: a code of a unit has a system': (element) =>
    !('value' in element && 'code' in element && typeof element['value'] === 'number') || element['system'] !== undefined,
  'ext-1: a value, or extensions': (element) =>
    typeof element['url'] !== 'string' ||
    'relation' in element ||
    'extension' in element !== Object.keys(element).some((name) => name.startsWith('value')),
  'ait-1: an allergy has a clinical status': ({ resourceType, clinicalStatus }) =>
    resourceType !== 'AllergyIntolerance' || clinicalStatus !== undefined,
  'dateTime: with seconds and a zone': (element) =>
    ['authoredOn', 'recorded', 'start', 'end', 'date'].every((name) => {
      const value = element[name];
      return typeof value !== 'string' || /T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
    }),
};

const broken = (value: unknown, path: string): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => broken(item, `${path}[${index}]`));
  if (!isMembers(value)) return [];
  const own = Object.entries(rules).flatMap(([rule, holds]) => (holds(value) ? [] : [`${path} ${rule}`]));
  return [...own, ...Object.entries(value).flatMap(([name, inner]) => broken(inner, `${path}.${name}`))];
};

const referencesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isMembers(value)) return [];
  const { reference } = value;
  return [...(typeof reference === 'string' ? [reference] : []), ...Object.values(value).flatMap(referencesIn)];
};

/** bdl-7, and that what we name in a Bundle of ours is in it. */
const brokenNames = (entries: readonly Members[]): readonly string[] => {
  const names = entries.map(({ fullUrl }) => fullUrl);
  const lost = entries.flatMap(referencesIn).filter((name) => name.startsWith('urn:') && !names.includes(name));
  return [...(new Set(names).size < names.length ? ['bdl-7: fullUrl is unique'] : []), ...lost.map((name) => `nothing is ${name}`)];
};

const entriesOf = (resource: Members): readonly Members[] => (Array.isArray(resource['entry']) ? resource['entry'].filter(isMembers) : []);

/** All that R4 says against a resource, or a Bundle and what is in it; nothing when it is valid. */
export const wrongIn = (resource: unknown): readonly string[] => {
  if (!isMembers(resource)) return ['no resource'];
  const entries = entriesOf(resource);
  const all = [resource, ...entries.map((entry) => entry['resource'])].filter(isMembers);
  const said = all.flatMap((one) => definitions.validate(one, { errorOnUnexpected: true }).messages);
  return [
    ...said.filter(({ severity }) => severity === 'error' || severity === 'fatal').map(({ location, message }) => `${location} ${message}`),
    ...broken(resource, String(resource['resourceType'])),
    ...brokenNames(entries),
  ];
};

interface Defined {
  readonly _name: string;
  readonly _properties?: readonly Defined[];
}

/** The names of all elements of a type, or of a part of it: `Timing.repeat`. */
export const elementsOf = (type: string): readonly string[] => {
  const [name = '', ...parts] = type.split('.');
  const whole: readonly Defined[] = definitions.parser.parsedStructureDefinitions[name]?._properties ?? [];
  const found = parts.reduce((elements, part) => elements.find(({ _name }) => _name === part)?._properties ?? [], whole);
  return found.map(({ _name }) => _name).filter((element) => !element.startsWith('_'));
};
