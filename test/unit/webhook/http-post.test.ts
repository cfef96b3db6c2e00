import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createPost, type ResolvedAddress } from '../../../shared/adapters/node/http-post.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const portOf = (server: { address(): unknown }): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
};
const listen = async (handle: RequestListener): Promise<string> => {
  const server = createServer(handle);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
};
const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const post = createPost({ allowLoopback: true });
const to = (url: string, timeoutMs = 5_000) => ({
  url,
  headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
  body: '{"药":1}',
  timeoutMs,
});
const resolvingTo = (...answers: readonly (readonly string[])[]) => {
  const asked: string[] = [];
  const resolve = async (host: string): Promise<readonly ResolvedAddress[]> => {
    asked.push(host);
    return (answers[asked.length - 1] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, resolve };
};

describe('an outgoing post', () => {
  it('sends its headers and its exact body, and tells status and Retry-After', async () => {
    const seen: unknown[] = [];
    const url = await listen(async (request, response) => {
      seen.push(request.method, request.headers['webhook-id'], await textOf(request));
      response.writeHead(503, { 'retry-after': '7' }).end('no');
    });
    expect(await post(to(url))).toEqual({ kind: 'answered', status: 503, retryAfter: '7' });
    expect(seen).toEqual(['POST', 'msg_1', '{"药":1}']);
  });

  it('follows no redirect', async () => {
    let hits = 0;
    const url = await listen((_request, response) => {
      hits += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await post(to(url))).toEqual({ kind: 'answered', status: 302 });
    expect(hits).toBe(1);
  });

  it('uses a connection again', async () => {
    const ports = new Set<number | undefined>();
    const url = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    for (let nth = 0; nth < 5; nth += 1) expect(await post(to(url))).toEqual({ kind: 'answered', status: 200 });
    expect(ports.size).toBe(1);
  });

  it('takes the status of an endless answer and cuts it', async () => {
    const cut = Promise.withResolvers<void>();
    const url = await listen((_request, response) => {
      response.on('close', () => cut.resolve());
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) {}
      };
      response.on('drain', write);
      write();
    });
    expect(await post(to(url))).toEqual({ kind: 'answered', status: 200 });
    await cut.promise;
  });

  it('gives up after its time', async () => {
    const url = await listen(() => {});
    expect(await post(to(url, 50))).toEqual({ kind: 'failed', reason: 'timeout' });
  });

  it('gives up after its time when the name does not resolve in it', async () => {
    const slow = createPost({ allowLoopback: false, resolve: () => new Promise(() => {}) });
    expect(await slow(to('https://hooks.example.com/', 50))).toEqual({ kind: 'failed', reason: 'timeout' });
  });

  it('names what went wrong without quoting it', async () => {
    const server = createTcpServer((socket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    expect(await post(to(`http://127.0.0.1:${port}/`))).toEqual({ kind: 'failed', reason: 'connection-reset' });
    server.close();
    await once(server, 'close');
    expect(await post(to(`http://127.0.0.1:${port}/`))).toEqual({ kind: 'failed', reason: 'connection-refused' });
    const nowhere = createPost({
      allowLoopback: false,
      resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    });
    expect(await nowhere(to('https://hooks.example.com/'))).toEqual({ kind: 'failed', reason: 'unknown-host' });
    expect(await post({ ...to(await listen(() => {})), headers: { 'bad name': '1' } })).toEqual({
      kind: 'failed',
      reason: 'connection-failed',
    });
  });

  it.each(['http://169.254.169.254/', 'https://10.0.0.1/', 'ftp://example.com/', 'nonsense'])('never sends to %s', async (url) => {
    expect((await post(to(url))).kind).toBe('refused');
  });
});

describe('a name that leads inside', () => {
  it('is refused when any of its addresses is', async () => {
    const { resolve } = resolvingTo(['93.184.215.14', '10.0.0.1']);
    expect(await createPost({ allowLoopback: false, resolve })(to('https://hooks.example.com/'))).toEqual({
      kind: 'refused',
      reason: 'address-refused',
    });
  });

  it('is refused at the attempt at which it was rebound', async () => {
    let hits = 0;
    const url = await listen((_request, response) => {
      hits += 1;
      response.end();
    });
    const { asked, resolve } = resolvingTo(['127.0.0.1'], ['169.254.169.254'], ['::ffff:127.0.0.1']);
    const rebound = createPost({ allowLoopback: true, resolve });
    const request = to(url.replace('127.0.0.1', 'localhost'));
    const answers = [await rebound(request), await rebound(request), await rebound(request)];
    expect(answers.map(({ kind }) => kind)).toEqual(['answered', 'refused', 'refused']);
    expect([hits, asked]).toEqual([1, ['localhost', 'localhost', 'localhost']]);
  });

  it('is resolved once per attempt, and connected to where it was judged', async () => {
    const url = await listen((_request, response) => response.end());
    // A second resolution, as a rebinding receiver would want, would get an address that nobody listens on.
    const { asked, resolve } = resolvingTo(['127.0.0.1'], ['127.0.0.2']);
    expect(await createPost({ allowLoopback: true, resolve })(to(url.replace('127.0.0.1', 'localhost')))).toEqual({
      kind: 'answered',
      status: 200,
    });
    expect(asked).toEqual(['localhost']);
  });

  it('that has no address is no answer', async () => {
    const { resolve } = resolvingTo([]);
    expect(await createPost({ allowLoopback: false, resolve })(to('https://hooks.example.com/'))).toEqual({
      kind: 'failed',
      reason: 'unknown-host',
    });
  });
});
