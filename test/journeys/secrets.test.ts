import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { bytesOnDisk, everyText, readableIn, rowsOf } from '../support/sinks.ts';
import { createWholeRegion, type WholeRegion } from '../support/whole-region.ts';

let folder: string;
let path: string;
let region: WholeRegion;
/** Everything that was told once to the one who may know it. */
const secrets: string[] = [];
let pickupCode: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanlian-'));
  path = join(folder, 'region.db');
  region = await createWholeRegion({ path });
  const { world, cast, platformKey, approved } = region;
  const platform = createClient(world.baseUrl, platformKey);
  const { pharmacy, counter, sale, claimSecret, prescriptionId, patientToken } = await approved('SECRETS-1');
  await counter('POST', 'dispense', sale);
  await world.settle();
  const phone = createClient(world.baseUrl, cast.patientApp.apiKey);
  const collected = await phone.must('POST', `/v1/prescriptions/${prescriptionId}/collect`, { body: { patientToken } });
  pickupCode = String(collected['pickupCode']);
  const spare = await region.addPartner('pharmacy');
  const rotated = await platform.must('POST', `/v1/agencies/${spare.agencyId}/keys/${spare.keyId}/rotate`, { body: { overlapMs: 1_000 } });
  const keeper = createClient(world.baseUrl, pharmacy.apiKey);
  const endpoint = await keeper.must('POST', '/v1/webhook-endpoints', { body: { url: 'https://hooks.example.com/secrets' } });
  const turned = await keeper.must('POST', `/v1/webhook-endpoints/${String(endpoint['endpointId'])}/rotate-secret`, { body: {} });
  await keeper.must('POST', `/v1/webhook-endpoints/${String(endpoint['endpointId'])}/test`);
  secrets.push(platformKey, cast.hospital.apiKey, cast.patientApp.apiKey, pharmacy.apiKey, spare.apiKey, claimSecret);
  secrets.push(String(rotated['apiKey']), String(endpoint['secret']), String(turned['secret']));
  // Said in the wrong places too: in an address, in a body that is refused, under another's name.
  await world.call('GET', `/v1/prescriptions/${encodeURIComponent(claimSecret)}`, { as: pharmacy.apiKey });
  await world.call('POST', '/v1/webhook-endpoints', { as: pharmacy.apiKey, body: { url: platformKey, [claimSecret]: true } });
  await counter('POST', 'release', { reason: 'out-of-stock' }, `${claimSecret}x`);
  await world.settle();
}, 30_000);
afterAll(async () => {
  await region.world.close();
  rmSync(folder, { recursive: true });
});

/** A key's id and a claim's offer stand in front and are public; the end is the secret itself. */
const SECRET_CHARS = 32;
const parts = (): readonly string[] => secrets.flatMap((secret) => [secret, secret.slice(-SECRET_CHARS)]);

describe('after everybody used a key, a secret and a code', () => {
  it('they are secrets, each of its own', () => {
    expect(new Set(secrets).size).toBe(9);
    expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);
    expect(pickupCode).toMatch(/^\d{6}$/);
  });
  it('none of them stands in a row, a log line, an event or a webhook', () => {
    expect(readableIn(Buffer.from(everyText(region.world)), parts())).toEqual([]);
  });
  it('none of them stands in a byte of the file', () => {
    expect(readableIn(bytesOnDisk(path), parts())).toEqual([]);
  });
  it('no row, log line or webhook holds the pick-up code', () => {
    const whole = new RegExp(`(?<![0-9A-Za-z_.-])${pickupCode}(?![0-9A-Za-z_.-])`);
    const texts = [...Object.values(rowsOf(region.world)).flat(), ...region.world.logged, ...region.world.outgoing].map((one) =>
      JSON.stringify(one),
    );
    expect(texts.filter((text) => whole.test(text))).toEqual([]);
  });
  it('no answer tells any of them again', async () => {
    const { world, cast, platformKey } = region;
    const { agencyId } = cast.hospital;
    const asked = [
      await world.call('GET', '/v1/webhook-endpoints', { as: cast.patientApp.apiKey }),
      await world.call('GET', `/v1/agencies/${agencyId}/keys`, { as: platformKey }),
      await world.call('GET', '/v1/agencies', { as: platformKey }),
      await world.call('GET', '/v1/prescriptions', { as: platformKey }),
      await world.call('GET', '/'),
      await world.call('GET', '/healthz'),
    ];
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));
    expect(readableIn(Buffer.from(asked.map(({ text }) => text).join()), parts())).toEqual([]);
  });
});
