import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { directoryContext } from '../../functions/directory/context.ts';
import { drugExample } from '../../functions/directory/routes/examples.ts';
import { answerIn, exchange, holdRequest, openSocket, statusesIn } from '../support/raw-http.ts';
import { createWholeRegion, type WholeRegion } from '../support/whole-region.ts';
import { createWorld } from '../support/world.ts';

const REQUESTS_MAX = 8;
const REQUEST_TIMEOUT_MS = 400;

let region: WholeRegion;
let base: string;
const rejections: unknown[] = [];
const noteRejection = (reason: unknown): void => void rejections.push(reason);
beforeAll(async () => {
  process.on('unhandledRejection', noteRejection);
  process.on('uncaughtException', noteRejection);
  region = await createWholeRegion({ limits: { requestsMax: REQUESTS_MAX, requestTimeoutMs: REQUEST_TIMEOUT_MS } });
  base = region.world.baseUrl;
}, 30_000);
afterAll(async () => {
  await region.world.close();
  process.off('unhandledRejection', noteRejection).off('uncaughtException', noteRejection);
  expect(rejections).toEqual([]);
});

const platform = () => region.platformKey;
const call = (method: string, path: string, headers: Record<string, string> = {}) =>
  region.world.call(method, path, { as: platform(), headers });
/** The server does its work as if nothing had been. */
const expectAlive = async () => expect((await call('GET', '/v1/drugs?limit=1')).status).toBe(200);

describe('a method', () => {
  it('HEAD answers what GET would, without the body', async () => {
    for (const path of ['/v1/drugs', '/', '/docs/problems', '/openapi.json', '/healthz', '/v1/drugs/JN-XY-0001', '/v1/drugs/none-such']) {
      const [get, head] = [await call('GET', path), await call('HEAD', path)];
      expect([path, head.status, head.headers.get('content-type')]).toEqual([path, get.status, get.headers.get('content-type')]);
      expect(head.text).toBe('');
    }
    expect((await call('HEAD', '/events')).status).toBe(200);
    expect((await region.world.call('HEAD', '/v1/drugs')).status).toBe(401);
  });
  it.each([
    ['/v1/prescriptions', 'GET, POST, HEAD, OPTIONS'],
    ['/v1/prescriptions/rx_none/cancel', 'POST, OPTIONS'],
    ['/v1/stock', 'GET, PUT, HEAD, OPTIONS'],
    ['/v1/patients/pt_none', 'DELETE, OPTIONS'],
    ['/v1/patients/lookup', 'POST, OPTIONS'],
    ['/docs', 'GET, HEAD, OPTIONS'],
  ])('that is not of %s is told those that are: %s', async (path, allow) => {
    const options = await call('OPTIONS', path);
    expect([options.status, options.headers.get('allow'), options.text]).toEqual([204, allow, '']);
    for (const method of ['PATCH', 'PROPFIND']) {
      const refused = await call(method, path);
      expect(refused).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
      expect(refused.headers.get('allow')).toBe(allow);
    }
  });
  it('of no meaning, or to no server, breaks nothing', async () => {
    for (const line of ['BREW /v1/drugs HTTP/1.1', 'TRACE /v1/drugs HTTP/1.1', 'CONNECT a:443 HTTP/1.1', 'GET /v1/drugs HTTP/9.9']) {
      const answered = await exchange(base, `${line}\r\nhost: region\r\nconnection: close\r\n\r\n`);
      expect(answerIn(answered), line).toMatchObject({
        body: { code: line.startsWith('TRACE') ? 'method-not-allowed' : 'request-malformed' },
      });
    }
    await expectAlive();
  });
});

describe('an address', () => {
  it.each([
    '/v1/drugs/',
    '//v1/drugs',
    '/v1//drugs',
    '/v1/prescriptions/',
    '/v1/prescriptions//document',
    '/v1/prescriptions/rx%2F..%2Fag_a/document',
    '/v1/prescriptions/..%2f..%2fetc%2fpasswd',
    '/v1/prescriptions/%',
    '/v1/prescriptions/%zz',
    '/v1/prescriptions/%ff%fe',
    '/v1/prescriptions/%00',
    '/v1/prescriptions/rx_%E4%B8%AD',
    '/v1/agencies/__proto__',
    '/v1/agencies/constructor',
    `/v1/prescriptions/rx_${'a'.repeat(300)}`,
    '/v1/drugs?limit=1&limit=2',
    '/v1/drugs?__proto__=1',
    '/v1/drugs?constructor=1&toString=2',
    '/v1/drugs?limit=%zz',
    '/v1/drugs?%',
    '/docs/../../etc/passwd',
    '/assets/..%2f..%2fpackage.json',
    'http://region/v1/nothing',
    'http://[/v1/drugs?limit=x',
    'nothing',
    '*',
    '*v1/drugs',
    '/v1/drugs;limit=1#x',
    `/${'a'.repeat(12_000)}`,
    `/${'a'.repeat(100_000)}`,
    `/v1/drugs?name=${'a'.repeat(12_000)}`,
  ])('like %.60s is the caller’s mistake, never ours', async (target) => {
    const answered = await exchange(
      base,
      `GET ${target} HTTP/1.1\r\nhost: region\r\nauthorization: Bearer ${platform()}\r\nconnection: close\r\n\r\n`,
    );
    const [status = 0] = statusesIn(answered);
    expect([target.slice(0, 60), 400, 403, 404, 414, 422, 431]).toContain(status);
    expect(region.world.logged).toEqual([]);
  });
  it('in whole, as a proxy sends it, is as good as its path', async () => {
    const answered = await exchange(
      base,
      `GET http://region/v1/drugs?limit=1 HTTP/1.1\r\nhost: region\r\nauthorization: Bearer ${platform()}\r\nconnection: close\r\n\r\n`,
    );
    expect(statusesIn(answered)).toEqual([200]);
  });
});

describe('a media type', () => {
  it.each(['text/html', 'application/xml', 'image/*', 'application/xhtml+xml'])(
    'that we do not speak is not acceptable: %s',
    async (accept) => {
      expect(await call('GET', '/v1/drugs', { accept })).toMatchObject({ status: 406, body: { code: 'not-acceptable' } });
    },
  );
  it.each([
    '*/*',
    'application/*',
    'application/json',
    'application/problem+json',
    'text/html, application/json;q=0.9',
    'Application/JSON',
  ])('that we speak is: %s', async (accept) => {
    expect((await call('GET', '/v1/drugs', { accept })).status).toBe(200);
  });
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', 'application/xml'])(
    'that we do not read is refused: %s',
    async (type) => {
      const answer = await region.world.call('POST', '/v1/drugs', { as: platform(), body: '{}', headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    },
  );
  it.each(['gzip', 'br', 'identity, gzip', 'x'])('that is packed is refused, because we unpack nothing: %s', async (coding) => {
    const headers = { 'content-encoding': coding };
    const answer = await region.world.call('POST', '/v1/drugs', { as: platform(), body: drugExample, headers });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });
  it('that says it is not packed is read', async () => {
    const headers = { 'content-encoding': 'Identity' };
    expect((await region.world.call('POST', '/v1/drugs', { as: platform(), body: drugExample, headers })).status).toBe(200);
  });
  it('with its charset is read', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await region.world.call('POST', '/v1/drugs', { as: platform(), body: drugExample, headers })).status).toBe(200);
  });
});

describe('a body', () => {
  const head = (...lines: readonly string[]): string =>
    [
      'POST /v1/drugs HTTP/1.1',
      'host: region',
      `authorization: Bearer ${platform()}`,
      'content-type: application/json',
      'idempotency-key: k',
      'connection: close',
      ...lines,
      '',
      '',
    ].join('\r\n');
  it.each([
    { what: 'two lengths', lines: ['content-length: 2', 'content-length: 3'], body: '{}' },
    { what: 'a length and chunks', lines: ['content-length: 2', 'transfer-encoding: chunked'], body: '2\r\n{}\r\n0\r\n\r\n' },
    { what: 'an unknown encoding', lines: ['transfer-encoding: gzip'], body: '{}' },
    { what: 'a chunk of no length', lines: ['transfer-encoding: chunked'], body: 'zz\r\n{}\r\n0\r\n\r\n' },
    { what: 'chunks twice', lines: ['transfer-encoding: chunked, chunked'], body: '2\r\n{}\r\n0\r\n\r\n' },
    { what: 'a negative length', lines: ['content-length: -1'], body: '' },
    { what: 'a length beyond numbers', lines: ['content-length: 99999999999999999999999'], body: '' },
    { what: 'a length of a gigabyte', lines: ['content-length: 1073741824'], body: '{' },
    { what: 'a header without a name', lines: [': x'], body: '' },
  ])('with $what is refused', async ({ lines, body }) => {
    const answered = await exchange(base, head(...lines) + body);
    expect(['request-malformed', 'body-too-large']).toContain(answerIn(answered).body.code);
    await expectAlive();
  });
  it('that trickles is cut off with a word, and its place is free again', async () => {
    const held = await holdRequest(base, [`authorization: Bearer ${platform()}`, 'content-type: application/json'], '/v1/drugs');
    const [cut] = await once(held, 'data');
    expect(answerIn(String(cut))).toMatchObject({ status: 408, body: { code: 'request-timeout' } });
    await once(held, 'close');
    await expectAlive();
  });
  it('whose sender goes away leaves no place taken, however often', async () => {
    for (let round = 0; round < REQUESTS_MAX * 4; round += 1) {
      const held = await holdRequest(base, [`authorization: Bearer ${platform()}`, 'content-type: application/json'], '/v1/drugs');
      held.destroy();
    }
    await vi.waitFor(expectAlive, { timeout: 5_000, interval: 5 });
    const all = await Promise.all(Array.from({ length: REQUESTS_MAX }, () => call('GET', '/v1/drugs?limit=1')));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(region.world.logged).toEqual([]);
  });
  it('of a stranger is not waited for', async () => {
    const socket = await openSocket(base);
    socket.write('POST /v1/drugs HTTP/1.1\r\nhost: region\r\ncontent-length: 1000\r\n\r\n{');
    const [answered] = await once(socket, 'data');
    expect(statusesIn(String(answered))).toEqual([401]);
    socket.destroy();
  });
  it('on a GET is passed over', async () => {
    const { hostname, port } = new URL(base);
    const asked = request({
      hostname,
      port,
      path: '/v1/drugs?limit=1',
      headers: { authorization: `Bearer ${platform()}`, 'content-length': 2 },
    });
    asked.end('{}');
    const [response] = await once(asked, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });
});

describe('a fault before the handler', () => {
  it('is told to the log by its route, and to the caller as nothing', async () => {
    const world = await createWorld({
      contexts: [directoryContext],
      authorize: () => () => Promise.reject(new Error('no disk')),
      pages: () => ({ '/broken': () => Promise.reject(new Error('no page')) }),
    });
    const answers = [await world.call('GET', '/v1/drugs/JN-XY-0001', { as: 'anybody' }), await world.call('GET', '/broken')];
    await world.close();
    for (const answer of answers) expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(world.logged).toEqual([
      expect.stringContaining('{"code":"edge.failed","path":"/v1/drugs/{code}"'),
      expect.stringContaining('{"code":"edge.failed","path":"/broken"'),
    ]);
  });
});
