import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import findMyWay from 'find-my-way';
import type { Context } from '../../shared/kernel/context.ts';
import type { Log } from '../../shared/kernel/log.ts';
import type { Caller, Method, Route } from '../../shared/kernel/route.ts';
import type { HttpHandler } from '../../shared/lambda/http-api.ts';
import type { HttpAnswer } from '../../shared/lambda/problem-json.ts';
import { type Admission, type AdmissionLimits, createAdmission, USUAL_ADMISSION } from './admission.ts';
import { answerBrokenRequests } from './broken-requests.ts';
import { type ConnectionLimits, limitConnections, USUAL_CONNECTIONS } from './connections.ts';
import { edgeProblem, problemTeller } from './edge-problem.ts';
import { httpEvent, lambdaContext, readBody } from './http-event.ts';

/** What an API Gateway authorizer does: finds out who calls, or answers undefined. */
export type Authorize = (authorization: string | undefined) => Promise<Caller | undefined>;

/** A page or file of the server's own, outside the API's contexts. */
export type Page = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ServerOptions {
  readonly contexts: readonly Context[];
  readonly apis: ReadonlyMap<string, HttpHandler>;
  readonly authorize: Authorize;
  readonly pages: Readonly<Record<string, Page>>;
  readonly log: Log;
  readonly limits?: Partial<ServerLimits>;
  /** How long the region's own work has waited. @default never */
  readonly backlogMs?: () => number;
}

export interface ServerLimits extends AdmissionLimits, ConnectionLimits {
  /** A client that dribbles its request is cut off; looked after twice in that time. */
  readonly requestTimeoutMs: number;
}
const USUAL_LIMITS: ServerLimits = { ...USUAL_ADMISSION, ...USUAL_CONNECTIONS, requestTimeoutMs: 30_000 };

type Params = Record<string, string | undefined>;
type Handler = (request: IncomingMessage, response: ServerResponse, params: Params) => Promise<void>;

/** The laptop's API Gateway: finds the route, asks the authorizer, makes the same event and calls the same handler as on AWS. */
export const createHttpServer = (options: ServerOptions): Server => {
  const limits = { ...USUAL_LIMITS, ...options.limits };
  const admission = createAdmission({ limits, backlogMs: options.backlogMs ?? (() => 0), nowMs: () => performance.now() });
  const find = pathsOf(handlersOf(options, admission));
  const problemTo = problemTeller(options.contexts);

  const dispatch = async (found: Found | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!hasOneHost(request)) return send(response, problemTo(request, 'request-malformed'));
    if (found === undefined) return send(response, problemTo(request, 'not-found'));
    // A HEAD is a GET whose body node leaves out.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const handler = found.methods.get(method ?? '');
    if (handler !== undefined) return handler(request, response, found.params);
    const headers = { allow: allowOf(found.methods) };
    send(response, method === 'OPTIONS' ? { statusCode: 204, headers, body: '' } : problemTo(request, 'method-not-allowed', headers));
  };

  const timing = { requestTimeout: limits.requestTimeoutMs, connectionsCheckingInterval: limits.requestTimeoutMs / 2 };
  // Two keys or two types are none, as behind API Gateway: a repeated header is joined, and no first one wins.
  const reading = { requireHostHeader: false, joinDuplicateHeaders: true };
  const server = createServer({ ...timing, ...reading }, async (request, response) => {
    if (!isWorthAnswer(request)) return;
    response.on('error', () => response.destroy());
    const shed = admission.enter();
    if (shed !== undefined) return send(response, problemTo(request, shed.code, shed.headers));
    const found = find((request.url ?? '/').split('?')[0] ?? '/');
    try {
      await dispatch(found, request, response);
    } catch (thrown) {
      // Whoever goes away in the middle of a request breaks nothing but it.
      if (request.complete || !request.destroyed) options.log.failure('edge.failed', thrown, { path: found?.path });
      send(response, problemTo(request, 'internal-error'));
    } finally {
      admission.leave();
    }
  });
  const isWorthAnswer = limitConnections(server, limits);
  answerBrokenRequests(server, edgeProblem);
  return server;
};

/** RFC 9112, 3.2; Node's own answer to it is no problem. */
const hasOneHost = ({ httpVersion, headers: { host } }: IncomingMessage): boolean =>
  host === undefined ? httpVersion === '1.0' : !host.includes(',');

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const satisfies readonly Method[];
const allowOf = (methods: ReadonlyMap<string, Handler>): string =>
  [...METHODS.filter((method) => methods.has(method)), ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');

type Handlers = ReadonlyMap<string, ReadonlyMap<string, Handler>>;

/** By path as the manifests write it, then by method. */
const handlersOf = ({ contexts, apis, authorize, pages }: ServerOptions, admission: Admission): Handlers => {
  const problemTo = problemTeller(contexts);
  const handlers = new Map<string, Map<string, Handler>>();
  const add = (method: Method, path: string, handler: Handler): void => {
    const methods = handlers.get(path) ?? new Map<string, Handler>();
    handlers.set(path, methods.set(method, handler));
  };
  for (const { name, routes } of contexts) {
    const api = apis.get(name);
    if (api !== undefined)
      for (const route of routes) add(route.method, route.path, viaApi(route, { api, authorize, admission, problemTo }));
  }
  for (const [path, page] of Object.entries(pages)) add('GET', path, async (request, response) => page(request, response));
  return handlers;
};

interface Found {
  /** As the manifest writes it. */
  readonly path: string;
  readonly methods: ReadonlyMap<string, Handler>;
  readonly params: Params;
}

/** The nearest path decides, then the method: `/v1/patients/lookup` is nobody's token. */
const pathsOf = (handlers: Handlers) => {
  const router = findMyWay({ ignoreTrailingSlash: false, maxParamLength: 200 });
  for (const path of handlers.keys()) router.on('GET', path.replaceAll(/\{(\w+)\}/g, ':$1'), () => path, path);
  return (asked: string): Found | undefined => {
    // The router passes over the first character of what is no path.
    if (asked.startsWith('*')) return undefined;
    const found = router.find('GET', asked);
    if (found === null) return undefined;
    const path = String(found.store);
    return { path, methods: handlers.get(path) ?? new Map(), params: found.params };
  };
};

interface ApiDeps {
  readonly api: HttpHandler;
  readonly authorize: Authorize;
  readonly admission: Admission;
  readonly problemTo: ReturnType<typeof problemTeller>;
}

const viaApi =
  (route: Route, { api, authorize, admission, problemTo }: ApiDeps): Handler =>
  async (request, response, params) => {
    const caller = route.access === 'anyone' ? undefined : await authorize(request.headers.authorization);
    if (caller === undefined && route.access !== 'anyone') return send(response, problemTo(request, 'unauthorized'));
    const shed = caller === undefined ? undefined : admission.refusalOf(route, caller);
    if (shed !== undefined) return send(response, problemTo(request, shed.code, shed.headers));
    const work = async (): Promise<void> => {
      const body = await readBody(request);
      if (body === 'too-large') return send(response, problemTo(request, 'body-too-large', { connection: 'close' }));
      const event = httpEvent(request, { route, params, body, caller });
      send(response, await api(event, lambdaContext(event.requestContext.requestId)));
    };
    return caller === undefined ? work() : admission.workFor(caller, work);
  };

const send = (response: ServerResponse, { statusCode, headers, body }: HttpAnswer): void => {
  if (response.headersSent) return;
  const length = statusCode === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(statusCode, { ...headers, ...length }).end(body);
};
