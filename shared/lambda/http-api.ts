import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithLambdaAuthorizer, Context as LambdaContext } from 'aws-lambda';
import type { Context } from '../kernel/context.ts';
import type { Cause } from '../kernel/journal.ts';
import { edgeProblems, type ProblemTable, type Refusal } from '../kernel/problem.ts';
import { ok, type Result, refuse } from '../kernel/result.ts';
import type { Caller, RawRequest, Route } from '../kernel/route.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { negotiate, problemFormOf } from './media-types.ts';
import { type HttpAnswer, problemAnswer } from './problem-json.ts';
import { readJson } from './read-json.ts';

export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<Partial<Caller> | null | undefined>;
export type HttpHandler = (event: HttpEvent, context: LambdaContext) => Promise<HttpAnswer>;

export const BODY_BYTES_MAX = 1024 * 1024;

const NOBODY: Caller = { agencyId: '', role: 'anyone', keyId: '' };

/** All routes of one context behind API Gateway's HTTP API events; the laptop's server makes the same events. */
export const createHttpApi = (context: Context, runtime: Runtime): HttpHandler => {
  const routes = new Map(context.routes.map((route) => [`${route.method} ${route.path}`, route]));
  const problems: ProblemTable = { ...context.problems, ...edgeProblems };
  const toProblem = (refusal: Refusal, event: HttpEvent): HttpAnswer => {
    const spec = problems[refusal.code];
    if (spec === undefined) throw new Error(`uncatalogued problem ${refusal.code}`);
    const form = problemFormOf(context.problemForms ?? [], event.headers);
    return problemAnswer(refusal, spec, { instance: event.requestContext.requestId, form, bodyType: event.headers['content-type'] });
  };

  /** Whatever breaks below becomes one answer with nothing inside. */
  const failureToProblem: MiddlewareObj<HttpEvent, HttpAnswer> = {
    onError: (request) => {
      runtime.log.failure('http.failed', request.error, { routeKey: request.event.routeKey });
      runtime.log.count('requests', { context: context.name, outcome: 'internal-error' });
      request.response = toProblem({ code: 'internal-error' }, request.event);
    },
  };

  const handle = async (event: HttpEvent): Promise<HttpAnswer> => {
    const route = routes.get(event.routeKey);
    if (route === undefined) return toProblem({ code: 'not-found' }, event);
    const request = readRequest(event, route, runtime);
    const outcome = request.ok ? await answerTo(request.value, route, runtime) : request;
    runtime.log.count('requests', { context: context.name, outcome: outcome.ok ? 'accepted' : outcome.refusal.code });
    return outcome.ok ? outcome.value : toProblem(outcome.refusal, event);
  };

  return middy<HttpEvent, HttpAnswer>().use(failureToProblem).handler(handle);
};

const answerTo = async (request: RawRequest, route: Route, runtime: Runtime): Promise<Result<HttpAnswer, Refusal>> => {
  const outcome = await route.invoke(request, runtime);
  if (!outcome.ok) return outcome;
  const { status, body, headers } = outcome.value;
  return ok({
    statusCode: status,
    headers: { 'content-type': request.types.reply, 'cache-control': 'no-store', ...headers },
    body: status === 204 ? '' : JSON.stringify(body),
  });
};

const readRequest = (event: HttpEvent, route: Route, runtime: Runtime): Result<RawRequest, Refusal> => {
  const headers = event.headers;
  const caller = callerOf(event);
  const refusal = refusalOfAccess(route, caller);
  if (refusal !== undefined) return refuse(refusal);
  const types = negotiate(route, headers);
  if (!types.ok) return types;

  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES_MAX) return refuse({ code: 'body-too-large' });
  const body = route.body === undefined ? ({ ok: true, value: undefined } as const) : readJson(bytes);
  if (!body.ok) return refuse({ code: 'malformed-json' });

  const cause = causeOf({ event, route, caller, body: bytes }, runtime);
  if (!cause.ok) return cause;
  const { pathParameters: params = {}, queryStringParameters: query = {} } = event;
  return ok({ params, query, headers, body: body.value, types: types.value, caller, cause: cause.value, now: cause.value.at });
};

const callerOf = (event: HttpEvent): Caller => {
  const found = event.requestContext.authorizer?.lambda;
  const { agencyId, role, keyId } = found ?? {};
  return agencyId === undefined || role === undefined || keyId === undefined ? NOBODY : { agencyId, role, keyId };
};

const refusalOfAccess = ({ access }: Route, caller: Caller): Refusal | undefined => {
  if (access === 'anyone') return undefined;
  if (caller === NOBODY) return { code: 'unauthorized' };
  return access === 'any-agency' || access.includes(caller.role) ? undefined : { code: 'forbidden' };
};

/** A key of 1 to 255 visible ASCII characters, in the quotes of a structured field or without. */
export const IDEMPOTENCY_KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

interface Asked {
  readonly event: HttpEvent;
  readonly route: Route;
  readonly caller: Caller;
  readonly body: Uint8Array;
}

const causeOf = ({ event, route, caller, body }: Asked, { ids, clock }: Runtime): Result<Cause, Refusal> => {
  const { requestId, http } = event.requestContext;
  const given = event.headers['idempotency-key'];
  const key = IDEMPOTENCY_KEY.exec(given ?? '');
  const isNeeded = route.method === 'POST' || (route.method !== 'GET' && given !== undefined);
  if (isNeeded && route.access !== 'anyone' && key === null) return refuse({ code: 'idempotency-key-missing' });
  const scope = key === null ? [requestId] : [caller.agencyId, http.method, http.path, key[1] ?? key[2] ?? ''];
  return ok({
    commandId: ids.derive('cmd', ...scope),
    requestDigest: ids.digest(Buffer.from(body).toString('base64')),
    at: clock.now(),
    actor: { agencyId: caller.agencyId, role: caller.role },
    causationId: requestId,
    traceparent: traceparentOf(event.headers['traceparent'], ids.digest(requestId)),
  });
};

/** The caller's W3C trace goes on; without one the request's id begins one. */
const traceparentOf = (given: string | undefined, seed: string): string =>
  given !== undefined && /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(given)
    ? given
    : `00-${seed.slice(0, 32)}-${seed.slice(32, 48)}-01`;
