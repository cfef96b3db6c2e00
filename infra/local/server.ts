import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import findMyWay from 'find-my-way';
import { randomId } from '../../shared/adapters/node/ids.ts';
import type { Context } from '../../shared/kernel/context.ts';
import { edgeProblems } from '../../shared/kernel/problem.ts';
import type { Caller, Method, Route } from '../../shared/kernel/route.ts';
import type { HttpHandler } from '../../shared/lambda/http-api.ts';
import { type HttpAnswer, problemAnswer } from '../../shared/lambda/problem-json.ts';
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
  readonly limits?: ServerLimits;
}

export interface ServerLimits {
  /** Requests in work at once; beyond this the server sheds load instead of queueing without end. */
  readonly requestsMax: number;
  /** A client that dribbles its request is cut off; looked after twice in that time. */
  readonly requestTimeoutMs: number;
}
const USUAL_LIMITS: ServerLimits = { requestsMax: 512, requestTimeoutMs: 30_000 };

type Handler = (request: IncomingMessage, response: ServerResponse, params: Record<string, string | undefined>) => Promise<void>;

/** The laptop's API Gateway: finds the route, asks the authorizer, makes the same event and calls the same handler as on AWS. */
export const createHttpServer = ({ contexts, apis, authorize, pages, limits = USUAL_LIMITS }: ServerOptions): Server => {
  const router = findMyWay({ ignoreTrailingSlash: false, maxParamLength: 200 });
  const add = (method: Method, path: string, handler: Handler): void =>
    router.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response, params) => handler(request, response, params));
  for (const context of contexts) {
    const api = apis.get(context.name);
    if (api !== undefined) for (const route of context.routes) add(route.method, route.path, viaApi(route, api, authorize));
  }
  for (const [path, page] of Object.entries(pages)) add('GET', path, async (request, response) => page(request, response));

  const allowedOn = (path: string): readonly string[] => {
    const methods = METHODS.filter((method) => router.find(method, path) !== null);
    if (methods.length === 0) return [];
    return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  };
  const dispatch = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    // A HEAD is a GET whose body node leaves out.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = isMethod(method) ? router.find(method, path) : null;
    if (found !== null) return found.handler(request, response, found.params, found.store, found.searchParams);
    const allow = allowedOn(path);
    if (allow.length === 0) return send(response, edgeProblem('not-found'));
    const headers = { allow: allow.join(', ') };
    if (method === 'OPTIONS') return send(response, { statusCode: 204, headers, body: '' });
    send(response, edgeProblem('method-not-allowed', headers));
  };

  let inWork = 0;
  const timing = { requestTimeout: limits.requestTimeoutMs, connectionsCheckingInterval: limits.requestTimeoutMs / 2 };
  return createServer(timing, async (request, response) => {
    response.on('error', () => response.destroy());
    if (inWork >= limits.requestsMax) return send(response, edgeProblem('overloaded'));
    inWork += 1;
    try {
      await dispatch(request, response);
    } catch {
      send(response, edgeProblem('internal-error'));
    } finally {
      inWork -= 1;
    }
  });
};

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const satisfies readonly Method[];
const isMethod = (method: string | undefined): method is Method => METHODS.some((known) => known === method);

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

const edgeProblem = (code: keyof typeof edgeProblems, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  problemAnswer({ code }, edgeProblems[code], { instance: randomId('req'), headers });

const send = (response: ServerResponse, { statusCode, headers, body }: HttpAnswer): void => {
  if (response.headersSent) return;
  response.writeHead(statusCode, headers).end(body);
};
