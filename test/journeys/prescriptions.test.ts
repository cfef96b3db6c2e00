import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../shared/kernel/time.ts';
import { document, repeating, saleLine } from '../support/prescription-facts.ts';
import {
  APP,
  createPrescriptionsWorld,
  HOSPITAL,
  hashOf,
  PHARMACY,
  PLATFORM,
  patient,
  RIVAL,
  signatureBy,
  signaturesOf,
} from '../support/prescriptions-world.ts';
import { MONDAY } from '../support/virtual-clock.ts';

interface Hop {
  readonly events: readonly string[];
}
type Region = Awaited<ReturnType<typeof createPrescriptionsWorld>>;
const regions: Region[] = [];
const open = async (): Promise<Region> => {
  const region = await createPrescriptionsWorld();
  regions.push(region);
  return region;
};
afterEach(async () => {
  for (const { world } of regions.splice(0)) {
    const logged = world.logged.join('\n');
    await world.close();
    expect(logged).not.toMatch(/张秀英|370102196503078524|13800001234|高血压|failed|parked/);
  }
});

const submission = (over = {}) => ({ prescription: document(over), patient });
const complete = (over = {}, signedAt: string = MONDAY) => {
  const prescription = document(over);
  return {
    prescription,
    patient,
    choice: { by: 'nearest', near: { latitude: 36.66789, longitude: 117.02345 } },
    review: { pharmacistId: 'pharmacist-1', outcome: 'passed' },
    signatures: signaturesOf(prescription, signedAt),
  };
};
const payment = (paidFen: number, receiptNumber = 'R-1') => ({ payMode: 1, receiptNumber, paidFen });
const selling = (lines = [saleLine(1, 2), saleLine(2, 1)], over = {}) => ({
  dispenserId: 'staff-1',
  checkerId: 'pharmacist-3',
  lines,
  payment: payment(lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0)),
  ...over,
});
const approval = { pharmacistId: 'pharmacist-2', opinionCode: 'fit' };

/** Active, and claimed by the first pharmacy. */
const claimed = async (region: Region, over = {}) => {
  const { body } = await region.world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: complete(over, region.world.clock.now()) });
  const secret = await region.accept(body.prescriptionId);
  const path = `/v1/prescriptions/${body.prescriptionId}`;
  const counter = (step: string, stepBody: unknown, headers = {}) =>
    region.world.call('POST', `${path}/${step}`, { as: PHARMACY, body: stepBody, headers: { 'claim-secret': secret, ...headers } });
  return { prescriptionId: body.prescriptionId as string, patientToken: body.patientToken as string, secret, path, counter };
};

describe('the journey of a prescription', () => {
  it('goes step by step from the hospital to the patient’s hands', async () => {
    const region = await open();
    const { world } = region;
    const submitted = await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: submission() });
    expect(submitted).toMatchObject({ status: 201, body: { status: 'PRE_VERIFIED', version: 1, policyVersion: 'prescriptions-2026-01' } });
    expect(submitted.body.documentHash).toBe(hashOf(document()));
    const { prescriptionId, patientToken } = submitted.body;
    const path = `/v1/prescriptions/${prescriptionId}`;
    const step = (name: string, body: unknown) => world.call('POST', `${path}/${name}`, { as: HOSPITAL, body });
    expect((await step('review', { pharmacistId: 'pharmacist-1', outcome: 'passed' })).body.status).toBe('PRE_VERIFIED');
    expect((await step('sign', signaturesOf(document(), MONDAY))).body.status).toBe('SIGNED');
    expect((await step('activate', {})).body.status).toBe('ACTIVE');

    const secret = await region.accept(prescriptionId);
    const counter = (name: string, body: unknown) =>
      world.call('POST', `${path}/${name}`, { as: PHARMACY, body, headers: { 'claim-secret': secret } });
    expect((await counter('approve', approval)).body).toMatchObject({ status: 'APPROVED', claim: { pharmacyId: 'ag_pharmacy1' } });
    const sold = await counter('dispense', selling());
    expect(sold.body).toMatchObject({
      status: 'DISPENSED',
      lines: [{ prescribedQuantity: 2, dispensedQuantity: 2 }, { dispensedQuantity: 1 }],
    });
    expect(sold.body).not.toHaveProperty('patientToken');
    await world.settle();
    await region.collect(prescriptionId, patientToken);

    const read = await world.call('GET', path, { as: HOSPITAL });
    expect(read).toMatchObject({ status: 200, body: { status: 'COMPLETED', patientToken } });
    expect(read.headers.get('etag')).toBe(`"${read.body.version}"`);
    const timeline = await world.call('GET', `${path}/timeline`, { as: APP });
    expect(timeline.status).toBe(404);
    const hops: Hop[] = (await world.call('GET', `${path}/timeline?patientToken=${patientToken}`, { as: APP })).body.hops;
    const names = hops.flatMap(({ events }) => events);
    expect(names.filter((name) => !name.startsWith('TraceCode'))).toEqual([
      'PrescriptionPreVerified',
      'PrescriptionReviewPassed',
      'PrescriptionSigned',
      'PrescriptionActivated',
      'PrescriptionClaimed',
      'PrescriptionApproved',
      'SaleRecorded',
      'PrescriptionDispensed',
      'PrescriptionCompleted',
    ]);
    expect(names.filter((name) => name === 'TraceCodeSold')).toHaveLength(3);
    expect(hops[0]).toMatchObject({ msSincePrevious: 0, context: 'prescriptions', actor: { agencyId: 'ag_hospital1', role: 'hospital' } });
  });

  it('is active at once when everything comes in one call, with the place rounded', async () => {
    const { world } = await open();
    const answer = await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: complete() });
    expect(answer).toMatchObject({ status: 201, body: { status: 'ACTIVE', version: 1 } });
    const [commit] = await world.engine.journal.load(`prescription#${answer.body.prescriptionId}`);
    expect(JSON.stringify(commit)).toContain('{"latitude":36.67,"longitude":117.02}');
    expect(JSON.stringify(commit)).not.toMatch(/张秀英|370102196503078524|高血压/);
  });

  it('answers a repeated key as the first time, and stores nothing twice', async () => {
    const region = await open();
    const { world } = region;
    const one = await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: complete(), key: 'k-1' });
    expect((await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: complete(), key: 'k-1' })).body).toEqual(one.body);
    expect((await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: submission(), key: 'k-1' })).body.code).toBe(
      'idempotency-key-reused',
    );
    const { counter, path, secret } = await claimed(region);
    await counter('approve', approval);
    const sell = () =>
      world.call('POST', `${path}/dispense`, { as: PHARMACY, key: 'k-2', body: selling(), headers: { 'claim-secret': secret } });
    const sold = await sell();
    await world.settle();
    expect(await sell()).toMatchObject({ status: 200, body: sold.body });
    expect(region.world.logged).toEqual([]);
  });

  it('lists to each its own, newest first, by status and page', async () => {
    const region = await open();
    const { world } = region;
    const { patientToken, counter } = await claimed(region);
    world.clock.advance(1000);
    await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: submission() });
    await world.settle();
    const list = async (as: string, query = '') => (await world.call('GET', `/v1/prescriptions${query}`, { as })).body;
    expect((await list(HOSPITAL)).items).toMatchObject([{ status: 'PRE_VERIFIED' }, { status: 'CLAIMED', pharmacyId: 'ag_pharmacy1' }]);
    expect((await list(HOSPITAL, '?status=CLAIMED')).items).toHaveLength(1);
    const first = await list(HOSPITAL, '?limit=1');
    expect(first.items).toMatchObject([{ status: 'PRE_VERIFIED' }]);
    const second = await list(HOSPITAL, `?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`);
    expect(second.items).toMatchObject([{ status: 'CLAIMED' }]);
    expect(second).not.toHaveProperty('nextCursor');
    expect((await list(APP, `?patientToken=${patientToken}`)).items).toHaveLength(2);
    expect((await list(APP)).code).toBe('request-invalid');
    expect((await list(PLATFORM)).items).toHaveLength(2);
    expect((await list(PLATFORM, '?day=2026-03-01')).items).toEqual([]);
    expect((await list(PHARMACY)).items).toHaveLength(1);
    expect((await list(RIVAL)).items).toEqual([]);
    await counter('release', { reason: 'closed' });
    await world.settle();
    expect((await list(PHARMACY)).items).toEqual([]);
  });

  it('supplies a part, then the rest; what stays owing ends with the lease', async () => {
    const region = await open();
    const { counter, path } = await claimed(region);
    await counter('approve', approval);
    const part = await counter('dispense', selling([saleLine(1, 1)]));
    expect(part.body).toMatchObject({ status: 'APPROVED', lines: [{ dispensedQuantity: 1 }, { dispensedQuantity: 0 }] });
    expect((await counter('release', { reason: 'out-of-stock' })).body.code).toBe('partly-dispensed');
    await region.world.pass(2 * HOUR_MS);
    expect((await region.world.call('GET', path, { as: HOSPITAL })).body).toMatchObject({
      status: 'DISPENSED',
      lines: [{ dispensedQuantity: 1 }, { dispensedQuantity: 0 }],
    });
  });

  it('frees the packs of a sale that was taken back', async () => {
    const region = await open();
    const { counter } = await claimed(region);
    await counter('approve', approval);
    await counter('dispense', selling());
    await region.world.settle();
    expect((await counter('reverse-sale', { reason: 'uncollected' })).body.status).toBe('RETURNED');
    await region.world.settle();
    const again = await claimed(region);
    await again.counter('approve', approval);
    expect((await again.counter('dispense', selling())).body.status).toBe('DISPENSED');
  });

  it('gives a repeat prescription fill by fill', async () => {
    const region = await open();
    const { counter, prescriptionId, patientToken, path } = await claimed(region, repeating);
    await counter('approve', approval);
    await counter('dispense', selling([saleLine(1, 2)]));
    await region.world.settle();
    await region.collect(prescriptionId, patientToken);
    const between = (await region.world.call('GET', path, { as: HOSPITAL })).body;
    expect(between).toMatchObject({ status: 'ACTIVE', fill: 2, fillsMax: 3, pastFills: [{ fill: 1, status: 'COMPLETED' }] });
    await region.world.pass(21 * DAY_MS);
    expect((await region.world.call('GET', path, { as: HOSPITAL })).body).not.toHaveProperty('nextFillOpensAt');
    const secret = await region.accept(prescriptionId, { offerId: 'ofr_fill2', fill: 2 });
    const approved = await region.world.call('POST', `${path}/approve`, {
      as: PHARMACY,
      body: approval,
      headers: { 'claim-secret': secret },
    });
    expect(approved.body).toMatchObject({ status: 'APPROVED', fill: 2 });
  });

  it('expires unclaimed, and opens again when a lease lapses', async () => {
    const region = await open();
    const { path, secret } = await claimed(region);
    await region.world.pass(2 * HOUR_MS);
    expect((await region.world.call('GET', path, { as: HOSPITAL })).body.status).toBe('ACTIVE');
    expect((await region.world.call('GET', path, { as: PHARMACY })).status).toBe(404);
    await region.world.pass(3 * DAY_MS);
    expect((await region.world.call('GET', path, { as: HOSPITAL })).body.status).toBe('EXPIRED');
    const late = await region.world.call('POST', `${path}/approve`, { as: PHARMACY, body: approval, headers: { 'claim-secret': secret } });
    expect(late).toMatchObject({ status: 409, body: { code: 'invalid-state', currentStatus: 'EXPIRED' } });
  });

  it('stops on a doubt until the prescriber signs again', async () => {
    const region = await open();
    const { path, counter } = await claimed(region);
    expect((await counter('doubt', { pharmacistId: 'pharmacist-2', reasonCode: 'dose-too-high' })).body).toMatchObject({
      status: 'SUSPENDED',
      doubt: { reasonCode: 'dose-too-high' },
    });
    region.world.clock.advance(60_000);
    const confirmation = signatureBy('doctor-1', document(), region.world.clock.now());
    expect((await region.world.call('POST', `${path}/confirm`, { as: HOSPITAL, body: confirmation })).body.status).toBe('ACTIVE');
  });

  it('is free for another when the patient chose anew', async () => {
    const region = await open();
    const { prescriptionId, path, counter } = await claimed(region);
    await region.withdraw(prescriptionId);
    expect((await region.world.call('GET', path, { as: HOSPITAL })).body.status).toBe('ACTIVE');
    expect(await counter('approve', approval)).toMatchObject({ status: 412, body: { code: 'not-claim-holder' } });
  });

  it('cancels at once, after the pharmacy stopped, or not at all', async () => {
    const region = await open();
    const { path, counter } = await claimed(region);
    const cancel = (target: string) =>
      region.world.call('POST', `${target}/cancel`, { as: HOSPITAL, body: { practitionerId: 'doctor-2', reason: 'mistake' } });
    expect((await cancel(path)).body).toMatchObject({ status: 'CLAIMED', isCancellationPending: true });
    expect((await counter('approve', approval)).body.code).toBe('cancellation-pending');
    expect((await counter('release', { reason: 'other' })).body.status).toBe('CANCELLED');
    const sold = await claimed(region);
    await sold.counter('approve', approval);
    await sold.counter('dispense', selling());
    expect((await cancel(sold.path)).body.code).toBe('prescription-already-used');
    expect((await cancel(sold.path)).body.code).toBe('prescription-already-used');
  });

  it('is revised after a rejection, and signed in its new version only', async () => {
    const { world } = await open();
    const { body } = await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: submission() });
    const path = `/v1/prescriptions/${body.prescriptionId}`;
    const step = (name: string, stepBody: unknown) => world.call('POST', `${path}/${name}`, { as: HOSPITAL, body: stepBody });
    const rejected = await step('review', {
      pharmacistId: 'pharmacist-1',
      outcome: 'rejected',
      reasonCode: 'dose-too-high',
      severity: 'blocking',
    });
    expect(rejected.body).toMatchObject({ status: 'REVIEW_REJECTED', rejection: { severity: 'blocking' } });
    const revised = { prescription: document({ hospitalRxNumber: 'RX-2' }), patient };
    expect((await world.call('PUT', path, { as: HOSPITAL, body: revised, headers: { 'if-match': '"1"' } })).body.code).toBe(
      'version-mismatch',
    );
    expect((await world.call('PUT', path, { as: HOSPITAL, body: revised, headers: { 'if-match': '"2"' } })).body).toMatchObject({
      status: 'PRE_VERIFIED',
      revision: 2,
    });
    await step('review', { pharmacistId: 'pharmacist-1', outcome: 'passed' });
    expect((await step('sign', signaturesOf(document(), MONDAY))).body.code).toBe('signature-stale');
    expect((await step('sign', signaturesOf(revised.prescription, MONDAY))).body.status).toBe('SIGNED');
  });
});
