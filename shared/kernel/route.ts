import type { ZodMiniType } from 'zod/mini';
import type { Cause } from './journal.ts';
import type { Representation } from './media-type.ts';
import type { EdgeCode, ProblemTable, Refusal } from './problem.ts';
import { type Result, refuse } from './result.ts';
import type { Runtime } from './runtime.ts';
import type { Instant } from './time.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Who calls, as the authorizer found out from the key. */
export interface Caller {
  readonly agencyId: string;
  readonly role: string;
  readonly keyId: string;
}

export interface MediaTypes {
  readonly body: string;
  readonly reply: string;
}

/** A request whose parts fit the route's schemas. */
export interface RouteRequest<Params, Query, Headers, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** The media types of the body and of the reply: JSON, or of one of the route's representations. */
  readonly types: MediaTypes;
  readonly caller: Caller;
  /** The cause of the one command that this request gives. */
  readonly cause: Cause;
  readonly now: Instant;
}

/** The same before its parts are checked. */
export type RawRequest = RouteRequest<unknown, unknown, unknown, unknown>;

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}
export const answer = <Body>(status: number, body: Body, headers?: Readonly<Record<string, string>>): Answer<Body> =>
  headers === undefined ? { status, body } : { status, body, headers };

/** Where a request does not fit: a JSON pointer under `/body`, `/query`, `/params` or `/headers`, and a code. Never the value. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
}

/** Values that a person could send; a text `{{name}}` stands for a thing of the demo region. */
export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What is said of an operation: CDK, OpenAPI and the edge read it. */
export interface RouteFacts {
  readonly method: Method;
  /** `/v1/prescriptions/{id}`: the form that API Gateway and OpenAPI share. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  /** The roles that may call, or `any-agency`; `anyone` needs no key. */
  readonly access: readonly string[] | 'any-agency' | 'anyone';
  readonly params?: ZodMiniType;
  readonly query?: ZodMiniType;
  readonly headers?: ZodMiniType;
  readonly body?: ZodMiniType;
  readonly success: { readonly status: number; readonly body: ZodMiniType; readonly description: string };
  /** Other forms than JSON that it reads and answers. */
  readonly representations?: readonly Representation[];
  /** It begins something that gives much work later: the first thing that an overloaded region puts off. */
  readonly isBeginning?: boolean;
  /** The context's own problems that it may answer; the edge's come on top. */
  readonly problems: readonly string[];
  readonly example: RouteExample;
}

/** One operation as its context writes it; `Other…` is what its representations say. */
export interface RouteSpec<Params, Query, Headers, Body, Reply, Code extends string, OtherBody, OtherReply> extends RouteFacts {
  readonly params?: ZodMiniType<Params>;
  readonly query?: ZodMiniType<Query>;
  readonly headers?: ZodMiniType<Headers>;
  readonly body?: ZodMiniType<Body>;
  readonly success: { readonly status: number; readonly body: ZodMiniType<Reply>; readonly description: string };
  readonly representations?: readonly Representation<OtherBody, OtherReply>[];
  readonly problems: readonly Code[];
  readonly handle: (
    request: RouteRequest<Params, Query, Headers, Body | OtherBody>,
    runtime: Runtime,
  ) => Promise<Result<Answer<Reply | OtherReply>, Refusal<Code | EdgeCode>>>;
}

/** One operation as the edge calls it. */
export interface Route extends RouteFacts {
  invoke(request: RawRequest, runtime: Runtime): Promise<Result<Answer<unknown>, Refusal>>;
}

const ERRORS_SHOWN_MAX = 20;

const pointerOf = (part: string, path: readonly PropertyKey[]): string =>
  [`/${part}`, ...path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: readonly FieldError[] };

const readPart = <Value>(part: string, schema: ZodMiniType<Value> | undefined, raw: unknown): Read<Value | undefined> => {
  if (schema === undefined) return { ok: true, value: undefined };
  const read = schema.safeParse(raw);
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, errors: read.error.issues.map(({ path, code }) => ({ pointer: pointerOf(part, path), code })) };
};

/** The representation of that type; none for JSON. */
const formOf = <Body, Reply>(
  { representations }: { readonly representations?: readonly Representation<Body, Reply>[] },
  type: string,
): Representation<Body, Reply> | undefined => representations?.find((form) => form.type.name === type);

/**
 * The route factory of one context: a problem code that its table lacks does not compile. The parts of a request are
 * read here, so that the handler sees typed values and the edge needs to know no types.
 */
export const routesOf =
  <const Table extends ProblemTable>(_problems: Table) =>
  <
    Reply,
    const Code extends keyof Table & string,
    Params = unknown,
    Query = unknown,
    Headers = unknown,
    Body = unknown,
    OtherBody = never,
    OtherReply = never,
  >(
    spec: RouteSpec<Params, Query, Headers, Body, Reply, Code, OtherBody, OtherReply>,
  ): Route => ({
    ...spec,
    invoke: async (raw, runtime) => {
      const params = readPart('params', spec.params, raw.params);
      const query = readPart('query', spec.query, raw.query);
      const headers = readPart('headers', spec.headers, raw.headers);
      const { types } = raw;
      const body = readPart<Body | OtherBody>('body', formOf(spec, types.body)?.body ?? spec.body, raw.body);
      if (!(params.ok && query.ok && headers.ok && body.ok)) {
        const errors = [params, query, headers, body].flatMap((part) => (part.ok ? [] : part.errors));
        return refuse({ code: 'request-invalid', errors: errors.slice(0, ERRORS_SHOWN_MAX) });
      }
      const { caller, cause, now } = raw;
      const request = { params: params.value, query: query.value, headers: headers.value, body: body.value, types, caller, cause, now };
      // biome-ignore lint/nursery/noUnsafeTypeAssertion: a part without a schema is of type unknown, so `undefined` fits it.
      const outcome = await spec.handle(request as RouteRequest<Params, Query, Headers, Body | OtherBody>, runtime);
      if (!outcome.ok) return outcome;
      // The schema drops what it does not name, so that nothing leaks by accident.
      const reply = formOf(spec, types.reply)?.reply ?? spec.success.body;
      return { ok: true, value: { ...outcome.value, body: reply.parse(outcome.value.body) } };
    },
  });
