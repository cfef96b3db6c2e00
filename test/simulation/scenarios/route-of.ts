import { contexts } from '../../../infra/regions/contexts.ts';
import type { Request } from '../world/edge.ts';

const patterns = contexts
  .flatMap(({ routes }) => routes)
  .map(({ method, path }) => ({ method, path, pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) }))
  // `/v1/patients/lookup` before `/v1/patients/{token}`.
  .sort((left, right) => left.path.split('{').length - right.path.split('{').length);

/** Which declared route `POST /v1/offers/ofr_…/accept` is of, with its parameters. */
export const routeOf = (line: string): Pick<Request, 'method' | 'route' | 'params'> => {
  const [wanted, path = ''] = line.split(' ');
  for (const { method, path: route, pattern } of patterns) {
    const found = method === wanted ? pattern.exec(path) : null;
    if (found !== null) return { method, route, params: { ...found.groups } };
  }
  throw new Error(`no route answers ${line}`);
};
