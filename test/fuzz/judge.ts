import type { ValidateFunction } from 'ajv';
import { isObject, schemaOf } from '../../infra/contract/json-schema.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { createAjv } from '../support/contract.ts';
import { type Plan, routes } from './requests.ts';
import type { Received, Sent } from './send.ts';
import type { Stage } from './stage.ts';

/** Refusals that are facts by themselves. */
const STORING_REFUSALS: readonly string[] = [
  // A wrong guess at a pick-up code counts, so that nobody tries them all.
  'pickup-code-wrong',
  // That dispensing won the race against a cancellation stands in the prescription's history.
  'prescription-already-used',
];

const problemFits = createAjv().compile({
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'retryable', 'remedy', 'instance'],
  properties: {
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    errors: { type: 'array', maxItems: 20 },
  },
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The region's rows as far as a request could have changed them: every write of the one connection counts. */
export const writesOf = ({ world }: Stage): number =>
  Number(world.engine.database.get('SELECT total_changes() AS writes')?.['writes'] ?? 0);

export const createJudge = (stage: Stage) => {
  const bodies = new Map<Route, ValidateFunction>();
  const bodyFits = (route: Route, body: unknown): boolean => {
    const fits = bodies.get(route) ?? createAjv().compile(route.body === undefined ? {} : schemaOf(route.body));
    bodies.set(route, fits);
    return fits(body) === true;
  };

  /** The contract and the server say the same of a body that is JSON. */
  const ofBody = ({ operation }: Plan, { headers, body, method }: Sent, { status, text }: Received): string | undefined => {
    if (operation.body === undefined || method !== operation.method || headers['content-type'] !== 'application/json') return undefined;
    // A byte order mark is passed over, as RFC 8259 allows.
    const document = parsed(body?.toString().replace(/^\ufeff/, '') ?? '');
    const isFit = bodyFits(operation, document);
    if (status < 300 && !isFit) return 'a body was accepted that the contract refuses';
    const errors: unknown = Object(parsed(text))['errors'];
    const isRefused = Array.isArray(errors) && errors.some((error) => isObject(error) && String(error['pointer']).startsWith('/body'));
    const isOfSchema = Object(parsed(text))['code'] === 'request-invalid';
    return isFit && isRefused && isOfSchema ? 'a body was refused as unfit that the contract takes' : undefined;
  };

  const ofProblem = ({ status, headers, text }: Received, method: string): string | undefined => {
    if (method === 'HEAD') return text === '' ? undefined : 'HEAD has a body';
    if (status < 400 || String(headers['content-type']).startsWith('application/fhir+json')) return undefined;
    if (headers['content-type'] !== 'application/problem+json') return `a problem of type ${headers['content-type']}`;
    const problem = parsed(text);
    return problemFits(problem) && Object(problem)['status'] === status ? undefined : 'a problem that is none by RFC 9457';
  };

  const ofContract = (plan: Plan, { method, path }: Sent, { status, headers, text }: Received): string | undefined => {
    const isElsewhere = method !== plan.operation.method || plan.segment !== undefined || plan.tail !== '' || path === '';
    if (isElsewhere) return undefined;
    const before = stage.contract.broken.length;
    const { operation } = plan;
    stage.contract.check(`${operation.method} ${operation.path}`, {
      statusCode: status,
      headers: { 'content-type': headers['content-type'] ?? '' },
      body: text,
    });
    return stage.contract.broken.slice(before)[0];
  };

  /** What is wrong with an answer; undefined when it is as good as it can be. */
  return (plan: Plan, sent: Sent, received: Received, written: number): string | undefined => {
    const { status, headers, text } = received;
    const { logged } = stage.world;
    if (status >= 500) return `${status}: ${text.slice(0, 300)} ${logged.at(-1) ?? ''}`;
    if (logged.some((line) => line.includes('"thrown"'))) return `a failure in the log: ${logged.at(-1)}`;
    if (status === 405 && headers.allow === undefined) return '405 without Allow';
    if (status === 429 && headers['retry-after'] === undefined) return '429 without Retry-After';
    const code: unknown = Object(parsed(text))['code'];
    if (status >= 400 && written > 0 && !STORING_REFUSALS.includes(String(code)))
      return `refused with ${status} ${String(code)}, and wrote ${written} rows`;
    return ofProblem(received, sent.method) ?? ofContract(plan, sent, received) ?? ofBody(plan, sent, received);
  };
};

/** Operations that never succeeded. */
export const neverSucceeded = (succeeded: ReadonlySet<string>): readonly string[] =>
  routes.map(({ operationId }) => operationId).filter((operationId) => !succeeded.has(operationId));
