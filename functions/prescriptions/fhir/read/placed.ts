import type { FhirBundle } from '../bundle.ts';
import type { Path } from './element.ts';

/** A resource of a message before its form is checked, and the names under which others refer to it. */
export interface Placed {
  readonly path: Path;
  readonly type: string;
  readonly id: string | undefined;
  readonly fullUrl: string | undefined;
  /** The resource that contains it. */
  readonly container: Path | undefined;
  readonly raw: object;
}

const CONTAINED_MAX = 50;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (value: object, name: string): string | undefined => {
  const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
  return typeof found === 'string' ? found : undefined;
};

const placedAt = (raw: object, place: Pick<Placed, 'path' | 'fullUrl' | 'container'>): Placed => ({
  ...place,
  type: textIn(raw, 'resourceType') ?? '',
  id: textIn(raw, 'id'),
  raw,
});

/** All resources of a message with those that they contain, in its order. */
export const placedIn = ({ entry }: FhirBundle): readonly Placed[] =>
  entry.flatMap(({ resource, fullUrl }, index) => {
    if (resource === undefined) return [];
    const path: Path = ['entry', index, 'resource'];
    const { contained } = resource;
    const inside = Array.isArray(contained) ? contained.slice(0, CONTAINED_MAX) : [];
    return [
      placedAt(resource, { path, fullUrl, container: undefined }),
      ...inside.flatMap((raw, position) =>
        isObject(raw) ? [placedAt(raw, { path: [...path, 'contained', position], fullUrl: undefined, container: path })] : [],
      ),
    ];
  });

/** Deeper than JSON may be nested here. */
const DEPTH_MAX = 40;

const MODIFIERS = ['modifierExtension', 'implicitRules'];
/** An extension says nothing of what is beside it, and what is contained is a resource of its own. */
const APART = ['extension', 'contained', 'resource'];

/**
 * Where a resource says that its meaning is another one than we read: FHIR forbids to go on without knowing it. `named` are further
 * elements that do so in this resource.
 */
export const modifiersIn = (value: unknown, path: Path, named: readonly string[] = [], depth = 0): readonly Path[] => {
  if (depth > DEPTH_MAX || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => modifiersIn(item, [...path, index], named, depth + 1));
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = [...path, name];
    if (MODIFIERS.includes(name) || named.includes(name)) return [inner];
    return APART.includes(name) ? [] : modifiersIn(item, inner, named, depth + 1);
  });
};
