import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../shared/kernel/time.ts';
import { document } from '../support/prescription-facts.ts';
import { createPrescriptionsWorld, HOSPITAL, PHARMACY, patient, RIVAL, signaturesOf } from '../support/prescriptions-world.ts';
import { MONDAY } from '../support/virtual-clock.ts';

type Region = Awaited<ReturnType<typeof createPrescriptionsWorld>>;
let region: Region;
afterEach(() => region.world.close());

const submit = (over: object = {}, more: object = {}) =>
  region.world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: { prescription: document(over), patient, ...more } });
const act = (
  id: string,
  step: string,
  body: object,
  headers: Record<string, string> = {},
  as = headers['claim-secret'] ? PHARMACY : HOSPITAL,
) => region.world.call('POST', `/v1/prescriptions/${id}/${step}`, { as, body, headers });
const passed = { pharmacistId: 'pharmacist-1', outcome: 'passed' };
const active = async (over: object = {}): Promise<string> =>
  (await submit(over, { review: passed, signatures: signaturesOf(document(over), MONDAY) })).body.prescriptionId;

const claimed = async (over: object = {}) => {
  const id = await active(over);
  return { id, headers: { 'claim-secret': await region.accept(id) } };
};
const approval = { pharmacistId: 'pharmacist-2', opinionCode: 'fit' };

describe('a refused submission', () => {
  it('stores nothing when it is the first of its patient', async () => {
    region = await createPrescriptionsWorld();
    await submit({ insuredRegion: '110101' });
    expect(await region.world.engine.journal.read(0, 1)).toEqual([]);
    const token = region.world.engine.runtime.vault.tokenOf(patient.idNumber);
    expect(await region.world.engine.runtime.vault.generationOf(token)).toBe(0);
  });
});

describe('a prescription of others', () => {
  it('does not exist for another hospital, or for a pharmacy that holds nothing', async () => {
    region = await createPrescriptionsWorld();
    const { id, headers } = await claimed();
    const path = `/v1/prescriptions/${id}`;
    const statusOf = async (as: string, method = 'GET') => (await region.world.call(method, path, { as })).status;
    expect(await statusOf('hospital:ag_hospital2')).toBe(404);
    expect(await statusOf(RIVAL)).toBe(404);
    expect((await act(id, 'cancel', { practitionerId: 'doctor-1', reason: 'x' }, {}, 'hospital:ag_hospital2')).status).toBe(404);
    // A stolen secret opens nothing for another pharmacy.
    expect((await act(id, 'approve', approval, headers, RIVAL)).status).toBe(404);
    expect((await act(id, 'approve', approval, {}, PHARMACY)).body.code).toBe('claim-secret-mismatch');
    expect((await act('rx_unknown', 'approve', approval, headers)).status).toBe(404);
    await region.world.pass(DAY_MS);
    expect(await statusOf('regulator:ag_regulator1')).toBe(403);
    expect((await region.world.call('GET', `${path}/timeline`, { as: 'regulator:ag_regulator1' })).status).toBe(200);
  });
});
