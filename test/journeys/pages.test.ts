import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overviewContext } from '../../functions/overview/context.ts';
import { createPages } from '../../infra/local/pages.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { edgeProblems } from '../../shared/kernel/problem.ts';
import { addMs } from '../../shared/kernel/time.ts';
import { putDemoJourney, putDemoRegion } from '../support/region.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(world.baseUrl + path, { headers });

beforeAll(async () => {
  world = await createWorld({
    contexts: [overviewContext],
    policies: jinan.policies,
    pages: (engine) => createPages({ contexts, engine, profile: jinan }),
  });
  await putDemoRegion(world);
});
afterAll(() => world.close());

/** Addresses in attributes, scripts and styles; a namespace or an example in a text is none. */
const externalIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /(?:src|href|action|srcset)\s*=\s*["']?((?:https?:)?\/\/[^"' >]+)|url\(\s*["']?((?:https?:)?\/\/[^"')]+)|@import\s+["']([^"']+)/g,
    ),
  ].map(([found]) => found);

describe('every page', () => {
  const pages = [
    '/',
    '/?lang=en',
    '/docs',
    '/docs/problems',
    '/assets/page.css',
    '/assets/page.js',
    '/docs/assets/reference.js',
    '/docs/assets/problems.css',
  ];

  it.each(pages)('%s answers, and names no address outside', async (path) => {
    const response = await get(path);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text.length).toBeGreaterThan(100);
    expect(externalIn(text)).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
  });

  it.each(['/', '/docs', '/docs/problems'])('%s may load nothing from elsewhere and run nothing inline', async (path) => {
    const response = await get(path);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(await response.text()).not.toMatch(/<script(?![^>]*\ssrc=)|\son[a-z]+=/);
  });

  it.each(['/openapi.json', '/asyncapi.json', '/healthz'])('%s is JSON', async (path) => {
    const response = await get(path);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(Object.keys(JSON.parse(await response.text())).length).toBeGreaterThan(2);
  });

  it('comes compressed to who can read that, and not again to who has it', async () => {
    const first = await get('/assets/page.css', { 'accept-encoding': 'gzip' });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    const again = await get('/assets/page.css', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const other = await get('/assets/page.css', { 'if-none-match': '"another"' });
    expect(other.status).toBe(200);
  });

  it.each([
    '/docs/assets/../../package.json',
    '/docs/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2fhome.ts',
    '/docs/assets/standalone.js.map',
    '/assets/',
  ])('is one of those named: %s is none', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('the reference', () => {
  it('comes from the installed package', async () => {
    const response = await get('/docs/assets/standalone.js');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(text).toContain('createApiReference');
  });

  it('is told to use no font, proxy, agent or telemetry of others', async () => {
    const text = await (await get('/docs/assets/reference.js')).text();
    expect(text).toContain('telemetry: false');
    expect(text).toContain('withDefaultFonts: false');
    expect(text).toContain("proxyUrl: ''");
    expect(text).toContain('agent: { disabled: true }');
  });
});

describe('the catalogue of problems', () => {
  it('has one anchor for every code of every context', async () => {
    const text = await (await get('/docs/problems')).text();
    const codes = new Set([...Object.keys(edgeProblems), ...contexts.flatMap(({ problems }) => Object.keys(problems))]);
    for (const code of codes) expect(text.split(`id="${code}"`).length, code).toBe(2);
  });

  it('is where a problem’s type leads', async () => {
    const { body } = await world.call('GET', '/v1/no-such-thing');
    const [path, anchor] = body.type.split('#');
    expect(await (await get(path)).text()).toContain(`id="${anchor}"`);
  });
});

describe('the health check', () => {
  it('tells how far the readers are behind', async () => {
    await world.settle();
    const calm = await (await get('/healthz')).json();
    expect(calm).toMatchObject({
      status: 'ok',
      region: 'jinan',
      journal: { reachable: true },
      relay: { commits: 0, ms: 0 },
      projector: { commits: 0, ms: 0 },
      parked: 0,
    });

    await world.engine.journal.append({
      stream: 'nobody#1',
      version: 1,
      commandId: 'c',
      requestDigest: 'd',
      at: addMs(world.clock.now(), -250),
      actor: { role: 'system' },
      correlationId: 'x',
      causationId: 'y',
      events: [],
    });
    expect(await (await get('/healthz')).json()).toMatchObject({ relay: { commits: 1, ms: 250 }, projector: { commits: 1, ms: 250 } });
    // A stream of no context fails every time: after several turns each reader parks it.
    for (let turn = 0; turn < 5; turn += 1) await world.settle();
    expect(await (await get('/healthz')).json()).toMatchObject({ relay: { commits: 0 }, projector: { commits: 0 }, parked: 2 });
  });

  it('is 503 when the database does not answer', async () => {
    const lost = await createWorld({
      contexts,
      policies: jinan.policies,
      pages: (engine) => createPages({ contexts, engine, profile: jinan }),
    });
    lost.engine.database.close();
    const response = await fetch(`${lost.baseUrl}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 'down', journal: { reachable: false } });
    await lost.close().catch(() => undefined);
  });
});

describe('the page of the region', () => {
  it('speaks the language that is asked for, else the browser’s, else Chinese', async () => {
    const languageOf = async (path: string, accept?: string): Promise<string | undefined> =>
      /<html lang="([^"]+)"/.exec(await (await get(path, accept === undefined ? {} : { 'accept-language': accept })).text())?.[1];
    expect(await languageOf('/?lang=en', 'zh')).toBe('en');
    expect(await languageOf('/', 'en-GB,en;q=0.9')).toBe('en');
    expect(await languageOf('/', 'zh-CN,zh;q=0.9')).toBe('zh-CN');
    expect(await languageOf('/', 'fr')).toBe('zh-CN');
    expect(await languageOf('/?lang=<script>')).toBe('zh-CN');
  });

  it('shows agencies, the day in numbers, and a journey across lanes', async () => {
    const { prescriptionId } = await putDemoJourney(world);
    const text = await (await get('/?lang=en')).text();
    expect(text).toContain('Jinan Spring City Internet Hospital');
    expect(text).toContain(prescriptionId);
    expect(text).toContain('Offers made');
    expect(text).toMatch(/<p class="number">1<\/p>/);
    expect(text).toMatch(/<svg class="lanes"[^>]*role="img"/);
    expect(await (await get(`/?lang=zh&journey=${prescriptionId}`)).text()).toContain('派发邀约');
  });

  it('escapes what agencies call themselves, and ignores a journey that is no id', async () => {
    const text = await (await get('/?journey=%22%3E%3Cscript%3Ealert(1)%3C/script%3E')).text();
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;b&gt;药店&lt;/b&gt;');
    expect(text).not.toContain('<b>药店</b>');
  });
});
