import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createEngine, type Engine } from '../../infra/local/engine.ts';
import { type Authorize, createHttpServer, type Page, type ServerLimits } from '../../infra/local/server.ts';
import type { Context } from '../../shared/kernel/context.ts';
import type { RegionPolicies } from '../../shared/kernel/policy.ts';
import type { OutgoingAnswer, OutgoingRequest } from '../../shared/kernel/runtime.ts';
import { epochMs, fromEpochMs } from '../../shared/kernel/time.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface CallOptions {
  /** The Authorization bearer text. Without a real authorizer: `role:agencyId`. */
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The Idempotency-Key. @default a fresh one */
  readonly key?: string;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers freely; the contract test checks their shape.
  readonly body: any;
  readonly text: string;
}

export interface World {
  readonly clock: VirtualClock;
  readonly engine: Engine;
  readonly baseUrl: string;
  /** Outgoing requests (webhooks) in the order sent. */
  readonly outgoing: OutgoingRequest[];
  /** Everything that was logged, one JSON text a line. */
  readonly logged: string[];
  call(method: string, path: string, options?: CallOptions): Promise<CallAnswer>;
  /** Runs relay, projector and all inboxes until nothing is due now. */
  settle(): Promise<void>;
  /** Lets time pass: every timer on the way fires at its own moment. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly contexts: readonly Context[];
  readonly policies?: RegionPolicies;
  readonly region?: string;
  /** @default a fake that reads `Bearer role:agencyId` */
  readonly authorize?: (engine: Engine) => Authorize;
  /** How outside receivers answer. @default 204 */
  readonly answerOutgoing?: (request: OutgoingRequest) => Promise<OutgoingAnswer> | OutgoingAnswer;
  /** Pages beside the API, as the laptop's server has them. @default none */
  readonly pages?: (engine: Engine) => Readonly<Record<string, Page>>;
  /** What the server bears. @default as on a laptop */
  readonly limits?: Partial<ServerLimits>;
  readonly clock?: VirtualClock;
  /** @default `:memory:` */
  readonly path?: string;
}

/** Steps in one settling; more means that two reactions feed each other for ever. */
const STEPS_MAX = 10_000;
const DELIVERIES_AT_ONCE = 50;

const fakeAuthorize: Authorize = async (authorization) => {
  const [, role, agencyId] = /^Bearer ([a-z-]+):(\w+)$/.exec(authorization ?? '') ?? [];
  return role === undefined || agencyId === undefined ? undefined : { role, agencyId, keyId: 'key_fake' };
};

/** A whole region in memory, under a virtual clock, behind a real HTTP server. */
export const createWorld = async (options: WorldOptions): Promise<World> => {
  const clock = options.clock ?? createVirtualClock();
  const outgoing: OutgoingRequest[] = [];
  const logged: string[] = [];
  const engine = createEngine({
    region: options.region ?? 'jinan',
    contexts: options.contexts,
    policies: options.policies ?? {},
    path: options.path ?? ':memory:',
    masterKey: Buffer.alloc(32, 7),
    clock,
    post: async (request) => {
      outgoing.push(request);
      return (await options.answerOutgoing?.(request)) ?? { kind: 'answered', status: 204 };
    },
    log: {
      info: (code, fields) => void logged.push(JSON.stringify({ code, ...fields })),
      count: () => {},
      failure: (code, thrown, fields) => void logged.push(JSON.stringify({ code, ...fields, thrown: String(thrown) })),
    },
  });
  const authorize = options.authorize?.(engine) ?? fakeAuthorize;
  const server = createHttpServer({
    contexts: options.contexts,
    apis: engine.apis,
    authorize,
    pages: options.pages?.(engine) ?? {},
    log: engine.runtime.log,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let keys = 0;

  const call: World['call'] = async (method, path, { as, body, headers = {}, key } = {}) => {
    keys += 1;
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': key ?? `key-${keys}` } : {}),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : {
            body:
              typeof body === 'string' || body instanceof Uint8Array ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body),
          }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : undefined, text };
  };

  const settle = async (): Promise<void> => {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      let moved = (await engine.stepRelay()) + (await engine.stepProjector());
      for (const inbox of engine.inboxes) {
        const deliveries = await engine.inbox.receive(inbox, DELIVERIES_AT_ONCE);
        for (const delivery of deliveries) await engine.handle(delivery);
        moved += deliveries.length;
      }
      if (moved === 0) return;
    }
    throw new Error('the region does not come to rest');
  };

  const pass = async (ms: number): Promise<void> => {
    const untilMs = epochMs(clock.now()) + ms;
    await settle();
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const due = engine.inboxes.flatMap((inbox) => engine.inbox.nextDueAt(inbox) ?? []).sort()[0];
      if (due === undefined || epochMs(due) > untilMs) break;
      if (due > clock.now()) clock.set(due);
      await settle();
    }
    clock.set(fromEpochMs(untilMs));
    await settle();
  };

  return {
    clock,
    engine,
    baseUrl,
    outgoing,
    logged,
    call,
    settle,
    pass,
    close: async () => {
      server.close();
      server.closeAllConnections();
      engine.close();
    },
  };
};
