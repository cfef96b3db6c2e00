import type { ProblemSpec, Refusal } from '../kernel/problem.ts';

export const PROBLEM_JSON = 'application/problem+json';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * RFC 9457. The refusal's own members come first, so that none can overwrite a standard one. `instance` is the request's id.
 */
export const problemAnswer = (
  { code, ...members }: Refusal,
  spec: ProblemSpec,
  instance: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode: spec.status,
  headers: {
    'content-type': PROBLEM_JSON,
    'cache-control': 'no-store',
    ...(spec.retryAfterSeconds === undefined ? {} : { 'retry-after': String(spec.retryAfterSeconds) }),
    ...headers,
  },
  body: JSON.stringify({
    ...members,
    type: `/docs/problems#${code}`,
    title: spec.title,
    status: spec.status,
    code,
    retryable: spec.isRetryable ?? false,
    remedy: spec.remedy,
    instance,
  }),
});
