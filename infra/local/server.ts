import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Context as LambdaContext } from 'aws-lambda';
import findMyWay from 'find-my-way';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { randomId } from '../../shared/adapters/node/ids.ts';
import type { Context } from '../../shared/kernel/context.ts';
import { edgeProblems } from '../../shared/kernel/problem.ts';
import type { Caller, Method, Route } from '../../shared/kernel/route.ts';
import { epochMs } from '../../shared/kernel/time.ts';
import { BODY_BYTES_MAX, type HttpEvent, type HttpHandler } from '../../shared/lambda/http-api.ts';
import { type HttpAnswer, problemAnswer } from '../../shared/lambda/problem-json.ts';

/** What an API Gateway authorizer does: finds out who calls, or answers undefined. */
export type Authorize = (authorization: string | undefined) => Promise<Caller | undefined>;

/** A page or file of the server's own, outside the API's contexts. */
export type Page = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ServerOptions {
  readonly contexts: readonly Context[];
  readonly apis: ReadonlyMap<string, HttpHandler>;
  readonly authorize: Authorize;
  readonly pages: Readonly<Record<string, Page>>;
}

/** Requests in work at once; beyond this the server sheds load instead of queueing without end. */
const REQUESTS_MAX = 512;
/** A client that dribbles its request is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

type Handler = (request: IncomingMessage, response: ServerResponse, params: Record<string, string | undefined>) => Promise<void>;

/** The laptop's API Gateway: finds the route, asks the authorizer, makes the same event and calls the same handler as on AWS. */
export const createHttpServer = ({ contexts, apis, authorize, pages }: ServerOptions): Server => {
  const router = findMyWay({ ignoreTrailingSlash: false, maxParamLength: 200 });
  const methodsOf = new Map<string, Set<string>>();
  const add = (method: Method, path: string, handler: Handler): void => {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    methodsOf.set(pattern, (methodsOf.get(pattern) ?? new Set()).add(method));
    router.on(method, pattern, (request, response, params) => handler(request, response, params));
  };
  for (const context of contexts) {
    const api = apis.get(context.name);
    if (api !== undefined) for (const route of context.routes) add(route.method, route.path, viaApi(route, api, authorize));
  }
  for (const [path, page] of Object.entries(pages)) add('GET', path, async (request, response) => page(request, response));

  const allowedOn = (path: string): string =>
    (['GET', 'POST', 'PUT', 'DELETE'] as const).filter((method) => router.find(method, path) !== null).join(', ');

  let inWork = 0;
  return createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, async (request, response) => {
    response.on('error', () => response.destroy());
    if (inWork >= REQUESTS_MAX) return send(response, edgeProblem('overloaded'));
    inWork += 1;
    try {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const found = isMethod(request.method) ? router.find(request.method, path) : null;
      if (found === null) {
        const allow = allowedOn(path);
        return send(response, allow === '' ? edgeProblem('not-found') : edgeProblem('method-not-allowed', { allow }));
      }
      await router.lookup(request, response);
    } catch {
      send(response, edgeProblem('internal-error'));
    } finally {
      inWork -= 1;
    }
  });
};

const isMethod = (method: string | undefined): method is Method =>
  method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE';

const viaApi =
  (route: Route, api: HttpHandler, authorize: Authorize): Handler =>
  async (request, response, params) => {
    const caller = route.access === 'anyone' ? undefined : await authorize(request.headers.authorization);
    if (caller === undefined && route.access !== 'anyone') return send(response, edgeProblem('unauthorized'));
    const body = await readBody(request);
    if (body === 'too-large') return send(response, edgeProblem('body-too-large', { connection: 'close' }));
    const event = httpEvent(request, { route, params, body, caller });
    send(response, await api(event, lambdaContext(event.requestContext.requestId)));
  };

const readBody = async (request: IncomingMessage): Promise<Buffer | 'too-large'> => {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return 'too-large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** What the gateway finds out before it calls a Lambda. */
interface Found {
  readonly route: Route;
  readonly params: Record<string, string | undefined>;
  readonly body: Buffer;
  readonly caller: Caller | undefined;
}

const httpEvent = (request: IncomingMessage, { route, params, body, caller }: Found): HttpEvent => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const now = systemClock.now();
  const routeKey = `${route.method} ${route.path}`;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const query: Record<string, string> = {};
  // API Gateway joins repeated names with a comma.
  for (const [name, value] of url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    queryStringParameters: query,
    pathParameters: params,
    isBase64Encoded: true,
    body: body.toString('base64'),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: route.method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: request.socket.remoteAddress ?? '', userAgent: '' },
      requestId: randomId('req'),
      routeKey,
      stage: '$default',
      time: now,
      timeEpoch: epochMs(now),
      authorizer: { lambda: caller },
    },
  };
};

const LAMBDA_DEADLINE_MS = 29_000;
const lambdaContext = (requestId: string): LambdaContext => {
  const began = performance.now();
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'local',
    functionVersion: '1',
    invokedFunctionArn: 'local',
    memoryLimitInMB: '512',
    logGroupName: 'local',
    logStreamName: 'local',
    getRemainingTimeInMillis: () => LAMBDA_DEADLINE_MS - (performance.now() - began),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};

const edgeProblem = (code: keyof typeof edgeProblems, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  problemAnswer({ code }, edgeProblems[code], randomId('req'), headers);

const send = (response: ServerResponse, { statusCode, headers, body }: HttpAnswer): void => {
  if (response.headersSent) return;
  response.writeHead(statusCode, headers).end(body);
};
