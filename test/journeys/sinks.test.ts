import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPatient } from '../../infra/local/sandbox/cast.ts';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { documentOf, submissionOf } from '../../infra/local/sandbox/prescription.ts';
import { bytesOnDisk, everyText, readableIn, rowsOf } from '../support/sinks.ts';
import { createWholeRegion, type WholeRegion } from '../support/whole-region.ts';

/** What the demo's journey says of a person: who it is, and what it has. */
const PERSON = [...Object.values(demoPatient), '2型糖尿病', 'E11.900'];
/** The region publishes its catalogue; in a journey's own rows stand codes only. */
const DRUGS = ['盐酸二甲双胍片', '苯磺酸氨氯地平片', 'metformin', 'amlodipine'];

let folder: string;
let path: string;
let region: WholeRegion;
let prescriptionId: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanlian-'));
  path = join(folder, 'region.db');
  region = await createWholeRegion({ path });
  const { world, cast, receivers, moving } = region;
  const played = { baseUrl: world.baseUrl, cast, receivers, prescribedAt: world.clock.now() };
  ({ prescriptionId } = await moving(() => playJourney({ ...played, number: 'JN-SINKS-1' })));
  // The side paths say it too: in a body that is refused, in one that is broken, in an address.
  const as = cast.hospital.apiKey;
  const demo = { number: 'JN-SINKS-1', prescribedAt: world.clock.now() };
  const wrong = { ...submissionOf(cast.hospital, demo), prescription: { ...documentOf(cast.hospital, demo), insuredRegion: '110101' } };
  const refused = [
    await world.call('POST', '/v1/prescriptions', { as, body: wrong }),
    await world.call('POST', '/v1/prescriptions', { as, body: { ...wrong, [demoPatient.name]: 1 } }),
    await world.call('POST', '/v1/prescriptions', { as, body: `{"name":"${demoPatient.name}"` }),
    await world.call('GET', `/v1/prescriptions/${encodeURIComponent(demoPatient.idNumber)}?patientToken=${demoPatient.phone}`, { as }),
    await world.call('GET', `/v1/${encodeURIComponent(demoPatient.name)}`, { as: demoPatient.name.codePointAt(0)?.toString() ?? '' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 422, 400, 422, 404]);
  expect(readableIn(Buffer.from(refused.map(({ text }) => text).join()), PERSON)).toEqual([]);
  await world.settle();
}, 30_000);
afterAll(async () => {
  await region.world.close();
  rmSync(folder, { recursive: true });
});

describe('after a whole journey in which everyone took part, a person can be read', () => {
  it('nowhere, though the journey can', () => {
    const { outgoing, engine } = region.world;
    expect(new Set(outgoing.map(({ url }) => url)).size).toBeGreaterThan(1);
    expect(bytesOnDisk(path).includes(prescriptionId)).toBe(true);
    expect(engine.inbox.parked()).toEqual([]);
  });
  it('in no byte of the file and of its write-ahead log', () => {
    expect(readableIn(bytesOnDisk(path), PERSON)).toEqual([]);
  });
  it('in no row of journal, queues, views and vault, in no log line, and in nothing that was sent out', () => {
    expect(readableIn(Buffer.from(everyText(region.world)), PERSON)).toEqual([]);
  });
  it('in no answer to platform, regulator, and patient app, and on no page', async () => {
    const { world, cast, platformKey, addPartner } = region;
    const regulator = await addPartner('regulator');
    const asked = [
      await world.call('GET', `/v1/prescriptions/${prescriptionId}`, { as: platformKey }),
      await world.call('GET', '/v1/prescriptions', { as: platformKey }),
      await world.call('GET', `/v1/prescriptions/${prescriptionId}/timeline`, { as: regulator.apiKey }),
      await world.call('GET', `/v1/prescriptions/${prescriptionId}`, { as: cast.hospital.apiKey }),
      await world.call('GET', '/v1/webhook-endpoints', { as: cast.patientApp.apiKey }),
      await world.call('GET', '/'),
      await world.call('GET', '/healthz'),
    ];
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));
    expect(readableIn(Buffer.from(asked.map(({ text }) => text).join()), PERSON)).toEqual([]);
  });
  it('in no webhook, nor which drug it takes, nor in any row of its journey', () => {
    const rows = Object.values(rowsOf(region.world))
      .flat()
      .map((row) => JSON.stringify(row))
      .filter((row) => row.includes(prescriptionId));
    expect(rows.length).toBeGreaterThan(20);
    expect(readableIn(Buffer.from(rows.join()), DRUGS)).toEqual([]);
    const told = region.world.outgoing.map(({ headers, body }) => JSON.stringify([headers, body])).join();
    expect(readableIn(Buffer.from(told), [...DRUGS, 'JN-XY-'])).toEqual([]);
  });
  it('in no file after an erasure, though the journey stays', async () => {
    const { world, cast, platformKey } = region;
    const token = await createClient(world.baseUrl, cast.patientApp.apiKey).must('POST', '/v1/patients/lookup', {
      body: { idNumber: demoPatient.idNumber },
    });
    expect((await world.call('DELETE', `/v1/patients/${String(token['patientToken'])}`, { as: platformKey })).status).toBe(200);
    await world.settle();
    expect(readableIn(bytesOnDisk(path), PERSON)).toEqual([]);
    expect((await world.call('GET', `/v1/prescriptions/${prescriptionId}`, { as: cast.hospital.apiKey })).body.status).toBe('COMPLETED');
  });
});
