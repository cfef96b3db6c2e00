import type { Path } from './element.ts';
import type { Placed } from './placed.ts';

type Found = { readonly kind: 'found'; readonly path: Path } | { readonly kind: 'missing' | 'ambiguous' | 'elsewhere' };

/** Of a reference to a version of a resource, the resource. */
const withoutVersion = (reference: string): string => reference.replace(/\/_history\/[^/]+$/, '');
/** Where a resource stands on its server: that address, and before it the server's. Undefined for `urn:` and what is no address. */
const baseOf = (fullUrl: string | undefined): string | undefined => /^(https?:\/\/.+\/)[^/]+\/[^/]+$/.exec(fullUrl ?? '')?.[1];

const startsWith = (path: Path, start: Path): boolean => start.every((name, index) => path[index] === name);

const oneOf = (found: readonly Placed[], otherwise: Found['kind'] & ('missing' | 'elsewhere')): Found => {
  const [only, ...others] = found;
  if (only === undefined) return { kind: otherwise };
  return others.length > 0 ? { kind: 'ambiguous' } : { kind: 'found', path: only.path };
};

/**
 * What a reference that stands at `from` leads to (R4, Bundle 3.1.1, and contained resources): `#id` to what its own resource contains,
 * `urn:uuid:` and an absolute address to a `fullUrl` and to nothing else, `Type/id` to that resource on the same server. `elsewhere`: on the sender's server.
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
  if (baseOf(name) !== undefined) return { kind: 'elsewhere' };
  const base = baseOf(standing.find(({ path }) => startsWith(from, path))?.fullUrl);
  const onServer = standing.filter(({ fullUrl }) => base !== undefined && fullUrl === `${base}${name}`);
  if (onServer.length > 0) return oneOf(onServer, 'elsewhere');
  // Senders that give no addresses mean the resource of that type and id.
  const beside = standing.filter(({ type, id, fullUrl }) => {
    const other = baseOf(fullUrl);
    if (other === undefined) return `${type}/${id}` === name;
    return base === undefined && fullUrl === `${other}${name}`;
  });
  return oneOf(beside, 'elsewhere');
};
