import { expect } from 'vitest';
import type { ProblemSpec } from '../../shared/kernel/problem.ts';
import type { CallAnswer } from './world.ts';

/** Holds an answer to be this problem, with everything that RFC 9457 and our catalogue promise of it. */
export const expectProblem = (answer: CallAnswer, code: string, spec: ProblemSpec): void => {
  const { status, title, remedy, isRetryable = false, retryAfterSeconds } = spec;
  expect(answer).toMatchObject({
    status,
    body: { type: `/docs/problems#${code}`, title, status, code, retryable: isRetryable, remedy, instance: expect.stringMatching(/^req_/) },
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('retry-after')).toBe(retryAfterSeconds === undefined ? null : String(retryAfterSeconds));
};
