import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fulfilmentContext } from '../../functions/fulfilment/context.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import { createDispensary, type Dispensary, patient, secrets } from '../support/dispensary.ts';
import { bytesOnDisk, everyText, readableIn, spellingsOf } from '../support/sinks.ts';

const OTHERS = 300;

let folder: string;
let path: string;
let shop: Dispensary;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanlian-'));
  path = join(folder, 'region.db');
  shop = await createDispensary({ path, contexts: [prescriptionsContext, fulfilmentContext] });
});
afterEach(async () => {
  await shop.world.close();
  rmSync(folder, { recursive: true });
});

const wrappedKeysOf = (token: string): readonly Buffer[] =>
  shop.world.engine.database
    .all('SELECT wrapped FROM vault_keys WHERE token = ?', token)
    .flatMap(({ wrapped }) => (wrapped instanceof Uint8Array ? [Buffer.from(wrapped)] : []));

/** Of these keys, those of which a part can still be found. */
const stillOnDisk = (keys: readonly Buffer[]): readonly Buffer[] => {
  const bytes = bytesOnDisk(path);
  return keys.filter((key) => bytes.includes(key.subarray(8, 40)));
};

const PEOPLE_SEALED = { name: '司马某某', phone: '13911112222' };

/** One journey from the filing to the open document and the sale; the patient's token. */
const journey = async (): Promise<string> => {
  const held = await shop.approved();
  expect((await held.call('GET', 'document')).body.patient).toEqual(patient);
  expect((await held.dispense(['81234560000000000001', '81234560000000000002'])).status).toBe(200);
  await shop.world.settle();
  const { body } = await shop.world.call('POST', '/v1/patients/lookup', {
    as: 'patient-app:ag_app1',
    body: { idNumber: patient.idNumber },
  });
  return body.patientToken;
};
const erase = (token: string) => shop.world.call('DELETE', `/v1/patients/${token}`, { as: 'platform:ag_platform1' });

describe('a person’s data', () => {
  it('would be found by this search if anyone wrote them down', () => {
    for (const text of secrets) {
      for (const spelling of spellingsOf(text))
        expect(readableIn(Buffer.concat([Buffer.from('..'), spelling, Buffer.from('..')]), [text])).toEqual([text]);
    }
  });

  it('are readable nowhere outside the vault, neither before nor after an erasure', async () => {
    const token = await journey();
    // Refused requests leave as little behind as accepted ones.
    await shop.world.call('POST', '/v1/prescriptions', {
      as: 'hospital:ag_hospital1',
      body: { patient, prescription: { note: '原发性高血压' } },
    });
    await shop.world.call('POST', '/v1/prescriptions', { as: 'hospital:ag_hospital1', body: `{"name":"${patient.name}"` });
    const isClean = () => {
      expect(readableIn(bytesOnDisk(path), secrets)).toEqual([]);
      expect(readableIn(Buffer.from(everyText(shop.world)), secrets)).toEqual([]);
    };
    expect(bytesOnDisk(path).includes(token)).toBe(true);
    isClean();
    expect((await erase(token)).status).toBe(200);
    await shop.world.settle();
    isClean();
  });

  it('cannot come back: the key’s bytes are overwritten in the file and in its log', async () => {
    const { vault } = shop.world.engine.runtime;
    const token = await journey();
    // Neighbours, before and after, so that pages split and are packed again.
    const others = Array.from({ length: OTHERS }, (_, nth) => vault.tokenOf(`other ${nth}`));
    await Promise.all(others.map((other) => vault.seal(other, 'identity', JSON.stringify(PEOPLE_SEALED))));
    const doomed = [token, ...others.filter((_, nth) => nth % 7 === 0)];
    const keys = doomed.flatMap(wrappedKeysOf);
    expect(keys.length).toBe(doomed.length);
    expect(stillOnDisk(keys)).toEqual(keys);

    for (const one of doomed) expect((await erase(one)).status).toBe(200);
    expect(stillOnDisk(keys)).toEqual([]);
    expect(doomed.flatMap(wrappedKeysOf)).toEqual([]);
    await shop.world.settle();
    expect(stillOnDisk(keys)).toEqual([]);

    const survivors = others.filter((other) => !doomed.includes(other));
    expect(stillOnDisk(survivors.flatMap(wrappedKeysOf)).length).toBe(survivors.length);
    const opened = await Promise.all(survivors.map((other) => vault.open(other, 'identity')));
    expect(opened.every(({ kind }) => kind === 'content')).toBe(true);
  });

  it('are destroyed also when the process died between the decision and the vault', async () => {
    const { runtime, journal } = shop.world.engine;
    const token = await journey();
    const keys = wrappedKeysOf(token);
    const at = shop.world.clock.now();
    await journal.append({
      stream: `patient#${token}`,
      version: 1,
      commandId: 'cmd_died',
      requestDigest: 'digest',
      at,
      actor: { role: 'platform' },
      causationId: 'req_died',
      correlationId: token,
      events: [{ type: 'PatientErased', generation: await runtime.vault.generationOf(token) }],
    });
    await shop.world.settle();
    expect(wrappedKeysOf(token)).toEqual([]);
    expect(stillOnDisk(keys)).toEqual([]);
    // The next prescription begins with a key that no late copy of that erasure can touch.
    const next = await shop.approved();
    await shop.tell('patients.destroy-keys', token, { patientToken: token, generation: 1 });
    expect((await next.call('GET', 'document')).status).toBe(200);
  });
});
