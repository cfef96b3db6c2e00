import type { Context as LambdaContext } from 'aws-lambda';
import type { Engine } from '../../../infra/local/engine.ts';
import type { Authorize } from '../../../infra/local/server.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import { hashIds } from '../../../shared/adapters/node/ids.ts';
import type { Method } from '../../../shared/kernel/route.ts';
import { type Clock, epochMs } from '../../../shared/kernel/time.ts';
import type { HttpEvent } from '../../../shared/lambda/http-api.ts';

/** One request of one agency, as it may be sent any number of times. */
export interface Request {
  readonly method: Method;
  /** `/v1/prescriptions/{id}/approve` */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly apiKey: string;
  readonly agencyId: string;
  /** The Idempotency-Key. */
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const apiOf = new Map<string, string>(
  contexts.flatMap(({ name, routes }) => routes.map((route) => [`${route.method} ${route.path}`, name] as const)),
);

export const pathOf = ({ route, params }: Pick<Request, 'route' | 'params'>): string =>
  route.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');

/** The id that the edge gives the command of this request. */
export const commandIdOf = (request: Request): string =>
  hashIds.derive('cmd', request.agencyId, request.method, pathOf(request), request.key);

const eventOf = (request: Request, requestId: string, clock: Clock): HttpEvent => {
  const routeKey = `${request.method} ${request.route}`;
  const path = pathOf(request);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {
      authorization: `Bearer ${request.apiKey}`,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.method === 'POST' ? { 'idempotency-key': request.key } : {}),
      ...request.headers,
    },
    queryStringParameters: { ...request.query },
    pathParameters: { ...request.params },
    isBase64Encoded: false,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    requestContext: {
      accountId: 'simulation',
      apiId: 'simulation',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: request.method, path, protocol: 'HTTP/1.1', sourceIp: '', userAgent: '' },
      requestId,
      routeKey,
      stage: '$default',
      time: clock.now(),
      timeEpoch: epochMs(clock.now()),
      authorizer: { lambda: undefined },
    },
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** API Gateway without a socket: asks the authorizer, makes the event, calls the context's handler. */
export const createEdge = ({ apis }: Pick<Engine, 'apis'>, authorize: Authorize, clock: Clock) => {
  let requests = 0;
  return async (request: Request): Promise<Reply> => {
    requests += 1;
    const api = apis.get(apiOf.get(`${request.method} ${request.route}`) ?? '');
    if (api === undefined) throw new Error(`no context answers ${request.method} ${request.route}`);
    const event = eventOf(request, `req_${requests}`, clock);
    event.requestContext.authorizer.lambda = await authorize(event.headers['authorization']);
    // Without a deadline middy sets no timer of its own.
    const answer = await api(event, {} as LambdaContext);
    const body: unknown = answer.body === '' ? {} : JSON.parse(answer.body);
    return { status: answer.statusCode, body: isRecord(body) ? body : {} };
  };
};
