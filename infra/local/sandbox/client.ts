import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** An answer of the region's API; `body` is read as the caller needs it. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiCall {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The Idempotency-Key of a POST. @default a fresh one */
  readonly key?: string;
}

/** A partner's view of the API: one key, JSON in and out, polite repeats of what is retryable. */
export interface ApiClient {
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, call?: ApiCall): Promise<ApiAnswer>;
  /** The same, but anything other than success throws, naming the step and the problem's code. */
  must(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, call?: ApiCall): Promise<Readonly<Record<string, unknown>>>;
}

const TRIES_MAX = 20;
const TIMEOUT_MS = 30_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const read = async (response: Response): Promise<ApiAnswer> => {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: isRecord(body) ? body : {} };
};

/** What a partner waits before it repeats: views and claims follow a write within milliseconds. */
const RETRY_MS = 50;

export const createClient = (baseUrl: string, apiKey: string): ApiClient => {
  const call: ApiClient['call'] = async (method, path, { body, headers = {}, key = randomUUID() } = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(baseUrl + path, {
        method,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': key } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await read(response);
      if (answer.body['retryable'] !== true || attempt >= TRIES_MAX) return answer;
      await wait(RETRY_MS * attempt);
    }
  };
  return {
    call,
    must: async (method, path, options) => {
      const { status, body } = await call(method, path, options);
      if (status >= 400) throw new Error(`${method} ${path} answered ${status} ${String(body['code'])} ${JSON.stringify(body['errors'] ?? '')}`);
      return body;
    },
  };
};

/** A text member of an answer. Throws when it is missing: the API broke its contract. */
export const textOf = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`the answer has no text "${name}"`);
  return value;
};
