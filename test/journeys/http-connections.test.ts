import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { directoryContext } from '../../functions/directory/context.ts';
import { answerIn, exchange, holdRequest, openSocket, statusesIn } from '../support/raw-http.ts';
import { createWorld, type World } from '../support/world.ts';

const LIMITS = { connectionsMax: 6, requestsOfOneMax: 4, unansweredMax: 4, stalledMs: 1_000, requestTimeoutMs: 1_000 };
/** More than two kernels keep for a client that does not read. */
const LARGE_BYTES = 32 * 1024 * 1024;

let world: World;
let base: string;
const left: (() => void)[] = [];
beforeAll(async () => {
  world = await createWorld({
    contexts: [directoryContext],
    limits: LIMITS,
    pages: () => ({
      '/large': (_request, response) => {
        response.once('close', () => left.shift()?.());
        response.end(Buffer.alloc(LARGE_BYTES));
      },
    }),
  });
  base = world.baseUrl;
});
afterAll(() => world.close());

const KEY = 'authorization: Bearer platform:ag_a';
const OTHER_KEY = 'authorization: Bearer platform:ag_b';
const asked = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
const ask = (...lines: readonly string[]): string => asked('GET /v1/drugs?limit=1 HTTP/1.1', 'host: region', KEY, ...lines);
const last = ask('connection: close');
const post = (...lines: readonly string[]): string => asked('POST /v1/drugs HTTP/1.1', 'host: region', 'idempotency-key: k', ...lines);

describe('a header', () => {
  it.each([
    { what: 'two keys are none, whichever comes first', sent: ask(KEY, 'connection: close'), status: 401 },
    {
      what: 'two types are none that we read',
      sent: `${post(KEY, 'content-type: application/json', 'content-type: text/plain', 'content-length: 2', 'connection: close')}{}`,
      status: 415,
    },
    { what: 'two hosts are none', sent: ask('host: elsewhere', 'connection: close'), status: 400 },
    { what: 'no host is too few', sent: asked('GET /v1/drugs HTTP/1.1', KEY, 'connection: close'), status: 400 },
    { what: 'no host is enough for HTTP/1.0', sent: asked('GET /v1/drugs HTTP/1.0', KEY), status: 200 },
  ])('said twice or never: $what', async ({ sent, status }) => {
    expect(answerIn(await exchange(base, sent)).status).toBe(status);
  });
});

describe('requests in one breath', () => {
  it('are answered in their order, up to a limit', async () => {
    expect(statusesIn(await exchange(base, ask().repeat(LIMITS.unansweredMax - 1) + last))).toEqual([200, 200, 200, 200]);
  });
  it('beyond it end the connection, and nobody else’s', async () => {
    expect(statusesIn(await exchange(base, ask().repeat(500) + last)).length).toBeLessThanOrEqual(LIMITS.unansweredMax);
    expect(statusesIn(await exchange(base, last))).toEqual([200]);
  });
  it('are answered also when what follows them is none', async () => {
    const answered = await exchange(base, `${ask()}NONSENSE\r\n\r\n${last}`);
    expect(statusesIn(answered)).toEqual([200, 400]);
    expect(answered).toContain('request-malformed');
  });
});

describe('an agency', () => {
  it('that sends its bodies drop by drop is told to wait, and keeps nobody else waiting', async () => {
    const slowly = Array.from({ length: LIMITS.requestsOfOneMax }, () =>
      holdRequest(base, [KEY, 'content-type: application/json', 'idempotency-key: k'], '/v1/drugs'),
    );
    const held = await Promise.all(slowly);
    const refused = answerIn(await exchange(base, last));
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(statusesIn(await exchange(base, last.replace(KEY, OTHER_KEY)))).toEqual([200]);
    for (const socket of held) socket.destroy();
    await vi.waitFor(async () => expect(statusesIn(await exchange(base, last))).toEqual([200]));
  });
});

describe('a client', () => {
  it('that was answered before its body came gets no second answer when the body stays away', async () => {
    expect(statusesIn(await exchange(base, `${post('content-length: 1000')}{`))).toEqual([401]);
  });
  it('that does not read is left, and what it asked for forgotten', async () => {
    const isLeft = new Promise<string>((resolve) => left.push(() => resolve('left')));
    const socket = await openSocket(base);
    socket.pause().write(asked('GET /large HTTP/1.1', 'host: region'));
    expect(await isLeft).toBe('left');
    socket.destroy();
  });
  it('beyond those there is room for is left at once, and comes in when another goes', async () => {
    const others = await Promise.all(Array.from({ length: LIMITS.connectionsMax }, () => openSocket(base)));
    expect(await exchange(base, last)).toBe('');
    for (const other of others) other.destroy();
    await vi.waitFor(async () => expect(statusesIn(await exchange(base, last))).toEqual([200]));
  });
});
