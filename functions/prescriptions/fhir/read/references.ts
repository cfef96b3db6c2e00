import type { Path } from './element.ts';
import type { Placed } from './placed.ts';

type Found = { readonly kind: 'found'; readonly path: Path } | { readonly kind: 'missing' | 'ambiguous' | 'elsewhere' };

/** Of a reference to a version of a resource, the resource. */
const withoutVersion = (reference: string): string => reference.replace(/\/_history\/[^/]+$/, '');
const typeAndId = (reference: string): string => reference.split('/').slice(-2).join('/');

const startsWith = (path: Path, start: Path): boolean => start.every((name, index) => path[index] === name);

const oneOf = (found: readonly Placed[], otherwise: Found['kind'] & ('missing' | 'elsewhere')): Found => {
  const [only, ...others] = found;
  if (only === undefined) return { kind: otherwise };
  return others.length > 0 ? { kind: 'ambiguous' } : { kind: 'found', path: only.path };
};

/**
 * What a reference that stands at `from` leads to (R4, Bundle 3.1.1, and contained resources): `#id` to what its own resource contains,
 * `urn:uuid:` and an absolute address to a `fullUrl`, `Type/id` to that resource beside it. `elsewhere`: on the sender's server.
 */
export const locate = (placed: readonly Placed[], reference: string, from: Path): Found => {
  if (reference.startsWith('#')) {
    const inside = placed.filter(({ container, id }) => container !== undefined && startsWith(from, container) && `#${id}` === reference);
    return oneOf(inside, 'missing');
  }
  const name = withoutVersion(reference);
  const standing = placed.filter(({ container }) => container === undefined);
  const byUrl = standing.filter(({ fullUrl }) => fullUrl === name);
  if (byUrl.length > 0 || name.startsWith('urn:')) return oneOf(byUrl, 'missing');
  const wanted = typeAndId(name);
  const beside = standing.filter(
    ({ type, id, fullUrl }) =>
      `${type}/${id}` === wanted || (fullUrl !== undefined && !fullUrl.startsWith('urn:') && typeAndId(fullUrl) === wanted),
  );
  return oneOf(beside, 'elsewhere');
};
