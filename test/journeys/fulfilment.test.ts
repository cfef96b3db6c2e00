import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fulfilmentContext } from '../../functions/fulfilment/context.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import { DAY_MS, HOUR_MS, instant } from '../../shared/kernel/time.ts';
import { type CallOptions, createWorld, type World } from '../support/world.ts';

const RX = 'rx_journey0001';
const PHARMACY = 'pharmacy:ag_pharmacy1';
const APP = 'patient-app:ag_app1';
const sale = { prescriptionId: RX, fill: 1, hospitalId: 'ag_hospital1', pharmacyId: 'ag_pharmacy1', patientToken: 'pt_patient1' };

const rules = { collectDays: 3, codeAttemptsMax: 5, codesMax: 20 };
const policies = { fulfilment: [{ version: 'fulfilment-test', from: instant('2026-01-01T00:00:00+08:00'), rules }] };

let world: World;
let messages = 0;
beforeEach(async () => {
  world = await createWorld({ contexts: [fulfilmentContext], policies });
});
afterEach(() => world.close());

const tell = async (type: string, data: object): Promise<void> => {
  messages += 1;
  const message = { id: `evt_${messages}`, type, occurredAt: world.clock.now(), correlationId: RX, causationId: 'cause', data };
  await world.engine.runtime.inbox.send('fulfilment', message);
  await world.settle();
};
const dispensed = (over: object = {}) => tell('prescription.dispensed.v1', { ...sale, totalFen: 4_680, isComplete: true, ...over });
const reversed = (over: object = {}) => tell('prescription.sale-reversed.v1', { ...sale, reason: 'uncollected', ...over });

const collect = (options: CallOptions = {}) =>
  world.call('POST', `/v1/prescriptions/${RX}/collect`, { as: APP, body: { patientToken: 'pt_patient1' }, ...options });
const handOver = (pickupCode: string, options: CallOptions = {}) =>
  world.call('POST', `/v1/prescriptions/${RX}/hand-over`, { as: PHARMACY, body: { pickupCode, handedOverBy: 'staff-7' }, ...options });
const commitsOf = (fill = 1): Promise<readonly Commit[]> => world.engine.journal.load(`pickup#${RX}.${fill}`);
const factsOf = async (fill = 1) => (await commitsOf(fill)).flatMap(({ events }) => events.map((event) => Object(event).type));
/** Any other six digits. */
const notThe = (code: string, nth = 1): string => String((Number(code) + nth) % 1_000_000).padStart(6, '0');

describe('a pick-up over HTTP', () => {
  it('goes from the sale over the counter', async () => {
    await dispensed();
    const code = await collect();
    expect(code).toMatchObject({
      status: 200,
      body: { prescriptionId: RX, fill: 1, pharmacyId: 'ag_pharmacy1', status: 'READY_FOR_PICKUP' },
    });
    expect(code.headers.get('cache-control')).toBe('no-store');
    const done = await handOver(code.body.pickupCode);
    expect(done).toMatchObject({
      status: 200,
      body: { status: 'COLLECTED', pickupId: code.body.pickupId, collectedAt: world.clock.now() },
    });
    expect(await factsOf()).toEqual(['PickupReady', 'PickupCodeIssued', 'PickupCollected']);
    expect((await commitsOf()).map(({ correlationId }) => correlationId)).toEqual([RX, RX, RX]);
    expect(world.logged).toEqual([]);
  });

  it('repeats answers, not effects', async () => {
    await dispensed();
    const first = await collect({ key: 'collect-1' });
    expect((await collect({ key: 'collect-1' })).text).toBe(first.text);
    const fresh = await collect({ key: 'collect-2' });
    expect(fresh.body.pickupCode).not.toBe(first.body.pickupCode);
    const done = await handOver(fresh.body.pickupCode, { key: 'hand-over-1' });
    expect((await handOver(fresh.body.pickupCode, { key: 'hand-over-1' })).text).toBe(done.text);
    expect((await collect({ key: 'collect-1' })).text).toBe(first.text);
    expect((await handOver(notThe(fresh.body.pickupCode), { key: 'hand-over-1' })).body.code).toBe('idempotency-key-reused');
    expect(await factsOf()).toEqual(['PickupReady', 'PickupCodeIssued', 'PickupCodeIssued', 'PickupCollected']);
  });

  it('keeps the code out of the journal, the messages and the log', async () => {
    await dispensed();
    const { body } = await collect();
    await handOver(notThe(body.pickupCode));
    const stored = world.engine.database.all(
      'SELECT content AS text FROM journal UNION ALL SELECT content FROM messages UNION ALL SELECT value FROM views',
    );
    expect(stored.length).toBeGreaterThan(3);
    expect(JSON.stringify([stored, world.logged])).not.toContain(body.pickupCode);
  });

  it('locks a code that is guessed at, until the patient asks for another', async () => {
    await dispensed();
    const { body } = await collect();
    for (const [nth, attemptsLeft] of [4, 3, 2, 1, 0].entries()) {
      const wrong = await handOver(notThe(body.pickupCode, nth + 1), { key: `guess-${nth}` });
      expect(wrong).toMatchObject({ status: 403, body: { code: 'pickup-code-wrong', attemptsLeft } });
    }
    // A repeat of a guess is the same guess.
    expect((await handOver(notThe(body.pickupCode, 1), { key: 'guess-0' })).body).toMatchObject({
      code: 'pickup-code-wrong',
      attemptsLeft: 4,
    });
    expect(await handOver(body.pickupCode)).toMatchObject({ status: 403, body: { code: 'pickup-code-locked' } });
    const fresh = await collect();
    expect((await handOver(fresh.body.pickupCode)).status).toBe(200);
  });
  it('counts guesses made at the same moment', async () => {
    await dispensed();
    const { body } = await collect();
    const answers = await Promise.all(Array.from({ length: 9 }, (_, nth) => handOver(notThe(body.pickupCode, nth + 1))));
    expect(answers.filter((one) => one.body.code === 'pickup-code-wrong').length).toBe(5);
    expect(answers.filter((one) => one.body.code === 'pickup-code-locked').length).toBe(4);
  });
  it('says so when a patient has asked for too many codes', async () => {
    await dispensed();
    for (let nth = 0; nth < 20; nth += 1) expect((await collect()).status).toBe(200);
    expect(await collect()).toMatchObject({ status: 409, body: { code: 'pickup-codes-exhausted' } });
  });

  it('tells others nothing of it', async () => {
    expect((await collect()).status).toBe(404);
    expect((await handOver('123456')).status).toBe(404);
    await dispensed();
    expect((await collect({ body: { patientToken: 'pt_another1' } })).status).toBe(404);
    expect((await handOver('123456', { as: 'pharmacy:ag_pharmacy2' })).status).toBe(404);
    expect((await collect({ as: PHARMACY })).status).toBe(403);
    expect((await handOver('123456', { as: APP })).status).toBe(403);
    expect(await handOver('123456')).toMatchObject({ status: 409, body: { code: 'pickup-code-not-issued' } });
    expect(await factsOf()).toEqual(['PickupReady']);
  });
  it.each([
    ['a code of five digits', { pickupCode: '12345', handedOverBy: 'staff-7' }],
    ['a number', { pickupCode: 123456, handedOverBy: 'staff-7' }],
    ['a person’s name', { pickupCode: '123456', handedOverBy: '王小明' }],
    ['a field too many', { pickupCode: '123456', handedOverBy: 'staff-7', force: true }],
  ])('does not take %s', async (_what, body) => {
    await dispensed();
    expect(await handOver('', { body })).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
    expect(await factsOf()).toEqual(['PickupReady']);
  });

  it('is given up after three days, and goes back to stock with the reversal', async () => {
    await dispensed();
    const { body } = await collect();
    await world.pass(3 * DAY_MS - 1);
    expect(await factsOf()).not.toContain('PickupUncollected');
    await world.pass(1);
    expect(await factsOf()).toContain('PickupUncollected');
    expect(await handOver(body.pickupCode)).toMatchObject({
      status: 409,
      body: { code: 'pickup-not-ready', currentStatus: 'UNCOLLECTED' },
    });
    await reversed();
    expect(await collect()).toMatchObject({ status: 409, body: { code: 'pickup-not-ready', currentStatus: 'RETURNED_TO_STOCK' } });
    expect(await factsOf()).toEqual(['PickupReady', 'PickupCodeIssued', 'PickupUncollected', 'PickupReturnedToStock']);
  });
  it('parks a reversal of what a patient took home', async () => {
    await dispensed();
    const { body } = await collect();
    await handOver(body.pickupCode);
    await reversed();
    expect(world.engine.inbox.parked()).toMatchObject([{ reason: 'collected-before-reversal' }]);
  });
  it('does nothing for a sale that comes after its own reversal', async () => {
    await reversed();
    await dispensed();
    expect(await factsOf()).toEqual(['PickupReturnedToStock']);
  });
  it('follows the fills of a repeat prescription', async () => {
    await dispensed();
    const first = await collect();
    await handOver(first.body.pickupCode);
    await dispensed({ fill: 2 });
    const second = await collect();
    expect(second.body).toMatchObject({ fill: 2 });
    expect(second.body.pickupId).not.toBe(first.body.pickupId);
    expect((await handOver(second.body.pickupCode)).body).toMatchObject({ fill: 2, status: 'COLLECTED' });
    expect(await factsOf(2)).toEqual(['PickupReady', 'PickupCodeIssued', 'PickupCollected']);
  });
  it('waits anew, and longer, for the rest of a partial sale', async () => {
    await dispensed({ isComplete: false });
    await world.pass(2 * DAY_MS);
    await dispensed();
    const { body } = await collect();
    await world.pass(DAY_MS + HOUR_MS);
    expect((await handOver(body.pickupCode)).status).toBe(200);
  });
});
