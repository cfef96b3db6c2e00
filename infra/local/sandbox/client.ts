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

const TRIES_MAX = 200;
const TIMEOUT_MS = 30_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const read = async (response: Response): Promise<ApiAnswer> => {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: isRecord(body) ? body : {} };
};

/** What a partner waits before it repeats, longer each time: views and claims follow a write within milliseconds. */
const RETRY_MS = 25;
const RETRY_MS_MAX = 200;

/** No answer came: whether the request was carried out is unknown, so the same key asks again. */
const UNANSWERED: ApiAnswer = { status: 0, body: { code: 'unanswered', retryable: true } };

const send = async (url: string, init: RequestInit): Promise<ApiAnswer> => {
  try {
    return await read(await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }));
  } catch {
    return UNANSWERED;
  }
};

/** Where the region listens; asked at each try, because after a restart it may be elsewhere. */
export type BaseUrl = string | (() => string);

export const createClient = (baseUrl: BaseUrl, apiKey: string): ApiClient => {
  const call: ApiClient['call'] = async (method, path, { body, headers = {}, key = randomUUID() } = {}) => {
    const init = {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send((typeof baseUrl === 'string' ? baseUrl : baseUrl()) + path, init);
      if (answer.body['retryable'] !== true || attempt >= TRIES_MAX) return answer;
      await wait(Math.min(RETRY_MS * attempt, RETRY_MS_MAX));
    }
  };
  return {
    call,
    must: async (method, path, options) => {
      const { status, body } = await call(method, path, options);
      if (status === 0 || status >= 400)
        throw new Error(`${method} ${path} answered ${status} ${String(body['code'])} ${JSON.stringify(body['errors'] ?? '')}`);
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
