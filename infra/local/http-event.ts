import type { IncomingMessage } from 'node:http';
import type { Context as LambdaContext } from 'aws-lambda';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { randomId } from '../../shared/adapters/node/ids.ts';
import type { Caller, Route } from '../../shared/kernel/route.ts';
import { epochMs } from '../../shared/kernel/time.ts';
import { BODY_BYTES_MAX, type HttpEvent } from '../../shared/lambda/http-api.ts';

/** What is read of a body that is too large before it is cut off: a client that still sends would not see the answer. */
const DRAINED_BYTES_MAX = 16 * BODY_BYTES_MAX;

/** The whole body, or that it was too large. Throws when the client went away before its end. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | 'too-large'> => {
  if (Number(request.headers['content-length'] ?? 0) > DRAINED_BYTES_MAX) return 'too-large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > DRAINED_BYTES_MAX) return 'too-large';
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? 'too-large' : Buffer.concat(chunks);
};

/** What the gateway finds out before it calls a Lambda. */
export interface Found {
  readonly route: Route;
  readonly params: Record<string, string | undefined>;
  readonly body: Buffer;
  readonly caller: Caller | undefined;
}

/** The event that API Gateway's HTTP API would make of this request. */
export const httpEvent = (request: IncomingMessage, { route, params, body, caller }: Found): HttpEvent => {
  const [path = '/', ...rest] = (request.url ?? '/').split('?');
  // A proxy may send the whole address (RFC 9112, absolute-form).
  const rawPath = path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  const rawQueryString = rest.join('?');
  const now = systemClock.now();
  const routeKey = `${route.method} ${route.path}`;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const query = new Map<string, string>();
  // API Gateway joins repeated names with a comma.
  for (const [name, value] of new URLSearchParams(rawQueryString)) query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers,
    queryStringParameters: Object.fromEntries(query),
    pathParameters: params,
    isBase64Encoded: true,
    body: body.toString('base64'),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: route.method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: request.socket.remoteAddress ?? '', userAgent: '' },
      requestId: randomId('req'),
      routeKey,
      stage: '$default',
      time: now,
      timeEpoch: epochMs(now),
      authorizer: { lambda: caller },
    },
  };
};

const LAMBDA_DEADLINE_MS = 29_000;

export const lambdaContext = (requestId: string): LambdaContext => {
  const began = performance.now();
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'local',
    functionVersion: '1',
    invokedFunctionArn: 'local',
    memoryLimitInMB: '512',
    logGroupName: 'local',
    logStreamName: 'local',
    getRemainingTimeInMillis: () => LAMBDA_DEADLINE_MS - (performance.now() - began),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};
