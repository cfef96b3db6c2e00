import type { Context } from '../../shared/kernel/context.ts';
import type { MediaType } from '../../shared/kernel/media-type.ts';
import { type EdgeCode, edgeProblems, type ProblemSpec, type ProblemTable } from '../../shared/kernel/problem.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { PROBLEM_JSON } from '../../shared/lambda/problem-json.ts';
import { type JsonObject, propertiesOf, schemaOf } from './json-schema.ts';

/** RFC 9457 with our members; a problem may carry more, such as the current status. */
const problemSchema: JsonObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'retryable', 'remedy', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'Where the problem is explained.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; decide on this.' },
    retryable: { type: 'boolean', description: 'Whether the same request may succeed later, unchanged.' },
    remedy: { type: 'string', description: 'What you can do about it.' },
    instance: { type: 'string', description: 'The request’s id, for a question to us.' },
    errors: {
      type: 'array',
      description: 'The fields that do not fit; never their values.',
      items: {
        type: 'object',
        required: ['pointer', 'code'],
        properties: { pointer: { type: 'string', format: 'json-pointer' }, code: { type: 'string' } },
      },
    },
  },
};

/** What the edge itself may answer on this route. */
export const edgeCodesOf = (route: Route): readonly EdgeCode[] => {
  const { method, access, params, query, headers, body } = route;
  const isKeyed = method !== 'GET' && access !== 'anyone';
  const isConditional = headers !== undefined && propertiesOf(schemaOf(headers)).some(({ name }) => name === 'if-match');
  const canMiss = [params, query, body].some((part) => part !== undefined) || route.path.includes('{');
  const byNeed: readonly [boolean, readonly EdgeCode[]][] = [
    [body !== undefined, ['malformed-json', 'unsupported-media-type']],
    [isKeyed, ['idempotency-key-missing', 'idempotency-key-reused']],
    [access !== 'anyone', ['unauthorized', 'rate-limited']],
    [Array.isArray(access), ['forbidden']],
    [canMiss, ['not-found']],
    [isConditional, ['version-mismatch']],
    [[params, query, headers, body].some((part) => part !== undefined), ['request-invalid']],
    [
      true,
      ['request-malformed', 'not-acceptable', 'request-timeout', 'body-too-large', 'headers-too-large', 'internal-error', 'overloaded'],
    ],
  ];
  return byNeed.flatMap(([isNeeded, codes]) => (isNeeded ? codes : []));
};

/** One response for each status, naming the codes that may stand in it. */
export const problemResponsesOf = (context: Context, route: Route): JsonObject => {
  const table: ProblemTable = { ...context.problems, ...edgeProblems };
  const byStatus = new Map<number, Declared[]>();
  for (const code of new Set([...route.problems, ...edgeCodesOf(route)])) {
    const spec = table[code];
    if (spec === undefined) throw new Error(`${route.operationId} names a problem without an entry: ${code}`);
    byStatus.set(spec.status, [...(byStatus.get(spec.status) ?? []), { code, ...spec }]);
  }
  const statuses = [...byStatus].sort(([left], [right]) => left - right);
  return Object.fromEntries(statuses.map(([status, codes]) => [String(status), responseOf(codes, context.problemForms)]));
};

type Declared = ProblemSpec & { readonly code: string };

const RETRY_AFTER: JsonObject = { description: 'Whole seconds.', required: true, schema: { type: 'integer', minimum: 0 } };
const RATE_LIMITS: JsonObject = {
  'RateLimit-Policy': {
    description: 'How much an agency may ask in a time, as `"agency";q=requests;w=seconds`.',
    schema: { type: 'string' },
  },
  RateLimit: { description: 'What is left of it, as `"agency";r=requests;t=seconds`.', schema: { type: 'string' } },
};

const headersOf = (codes: readonly Declared[]): JsonObject => ({
  ...(codes.every(({ retryAfterSeconds }) => retryAfterSeconds !== undefined) ? { 'Retry-After': RETRY_AFTER } : {}),
  ...(codes.some(({ code }) => code === 'rate-limited') ? RATE_LIMITS : {}),
});

const responseOf = (codes: readonly Declared[], forms: readonly MediaType[] = []): JsonObject => ({
  description: codes.map(({ code, title }) => `\`${code}\`: ${title}.`).join('\n\n'),
  headers: headersOf(codes),
  content: {
    [PROBLEM_JSON]: {
      schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: codes.map(({ code }) => code) } } },
    },
    ...Object.fromEntries(forms.map(({ name }) => [name, { schema: { $ref: `#/components/schemas/${problemNameOf(name)}` } }])),
  },
});

/** `application/fhir+json` → `ProblemAsFhir`. */
const problemNameOf = (mediaType: string): string =>
  `ProblemAs${mediaType.replace(/^application\/(\w)(\w*).*$/, (_, first: string, rest: string) => first.toUpperCase() + rest)}`;

/** The schemas of all forms in which these contexts tell a problem. */
export const problemSchemasOf = (contexts: readonly Context[]): JsonObject => ({
  Problem: problemSchema,
  ...Object.fromEntries(
    contexts.flatMap(({ problemForms = [] }) => problemForms).map(({ name, problem }) => [problemNameOf(name), schemaOf(problem.schema)]),
  ),
});
