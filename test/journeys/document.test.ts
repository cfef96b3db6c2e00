import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentAccesses } from '../../functions/prescriptions/documents/access.ts';
import { documentHashOf } from '../../functions/prescriptions/documents/hash.ts';
import { HOUR_MS } from '../../shared/kernel/time.ts';
import { createDispensary, type Dispensary, patient } from '../support/dispensary.ts';

let shop: Dispensary;
beforeEach(async () => {
  shop = await createDispensary();
});
afterEach(() => shop.world.close());

const readingsOf = async (prescriptionId: string) =>
  (await DocumentAccesses.list(shop.world.engine.runtime.views, { partition: prescriptionId, limit: 10 })).items;

describe('the document of a prescription', () => {
  it('opens to the pharmacy that holds it, as it was signed, and writes the reading down', async () => {
    const id = await shop.submit();
    const held = await shop.claim(id);
    const answer = await held.call('GET', 'document');
    expect(answer).toMatchObject({ status: 200, body: { prescriptionId: id, fill: 1, patient, prescription: { prescriberId: 'doc-1' } } });
    expect(documentHashOf(answer.body.prescription)).toBe(answer.body.documentHash);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const at = shop.world.clock.now();
    expect(await readingsOf(id)).toMatchObject([
      { prescriptionId: id, agencyId: 'ag_pharmacy1', keyId: 'key_fake', purpose: 'dispensing', at },
    ]);
    await held.call('GET', 'document');
    expect(await readingsOf(id)).toHaveLength(2);
  });

  it('says to wait while the claim is on its way', async () => {
    const id = await shop.submit();
    const early = shop.heldBy(id, 'ag_pharmacy1', 'ofr_early1');
    const answer = await early.call('GET', 'document');
    expect(answer).toMatchObject({ status: 409, body: { code: 'claim-pending', retryable: true } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });
  it('stays closed to everyone else, and leaves no trace of a reading', async () => {
    const id = await shop.submit();
    const held = await shop.claim(id);
    const read = (as: string, headers: Record<string, string> = {}) =>
      shop.world.call('GET', `/v1/prescriptions/${id}/document`, { as, headers });
    const stolen = { 'claim-secret': held.secret };
    expect(await read('pharmacy:ag_pharmacy1')).toMatchObject({ status: 403, body: { code: 'claim-secret-mismatch' } });
    expect(await read('pharmacy:ag_pharmacy1', { 'claim-secret': `${held.secret}x` })).toMatchObject({ status: 403 });
    expect(await read('pharmacy:ag_pharmacy2', stolen)).toMatchObject({ status: 404 });
    expect(await read('pharmacy:ag_pharmacy2')).toMatchObject({ status: 404 });
    expect(await read('hospital:ag_hospital1', stolen)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await readingsOf(id)).toEqual([]);
  });
  it('closes with the lease, and with the claim', async () => {
    const id = await shop.submit();
    const held = await shop.claim(id);
    await shop.world.pass(2 * HOUR_MS);
    expect(await held.call('GET', 'document')).toMatchObject({ status: 412, body: { code: 'not-claim-holder' } });
    const next = await shop.claim(id, 'ag_pharmacy2');
    expect((await next.call('GET', 'document')).status).toBe(200);
    shop.world.clock.advance(2 * HOUR_MS);
    expect(await next.call('GET', 'document')).toMatchObject({ status: 409, body: { code: 'lease-expired' } });
  });
  it('is gone for good when its patient was erased', async () => {
    const held = await shop.approved();
    const { patientToken } = (
      await shop.world.call('POST', '/v1/patients/lookup', { as: 'patient-app:ag_app1', body: { idNumber: patient.idNumber } })
    ).body;
    const erase = () => shop.world.call('DELETE', `/v1/patients/${patientToken}`, { as: 'platform:ag_platform1' });
    expect(await erase()).toMatchObject({ status: 200, body: { patientToken, status: 'erased' } });
    expect(await held.call('GET', 'document')).toMatchObject({ status: 410, body: { code: 'prescription-erased' } });
    expect(await readingsOf(held.prescriptionId)).toEqual([]);
    expect((await erase()).status).toBe(200);
    await shop.world.settle();
    expect((await shop.world.engine.journal.load(`patient#${patientToken}`)).length).toBe(1);
  });
});

describe('the token of a patient', () => {
  it('is found by whoever verified the identity, and says nothing of a stranger', async () => {
    const lookup = (idNumber: string, as = 'patient-app:ag_app1') =>
      shop.world.call('POST', '/v1/patients/lookup', { as, body: { idNumber } });
    const token = (await lookup(patient.idNumber)).body.patientToken;
    expect(token).toMatch(/^pt_/);
    expect((await lookup(` ${patient.idNumber.toLowerCase()} `)).body.patientToken).toBe(token);
    expect((await lookup('110101199001011237')).body.patientToken).not.toBe(token);
    expect((await lookup(patient.idNumber, 'pharmacy:ag_pharmacy1')).status).toBe(403);
    expect(await lookup('370102-1965')).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
    expect(await shop.world.call('DELETE', `/v1/patients/${token}`, { as: 'platform:ag_platform1' })).toMatchObject({ status: 404 });
    expect((await shop.world.call('DELETE', `/v1/patients/${token}`, { as: 'hospital:ag_hospital1' })).status).toBe(403);
  });
});
