import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StockFeed } from '../../events/directory.ts';
import { AgencyDirectory } from '../../events/partners.ts';
import { AgencyId } from '../../events/vocabulary/ids.ts';
import { jinanDrugs } from '../../functions/directory/catalogue/jinan-drugs.ts';
import { directoryContext } from '../../functions/directory/context.ts';
import { drugExample, pharmacyExample } from '../../functions/directory/routes/examples.ts';
import { seedCatalogue } from '../../functions/directory/seed.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { HOUR_MS, instant } from '../../shared/kernel/time.ts';
import { createWorld, type World } from '../support/world.ts';

const PHARMACY = 'ag_pharmacy1';
const OTHER = 'ag_pharmacy2';
const platform = 'platform:ag_platform1';
const pharmacy = `pharmacy:${PHARMACY}`;
const DRUG = drugExample.drugCode;

const from = instant('2026-01-01T00:00:00Z');
const directoryOf = (rules: object) => ({ directory: [{ version: 'directory-test', from, rules }] });

let world: World;
let opened: World[] = [];
const open = async (policies = jinan.policies): Promise<void> => {
  world = await createWorld({ contexts: [directoryContext], policies });
  opened.push(world);
  const agency = (agencyId: string, role: 'pharmacy' | 'hospital') =>
    AgencyDirectory.record({ partition: 'agencies', sort: agencyId }, 1, {
      agencyId: AgencyId.parse(agencyId),
      role,
      name: '泉城',
      englishName: 'Quancheng',
      isSuspended: false,
    });
  await world.engine.runtime.views.put([agency(PHARMACY, 'pharmacy'), agency(OTHER, 'pharmacy'), agency('ag_hospital1', 'hospital')]);
};
const register = (agencyId: string, over: object = {}) =>
  world.call('POST', '/v1/pharmacies', { as: platform, body: { agencyId, ...pharmacyExample, ...over } });
const change = (as: string, body: unknown, id = PHARMACY, headers = {}) => world.call('PUT', `/v1/pharmacies/${id}`, { as, body, headers });
const designate = (body: unknown, id = PHARMACY) => world.call('POST', `/v1/pharmacies/${id}/designation`, { as: platform, body });
const get = (path: string, as = 'patient-app:ag_app1') => world.call('GET', path, { as });
const feed = (version: number, items: unknown, as = pharmacy) => world.call('PUT', '/v1/stock', { as, body: { version, items } });
const listDrug = (over: object = {}) => world.call('POST', '/v1/drugs', { as: platform, body: { ...drugExample, ...over } });
const item = (drugCode: string, quantity = 5, unitPriceFen = 100) => ({ drugCode, quantity, unitPriceFen });
const refused = (status: number, code: string) => ({ status, body: expect.objectContaining({ code, status }) });

beforeEach(() => open());
afterEach(async () => {
  await Promise.all(opened.map((each) => each.close()));
  opened = [];
});

describe('a pharmacy in the directory', () => {
  it('is registered, designated, seen by all, and suspended', async () => {
    expect(await register(PHARMACY)).toMatchObject({ status: 201, body: { pharmacyId: PHARMACY, version: 1, designationStatus: 'none' } });
    const term = { from: '2026-01-01T00:00:00+08:00', until: '2029-01-01T00:00:00+08:00' };
    const seen = { from: '2025-12-31T16:00:00.000Z', until: '2028-12-31T16:00:00.000Z' };
    expect(await designate({ action: 'designate', ...term })).toMatchObject({ status: 200, body: { designation: seen, version: 2 } });
    await world.settle();
    expect((await get('/v1/pharmacies')).body).toMatchObject({
      items: [{ pharmacyId: PHARMACY, name: pharmacyExample.name, designation: seen }],
    });

    const suspended = await designate({ action: 'suspend', reason: '飞行检查' });
    expect(suspended.body).toMatchObject({ designationStatus: 'suspended', designation: { ...seen, until: world.clock.now() } });
    expect(suspended.text).not.toContain('飞行检查');
    expect((await get(`/v1/pharmacies/${PHARMACY}`)).body).toEqual(suspended.body);
  });
  it('is registered once for a repeated request, and for another only as a conflict', async () => {
    const body = { agencyId: PHARMACY, ...pharmacyExample };
    const first = await world.call('POST', '/v1/pharmacies', { as: platform, body, key: 'once' });
    await change(pharmacy, { services: [] });
    const again = await world.call('POST', '/v1/pharmacies', { as: platform, body, key: 'once' });
    expect(again.body).toEqual(first.body);
    expect(await register(PHARMACY)).toMatchObject(refused(409, 'pharmacy-already-registered'));
  });
  it.each(['ag_hospital1', 'ag_nobody1'])('is not registered for %s', async (agencyId) => {
    expect(await register(agencyId)).toMatchObject(refused(422, 'agency-not-a-pharmacy'));
    expect(await get(`/v1/pharmacies/${agencyId}`)).toMatchObject(refused(404, 'not-found'));
  });
  it.each([
    { code: 'hours-invalid', over: { hours: [{ weekday: 1, opens: '21:00', closes: '08:00' }] } },
    { code: 'licence-dates-invalid', over: { licence: { ...pharmacyExample.licence, validUntil: '2023-01-01T00:00:00Z' } } },
    { code: 'request-invalid', over: { hours: [{ weekday: 8, opens: '08:00', closes: '21:00' }] } },
    { code: 'request-invalid', over: { hours: [{ weekday: 1, opens: '08:00', closes: '24:00' }] } },
    { code: 'request-invalid', over: { place: { latitude: 91, longitude: 0 } } },
    { code: 'request-invalid', over: { owner: 'x' } },
    { code: 'request-invalid', over: { name: ' ' } },
  ])('with $over is refused as $code', async ({ code, over }) => {
    expect(await register(PHARMACY, over)).toMatchObject(refused(422, code));
    expect((await register(PHARMACY)).status).toBe(201);
  });
  it('keeps its term in order', async () => {
    await register(PHARMACY);
    const backwards = { action: 'designate', from: '2027-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' };
    expect(await designate(backwards)).toMatchObject(refused(422, 'designation-dates-invalid'));
    expect(await designate({ action: 'suspend', reason: 'r' })).toMatchObject(refused(409, 'not-designated'));
    expect(await designate({ action: 'suspend', reason: 'r' }, OTHER)).toMatchObject(refused(404, 'not-found'));
    expect(await designate({ action: 'erase' })).toMatchObject(refused(422, 'request-invalid'));
  });
  it('pages by id without showing any twice', async () => {
    await register(PHARMACY);
    await register(OTHER);
    await world.settle();
    const first = (await get('/v1/pharmacies?limit=1')).body;
    const second = (await get(`/v1/pharmacies?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ pharmacyId }) => pharmacyId)).toEqual([PHARMACY, OTHER]);
    expect(second.nextCursor).toBeUndefined();
    for (const limit of ['0', '201', 'ten', '1e3', '1.5', '050', '-1', '']) {
      expect(await get(`/v1/pharmacies?limit=${limit}`)).toMatchObject(refused(422, 'request-invalid'));
    }
  });
});

describe('changing a pharmacy', () => {
  beforeEach(async () => {
    await register(PHARMACY);
    await register(OTHER);
  });
  const hours = [{ weekday: 3, opens: '09:00', closes: '18:00' }];

  it('is for the pharmacy itself as far as hours and services go', async () => {
    const changed = await change(pharmacy, { hours, services: ['pickup'] });
    expect(changed).toMatchObject({ status: 200, body: { hours, services: ['pickup'], name: pharmacyExample.name, version: 2 } });
    expect(await change(pharmacy, { name: '别人', hours })).toMatchObject({
      ...refused(403, 'platform-only-field'),
      body: { errors: [{ pointer: '/body/name', code: 'platform-only-field' }] },
    });
    expect(await change(pharmacy, { hours }, OTHER)).toMatchObject(refused(404, 'not-found'));
    expect(await change('hospital:ag_hospital1', { hours })).toMatchObject(refused(403, 'forbidden'));
    expect(await change(platform, { name: '新店' })).toMatchObject({ status: 200, body: { name: '新店', hours } });
    expect(await change(platform, { name: '新店' }, 'ag_nobody1')).toMatchObject(refused(404, 'not-found'));
  });
  it('twice in the same way changes once', async () => {
    const first = await change(pharmacy, { hours });
    expect(await change(pharmacy, { hours })).toMatchObject({ status: 200, body: first.body });
  });
  it('on what was read says so when it changed meanwhile', async () => {
    const etag = (await get(`/v1/pharmacies/${PHARMACY}`)).headers.get('etag') ?? '';
    expect((await change(pharmacy, { hours }, PHARMACY, { 'if-match': etag })).status).toBe(200);
    expect(await change(pharmacy, { hours: [] }, PHARMACY, { 'if-match': etag })).toMatchObject(refused(412, 'version-mismatch'));
    expect((await change(pharmacy, { hours: [] }, PHARMACY, { 'if-match': '*' })).status).toBe(200);
  });
  it('comes to an end for the pharmacy where the region says so', async () => {
    await open(directoryOf({ catalogue: 'closed', stockTtlHours: 24, ownChangesMax: 1 }));
    await register(PHARMACY);
    expect((await change(pharmacy, { hours })).status).toBe(200);
    expect(await change(pharmacy, { hours: [] })).toMatchObject(refused(409, 'too-many-changes'));
    expect((await change(platform, { hours: [] })).status).toBe(200);
  });
});

describe('the catalogue', () => {
  it('loses a drug that is taken out and has it again when it is listed, with the lots that were recalled', async () => {
    const recall = (lotNumber: string) =>
      world.call('POST', `/v1/drugs/${DRUG}/recalls`, { as: platform, body: { lotNumber, reason: 'dissolution out of limits' } });
    expect(await recall('L1')).toMatchObject(refused(404, 'not-found'));
    expect(await world.call('DELETE', `/v1/drugs/${DRUG}`, { as: platform })).toMatchObject(refused(404, 'not-found'));
    await listDrug({ packUnits: 24 });
    expect((await recall(' l1 ')).body).toMatchObject({ recalledLots: ['L1'], packUnits: 24 });
    expect((await world.call('DELETE', `/v1/drugs/${DRUG}`, { as: platform })).status).toBe(200);
    await world.settle();
    expect(await get(`/v1/drugs/${DRUG}`)).toMatchObject(refused(404, 'not-found'));
    expect((await get('/v1/drugs')).body.items).toEqual([]);
    await listDrug();
    await world.settle();
    expect((await get('/v1/drugs')).body.items).toMatchObject([{ drugCode: DRUG, recalledLots: ['L1'] }]);
  });

  it('is seeded once, however often, and keeps what the region changed', async () => {
    await seedCatalogue(world.engine.runtime, jinanDrugs);
    expect(await listDrug({ priceCapFen: 999 })).toMatchObject({ status: 200, body: { priceCapFen: 999, version: 2 } });
    await seedCatalogue(world.engine.runtime, jinanDrugs);
    await world.settle();
    expect((await get(`/v1/drugs/${DRUG}`)).body).toMatchObject({ priceCapFen: 999, version: 2 });
    const all = (await get('/v1/drugs?limit=200')).body;
    expect(all.items).toHaveLength(jinanDrugs.length);
    expect(all.items.find(({ drugCode }: { drugCode: string }) => drugCode === DRUG)).toMatchObject({ priceCapFen: 999 });
    expect(world.logged).toEqual([]);
  });
  it('is searched by kind and by a part of a name, page by page', async () => {
    await seedCatalogue(world.engine.runtime, jinanDrugs);
    await world.settle();
    const found: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 20; page += 1) {
      const { body } = await get(`/v1/drugs?limit=5&kind=western${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      found.push(...body.items.map(({ drugCode }: { drugCode: string }) => drugCode));
      cursor = body.nextCursor;
      if (cursor === undefined) break;
    }
    const western = jinanDrugs.filter(({ kind }) => kind === 'western').map(({ drugCode }) => drugCode);
    expect(found).toEqual(western.sort());
    const named = async (name: string) =>
      (await get(`/v1/drugs?name=${encodeURIComponent(name)}`)).body.items.map(({ genericName }: { genericName: string }) => genericName);
    expect(await named('胰岛素')).toEqual(['甘精胰岛素注射液', '门冬胰岛素注射液']);
    expect(await named('INSULIN GLARGINE')).toEqual(['甘精胰岛素注射液']);
    expect(await named('%')).toEqual([]);
    expect(await get('/v1/drugs?kind=magic')).toMatchObject(refused(422, 'request-invalid'));
    expect(await get(`/v1/drugs?name=${'x'.repeat(61)}`)).toMatchObject(refused(422, 'request-invalid'));
  });
  it('takes a drug from the platform alone, and only under a code of its kind', async () => {
    expect(await get(`/v1/drugs/${DRUG}`)).toMatchObject(refused(404, 'not-found'));
    expect(await listDrug({ kind: 'herbal-piece' })).toMatchObject({
      ...refused(422, 'drug-kind-mismatch'),
      body: { expected: 'western' },
    });
    expect(await world.call('POST', '/v1/drugs', { as: pharmacy, body: drugExample })).toMatchObject(refused(403, 'forbidden'));
    expect(await world.call('DELETE', `/v1/drugs/${DRUG}`, { as: pharmacy })).toMatchObject(refused(403, 'forbidden'));
    expect(await listDrug({ priceCapFen: 1.5 })).toMatchObject(refused(422, 'request-invalid'));
    expect(await listDrug()).toMatchObject({ status: 200, body: { ...drugExample, version: 1 } });
  });
});

describe('the stock feed', () => {
  const level = (drugCode: string, pharmacyId = PHARMACY) => StockFeed.get(world.engine.runtime.views, drugCode, pharmacyId);
  beforeEach(async () => {
    await seedCatalogue(world.engine.runtime, jinanDrugs);
    await register(PHARMACY);
    await world.settle();
  });

  it('keeps per drug the last version', async () => {
    expect(await feed(7, [item(DRUG, 5), item('JN-YP-0001', 900)])).toMatchObject({
      status: 200,
      body: { accepted: 2, stale: 0, unknownDrugs: 0 },
    });
    expect((await feed(7, [item(DRUG, 5)])).body).toMatchObject({ accepted: 1, stale: 0 });
    expect((await feed(6, [item(DRUG, 99), item('JN-YP-0002', 1)])).body).toMatchObject({ accepted: 1, stale: 1 });
    expect(await level(DRUG)).toEqual({ pharmacyId: PHARMACY, drugCode: DRUG, quantity: 5, unitPriceFen: 100, asOf: world.clock.now() });
    expect((await feed(8, [item(DRUG, 0)])).body).toMatchObject({ accepted: 1 });
    expect(await level(DRUG)).toMatchObject({ quantity: 0 });
  });
  it('expires when nobody renews it, and never goes back', async () => {
    const { body } = await feed(7, [item(DRUG)]);
    await world.pass(24 * HOUR_MS - 1);
    expect(await level(DRUG)).toBeDefined();
    await world.pass(1);
    expect(world.clock.now()).toBe(body.expiresAt);
    expect(await level(DRUG)).toBeUndefined();
    expect((await get('/v1/stock', pharmacy)).body.items).toMatchObject([{ drugCode: DRUG, version: 7, expiresAt: body.expiresAt }]);
    expect((await feed(6, [item(DRUG)])).body).toMatchObject({ accepted: 0, stale: 1 });
    expect(await level(DRUG)).toBeUndefined();
    await feed(8, [item(DRUG)]);
    expect(await level(DRUG)).toBeDefined();
  });
  it('refuses in a closed region what the catalogue lacks, and stores nothing of it', async () => {
    const answer = await feed(1, [item(DRUG), item('XX-1'), item('XX-2')]);
    expect(answer).toMatchObject({
      ...refused(400, 'unknown-drug'),
      body: {
        errors: [
          { pointer: '/body/items/1/drugCode', code: 'unknown-drug' },
          { pointer: '/body/items/2/drugCode', code: 'unknown-drug' },
        ],
      },
    });
    expect(answer.text).not.toContain('XX-1');
    expect(await level(DRUG)).toBeUndefined();
  });
  it('takes in an open region any code, and counts what the catalogue lacks', async () => {
    await open(directoryOf({ catalogue: 'open', stockTtlHours: 1, ownChangesMax: 1 }));
    await register(PHARMACY);
    expect((await feed(1, [item('XX-1')])).body).toMatchObject({ accepted: 1, unknownDrugs: 1 });
    expect(await level('XX-1')).toBeDefined();
  });
  it('refuses a drug named twice, a pharmacy that is not registered, and what is no feed', async () => {
    expect(await feed(1, [item(DRUG), item(DRUG, 6)])).toMatchObject({
      ...refused(400, 'duplicate-drug'),
      body: { errors: [{ pointer: '/body/items/1/drugCode', code: 'duplicate-drug' }] },
    });
    expect(await feed(1, [item(DRUG)], `pharmacy:${OTHER}`)).toMatchObject(refused(409, 'pharmacy-not-registered'));
    expect(await feed(1, [item(DRUG)], 'hospital:ag_hospital1')).toMatchObject(refused(403, 'forbidden'));
    const many = Array.from({ length: 1001 }, (_, index) => item(`XX-${index}`));
    for (const items of [[], many, [item(DRUG, -1)], [item(DRUG, 1.5)], [{ ...item(DRUG), lot: 'L' }], 'all']) {
      expect(await feed(1, items)).toMatchObject(refused(422, 'request-invalid'));
    }
    for (const version of [0, -1, 1.5, 2 ** 53, '1']) {
      expect(await world.call('PUT', '/v1/stock', { as: pharmacy, body: { version, items: [item(DRUG)] } })).toMatchObject(
        refused(422, 'request-invalid'),
      );
    }
  });
  it('is read by its own pharmacy alone, page by page', async () => {
    await feed(
      1,
      jinanDrugs.map(({ drugCode }) => item(drugCode)),
    );
    const first = (await get('/v1/stock?limit=50', pharmacy)).body;
    const second = (await get(`/v1/stock?limit=50&cursor=${first.nextCursor}`, pharmacy)).body;
    expect(first.items.length + second.items.length).toBe(jinanDrugs.length);
    expect((await get('/v1/stock', `pharmacy:${OTHER}`)).body).toEqual({ items: [] });
    expect(await get('/v1/stock', platform)).toMatchObject(refused(403, 'forbidden'));
  });
});
