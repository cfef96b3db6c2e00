/** One way a request can go wrong, as the world sees it (RFC 9457). */
export interface ProblemSpec {
  readonly status: number;
  readonly title: string;
  /** What the caller can do about it, one sentence. */
  readonly remedy: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly isRetryable?: boolean;
  readonly retryAfterSeconds?: number;
}

export type ProblemTable = Readonly<Record<string, ProblemSpec>>;

/** Keeps the keys literal: a code that is not in the table does not compile. */
export const defineProblems = <const Table extends ProblemTable>(table: Table): Table => table;

/** A refusal on its way out: a catalogued code, and members that stand beside the standard ones. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
}

// Stryker disable StringLiteral: texts for people, held word by word by the published contract, which `npm run check` compares
/** What the HTTP edge itself answers, on any route. */
export const edgeProblems = defineProblems({
  'malformed-json': { status: 400, title: 'The body is not JSON in UTF-8', remedy: 'Send one JSON object, UTF-8, nested at most 32 deep.' },
  'request-malformed': {
    status: 400,
    title: 'This is not an HTTP request that we can read',
    remedy: 'Send HTTP/1.1 with a Host header, one Content-Length or chunks, and no control characters in headers.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'The Idempotency-Key header is missing or malformed',
    remedy: 'Send a fresh unique key of 1 to 255 visible ASCII characters with every POST, and the same key with its repeats.',
  },
  unauthorized: {
    status: 401,
    title: 'The API key is missing or not valid',
    remedy: 'Send Authorization: Bearer with a live key of your agency.',
  },
  forbidden: {
    status: 403,
    title: 'This role may not do that',
    remedy: 'Use a key of an agency with one of the roles that the operation names.',
  },
  'not-found': { status: 404, title: 'There is no such thing, or it is not yours', remedy: 'Check the id and the key that you use.' },
  'method-not-allowed': { status: 405, title: 'This path has no such method', remedy: 'See the Allow header.' },
  'not-acceptable': { status: 406, title: 'No offered media type is acceptable to you', remedy: 'Accept application/json.' },
  'request-timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    remedy: 'Send the whole request within 30 seconds.',
    isRetryable: true,
    retryAfterSeconds: 1,
  },
  'version-mismatch': { status: 412, title: 'It changed since you read it', remedy: 'Read it again and send its new ETag as If-Match.' },
  'body-too-large': { status: 413, title: 'The body is too large', remedy: 'Send at most 1 MiB, or in smaller parts.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not of a media type that this operation reads',
    remedy: 'Send Content-Type: application/json, without a Content-Encoding.',
  },
  'request-invalid': { status: 422, title: 'The request does not fit the schema', remedy: 'Correct the fields that errors points at.' },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used with another request',
    remedy: 'Use a fresh key for a new request; repeat a request unchanged.',
  },
  'rate-limited': {
    status: 429,
    title: 'Your agency asks faster than it may',
    remedy: 'Repeat after Retry-After seconds with the same Idempotency-Key; RateLimit-Policy says how fast you may ask.',
    isRetryable: true,
    retryAfterSeconds: 1,
  },
  'headers-too-large': {
    status: 431,
    title: 'The address and headers are too large',
    remedy: 'Send at most 16 KiB of them.',
  },
  'internal-error': {
    status: 500,
    title: 'Something broke on our side',
    remedy: 'Repeat the request with the same Idempotency-Key.',
    isRetryable: true,
    retryAfterSeconds: 1,
  },
  overloaded: {
    status: 503,
    title: 'Too much work at once',
    remedy: 'Repeat after Retry-After seconds with the same Idempotency-Key; new prescriptions wait first.',
    isRetryable: true,
    retryAfterSeconds: 1,
  },
});
export type EdgeCode = keyof typeof edgeProblems;
