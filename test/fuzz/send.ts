import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { fillIn, type Names } from '../../infra/contract/placeholders.ts';
import { edited, type Plan } from './requests.ts';
import type { Stage } from './stage.ts';

/** As it goes over the wire. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | undefined;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** An answer that takes longer is none. */
const PATIENCE_MS = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

let keys = 0;

/** What the plan says, of the things as they are now. */
export const requestOf = (plan: Plan, stage: Stage): Sent => {
  const { operation, caller, body } = plan;
  const { names, keys: parties, ready } = stage.things(plan.things, operation.operationId);
  const key = (caller.isStranger ? stage.strangers : parties).get(caller.role);
  const authorization = key === undefined ? caller.authorization : `Bearer ${key}`;
  const params = fillIn(operation.example.params ?? {}, names);
  const segments = operation.path.split('/').map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    return name === undefined ? segment : encodeURIComponent(String(Object(params)[name] ?? name));
  });
  const at = plan.segment === undefined ? 0 : 1 + (plan.segment.at % (segments.length - 1));
  const path =
    segments.map((segment, index) => (index > 0 && index === at ? (plan.segment?.text ?? segment) : segment)).join('/') + plan.tail;
  const query = plan.query
    .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(String(fillIn(value, names)).toWellFormed())}`)
    .join('&');
  keys += 1;
  const bytes = body === undefined ? undefined : bytesOf(body, names, ready[operation.operationId]);
  const isFhir = bytes?.includes('"resourceType"') === true;
  return {
    method: plan.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(plan.method === 'POST' ? { 'idempotency-key': `fuzz-${keys}` } : {}),
      ...(bytes === undefined ? {} : { 'content-type': isFhir ? 'application/fhir+json' : 'application/json' }),
      ...Object.fromEntries(
        Object.entries(plan.headers).map(([name, value]) => [name, typeof value === 'string' ? String(fillIn(value, names)) : value]),
      ),
    },
    body: bytes,
  };
};

const bytesOf = (body: NonNullable<Plan['body']>, names: Names, ready: unknown): Buffer => {
  if ('raw' in body) return body.raw;
  const document = body.isReady && ready !== undefined ? ready : body.json;
  return Buffer.from(JSON.stringify(edited(fillIn(document, names), body.edits)) ?? 'null');
};

/** Sends it as it is: nothing is normalised on the way. */
export const send = (baseUrl: string, { method, path, headers, body }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const sent = request({
      agent,
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length } as Record<string, string>,
      timeout: PATIENCE_MS,
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.end(body);
  });
