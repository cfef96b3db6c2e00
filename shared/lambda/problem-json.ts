import type { MediaType, ProblemMembers } from '../kernel/media-type.ts';
import type { ProblemSpec, Refusal } from '../kernel/problem.ts';

export const PROBLEM_JSON = 'application/problem+json';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Telling {
  /** The request's id. */
  readonly instance: string;
  /** @default RFC 9457's own */
  readonly form?: MediaType | undefined;
  /** The Content-Type of the request. */
  readonly bodyType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * RFC 9457, or the same in the form that the caller reads better. The refusal's own members come first, so that none can overwrite
 * a standard one.
 */
export const problemAnswer = (
  { code, ...members }: Refusal,
  spec: ProblemSpec,
  { instance, form, bodyType = '', headers = {} }: Telling,
): HttpAnswer => {
  const problem: ProblemMembers = {
    ...members,
    type: `/docs/problems#${code}`,
    title: spec.title,
    status: spec.status,
    code,
    retryable: spec.isRetryable ?? false,
    remedy: spec.remedy,
    instance,
  };
  return {
    statusCode: spec.status,
    headers: {
      'content-type': form?.name ?? PROBLEM_JSON,
      'cache-control': 'no-store',
      ...(spec.retryAfterSeconds === undefined ? {} : { 'retry-after': String(spec.retryAfterSeconds) }),
      ...headers,
    },
    body: JSON.stringify(form === undefined ? problem : form.problem.of(problem, bodyType)),
  };
};
