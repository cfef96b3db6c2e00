import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../functions/partners/bootstrap.ts';
import { addPartner, createPartnersWorld, type Partner } from '../support/partners.ts';
import type { World } from '../support/world.ts';

const HOUR_MS = 3_600_000;
const licence = { number: '110370000012345', validFrom: '2020-01-01T00:00:00+08:00', validUntil: '2030-01-01T00:00:00+08:00' };
const doctor = {
  kind: 'doctor',
  licence,
  independentSince: '2020-01-01T00:00:00+08:00',
  isPaediatric: false,
  publicKey: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
};

let world: World;
let platformKey: string;
let platformId: string;
let pharmacy: Partner;
beforeEach(async () => {
  ({ world, platformKey, platformId } = await createPartnersWorld());
  pharmacy = await addPartner(world, platformKey, 'pharmacy');
});
afterEach(() => world.close());

const readOwn = async (apiKey: string, agencyId = pharmacy.agencyId): Promise<number> =>
  (await world.call('GET', `/v1/agencies/${agencyId}`, { as: apiKey })).status;
const pathOf = ({ agencyId, keyId }: Partner): string => `/v1/agencies/${agencyId}/keys/${keyId}`;

describe('the platform', () => {
  it('begins with the same agency and key however often it starts', async () => {
    const again = await bootstrapPlatform(world.engine.runtime);
    expect(again).toEqual({ agencyId: platformId, apiKey: platformKey, isFirst: false });
    expect(await readOwn(platformKey, platformId)).toBe(200);
  });

  it('lists agencies page by page', async () => {
    await addPartner(world, platformKey, 'hospital');
    await world.settle();
    const first = await world.call('GET', '/v1/agencies?limit=2', { as: platformKey });
    expect(first.body.items).toHaveLength(2);
    const second = await world.call('GET', `/v1/agencies?limit=2&cursor=${first.body.nextCursor}`, { as: platformKey });
    expect(second.body.items).toHaveLength(1);
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('renames an agency', async () => {
    const path = `/v1/agencies/${pharmacy.agencyId}`;
    const renamed = await world.call('PUT', path, { as: platformKey, body: { name: '新名', englishName: 'New name' } });
    expect(renamed.body).toEqual({
      agencyId: pharmacy.agencyId,
      role: 'pharmacy',
      name: '新名',
      englishName: 'New name',
      status: 'active',
    });
    expect((await world.call('PUT', '/v1/agencies/ag_unknown', { as: platformKey, body: { name: 'a', englishName: 'b' } })).status).toBe(
      404,
    );
  });

  it('does not suspend itself', async () => {
    const answer = await world.call('POST', `/v1/agencies/${platformId}/suspend`, { as: platformKey });
    expect([answer.status, answer.body.code]).toEqual([409, 'own-agency-not-suspendable']);
  });
});

describe('an API key', () => {
  it('is shown by the request that made it and by its repeat, and nowhere else', async () => {
    const path = `/v1/agencies/${pharmacy.agencyId}/keys`;
    const first = await world.call('POST', path, { as: platformKey, key: 'one', body: { label: 'till' } });
    const repeat = await world.call('POST', path, { as: platformKey, key: 'one', body: { label: 'till' } });
    expect(first.status).toBe(201);
    expect(repeat.body).toEqual(first.body);
    expect(first.body.apiKey).toMatch(/^sk_jinan_[A-Za-z0-9]{24}_[A-Za-z0-9_-]{43}$/);

    await world.settle();
    const list = await world.call('GET', path, { as: platformKey });
    expect(list.body.items).toHaveLength(2);
    const secret = first.body.apiKey.split('_').slice(3).join('_');
    const stored = JSON.stringify(await world.engine.journal.load(`api-key#${first.body.keyId}`));
    expect(stored).toContain('secretMac');
    for (const text of [list.text, stored, world.logged.join()]) expect(text).not.toContain(secret);
  });

  it('opens its own agency and hides every other as if it were not there', async () => {
    expect(await readOwn(pharmacy.apiKey)).toBe(200);
    const foreign = await world.call('GET', `/v1/agencies/${platformId}`, { as: pharmacy.apiKey });
    const missing = await world.call('GET', '/v1/agencies/ag_unknown', { as: pharmacy.apiKey });
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, instance: '' }).toEqual({ ...missing.body, instance: '' });
    expect((await world.call('GET', '/v1/agencies', { as: pharmacy.apiKey })).body.code).toBe('forbidden');
  });

  it('opens nothing when wrong, unknown, malformed or of another region, and all look alike', async () => {
    const { apiKey } = pharmacy;
    const flip = (char: string | undefined): string => (char === 'A' ? 'B' : 'A');
    const wrongSecret = apiKey.slice(0, -2) + flip(apiKey.at(-2)) + apiKey.at(-1);
    const unknownKey = apiKey.replace(/^sk_jinan_./, (head) => head.slice(0, -1) + flip(head.at(-1)));
    const otherRegion = apiKey.replace('sk_jinan_', 'sk_qingdao_');
    const texts = [wrongSecret, unknownKey, otherRegion, 'nonsense', `${apiKey}x`, ''];
    const answers = await Promise.all(texts.map((as) => world.call('GET', `/v1/agencies/${pharmacy.agencyId}`, { as })));
    expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 401));
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, instance: '' }))).size).toBe(1);
    expect((await world.call('GET', `/v1/agencies/${pharmacy.agencyId}`)).status).toBe(401);
  });

  it('is not honoured by another region, even with the same master key', async () => {
    const elsewhere = createAuthorizer({ ...world.engine.runtime, region: 'qingdao' });
    expect(await elsewhere(`Bearer ${pharmacy.apiKey}`)).toBeUndefined();
    expect(await elsewhere(`Bearer ${pharmacy.apiKey.replace('jinan', 'qingdao')}`)).toBeDefined();
  });

  it('opens nothing from the answer on that revoked it', async () => {
    const revoked = await world.call('DELETE', pathOf(pharmacy), { as: platformKey });
    expect(revoked.body.status).toBe('revoked');
    expect(await readOwn(pharmacy.apiKey)).toBe(401);
    expect((await world.call('DELETE', pathOf(pharmacy), { as: platformKey })).status).toBe(200);
    expect((await world.call('DELETE', pathOf({ ...pharmacy, agencyId: platformId }), { as: platformKey })).status).toBe(404);
  });

  it('opens beside its successor for the overlap, and not a millisecond longer', async () => {
    const rotate = () =>
      world.call('POST', `${pathOf(pharmacy)}/rotate`, { as: platformKey, key: 'rotate-1', body: { overlapMs: HOUR_MS } });
    const successor = await rotate();
    expect(successor.status).toBe(201);
    expect((await rotate()).body).toEqual(successor.body);
    await world.pass(HOUR_MS - 1);
    expect([await readOwn(pharmacy.apiKey), await readOwn(successor.body.apiKey)]).toEqual([200, 200]);
    await world.pass(1);
    expect([await readOwn(pharmacy.apiKey), await readOwn(successor.body.apiKey)]).toEqual([401, 200]);
  });

  it('has one successor only', async () => {
    const rotate = () => world.call('POST', `${pathOf(pharmacy)}/rotate`, { as: platformKey, body: { overlapMs: HOUR_MS } });
    const answers = await Promise.all([rotate(), rotate()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect([refused?.body.code, refused?.body.currentStatus]).toEqual(['key-not-active', 'retiring']);
    expect(
      (await world.call('POST', `${pathOf({ ...pharmacy, keyId: 'key_unknown' })}/rotate`, { as: platformKey, body: { overlapMs: 0 } }))
        .status,
    ).toBe(404);
  });

  it('ends by itself at its expiry, which must lie ahead', async () => {
    const issue = (expiresAt: string) =>
      world.call('POST', `/v1/agencies/${pharmacy.agencyId}/keys`, { as: platformKey, body: { expiresAt } });
    expect((await issue(world.clock.now())).body.code).toBe('key-expiry-past');
    const { body } = await issue(new Date(Date.parse(world.clock.now()) + HOUR_MS).toISOString());
    expect(await readOwn(body.apiKey)).toBe(200);
    await world.pass(HOUR_MS);
    expect(await readOwn(body.apiKey)).toBe(401);
    await world.settle();
    const list = await world.call('GET', `/v1/agencies/${pharmacy.agencyId}/keys`, { as: platformKey });
    expect(list.body.items.map(({ status }: { status: string }) => status).sort()).toEqual(['active', 'expired']);
  });

  it('opens nothing while its agency is suspended', async () => {
    const path = `/v1/agencies/${pharmacy.agencyId}`;
    expect((await world.call('POST', `${path}/suspend`, { as: platformKey })).body.status).toBe('suspended');
    expect(await readOwn(pharmacy.apiKey)).toBe(401);
    const issued = await world.call('POST', `${path}/keys`, { as: platformKey, body: {} });
    const rotated = await world.call('POST', `${pathOf(pharmacy)}/rotate`, { as: platformKey, body: { overlapMs: 0 } });
    expect([issued.body.code, rotated.body.code]).toEqual(['agency-suspended', 'agency-suspended']);
    expect((await world.call('POST', `${path}/resume`, { as: platformKey })).body.status).toBe('active');
    expect(await readOwn(pharmacy.apiKey)).toBe(200);
  });

  it('is not issued to an agency that does not exist', async () => {
    expect((await world.call('POST', '/v1/agencies/ag_unknown/keys', { as: platformKey, body: {} })).status).toBe(404);
    expect((await world.call('GET', '/v1/agencies/ag_unknown/keys', { as: platformKey })).status).toBe(404);
  });
});

describe('practitioners', () => {
  it('come with their hospital or one by one, from the platform or the hospital itself', async () => {
    const registered = await world.call('POST', '/v1/agencies', {
      as: platformKey,
      body: {
        role: 'hospital',
        name: '山东省立医院',
        englishName: 'Provincial Hospital',
        practitioners: [{ practitionerId: 'doctor-1', ...doctor }],
      },
    });
    expect(registered.status).toBe(201);
    const { agencyId } = registered.body;
    const key = await world.call('POST', `/v1/agencies/${agencyId}/keys`, { as: platformKey, body: {} });
    const path = `/v1/agencies/${agencyId}/practitioners`;
    expect((await world.call('PUT', `${path}/doctor-2`, { as: key.body.apiKey, body: doctor })).status).toBe(200);
    expect((await world.call('PUT', `${path}/doctor-3`, { as: pharmacy.apiKey, body: doctor })).status).toBe(404);
    await world.settle();
    const listed = await world.call('GET', path, { as: key.body.apiKey });
    expect(listed.body.items.map(({ practitionerId }: { practitionerId: string }) => practitionerId)).toEqual(['doctor-1', 'doctor-2']);
    expect((await world.call('GET', path, { as: pharmacy.apiKey })).status).toBe(404);
  });

  it('must fit their agency and hold a licence with a length', async () => {
    const path = `/v1/agencies/${pharmacy.agencyId}/practitioners/p1`;
    const asDoctor = await world.call('PUT', path, { as: pharmacy.apiKey, body: doctor });
    const emptyLicence = { ...licence, validUntil: licence.validFrom };
    const asExpired = await world.call('PUT', path, {
      as: pharmacy.apiKey,
      body: { ...doctor, kind: 'pharmacist', licence: emptyLicence },
    });
    expect([asDoctor.body.code, asExpired.body.code]).toEqual(['practitioner-kind-mismatch', 'licence-period-invalid']);
    const registered = await world.call('POST', '/v1/agencies', {
      as: platformKey,
      body: { role: 'pharmacy', name: '药店', englishName: 'Pharmacy', practitioners: [{ practitionerId: 'd', ...doctor }] },
    });
    expect([registered.status, registered.body.code]).toEqual([422, 'practitioner-kind-mismatch']);
  });
});
