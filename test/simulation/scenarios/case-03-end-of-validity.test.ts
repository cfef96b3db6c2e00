import { expect, it } from 'vitest';
import { addMs, DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.ts';
import { claim, collect, counterOf, offerOf, prescribe, type Rx, read, sold, written } from './journey.ts';
import { openStage, type Stage } from './stage.ts';

// Section 12, case 3: a claim made one second before `valiEndTime`, dispensed after; clock skew; "valid on the day" as midnight or
// as 24 hours times `valiDays`.

const askAgain = async (stage: Stage, rx: Rx): Promise<void> => {
  await stage.restock();
  const body = { patientToken: rx.patientToken, fill: 1, choice: { by: 'cheapest' } };
  await stage.must(stage.patientApp, `POST /v1/prescriptions/${rx.id}/routing`, { body });
  await stage.settle();
};

it('3: valid for three days is until the same time three days later, not until midnight', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  expect(rx.validUntil).toBe(addMs(stage.clock.now(), 3 * DAY_MS));
  await stage.passUntil(addMs(instant(rx.validUntil), -1));
  expect((await read(stage, rx))['status']).toBe('ACTIVE');
  await stage.pass(1);
  expect((await read(stage, rx))['status']).toBe('EXPIRED');
  await stage.rest();
});

it('3: a claim of the last second may finish within its lease', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  await stage.passUntil(addMs(instant(rx.validUntil), -5 * MINUTE_MS));
  await askAgain(stage, rx);
  await stage.passUntil(addMs(instant(rx.validUntil), -SECOND_MS));
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await stage.pass(HOUR_MS);

  expect(stage.clock.now() > rx.validUntil).toBe(true);
  expect((await counter.approve()).status).toBe(200);
  expect(await counter.dispense([sold(1, 2)])).toMatchObject({ status: 200, body: { status: 'DISPENSED' } });
  expect((await collect(stage, stage.baotu, rx)).status).toBe(200);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('COMPLETED');
});

it('3: a claim of the last second that is not used ends with its lease: expired, and offered to nobody', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  await stage.passUntil(addMs(instant(rx.validUntil), -5 * MINUTE_MS));
  await askAgain(stage, rx);
  await stage.passUntil(addMs(instant(rx.validUntil), -SECOND_MS));
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await stage.pass(2 * HOUR_MS);

  expect(await counter.approve()).toMatchObject({ status: 409, body: { code: 'invalid-state', currentStatus: 'EXPIRED' } });
  expect(stage.eventsOf(`prescription#${rx.id}`).slice(-2)).toEqual(['PrescriptionReleased', 'PrescriptionExpired']);
  for (const pharmacy of stage.pharmacies) expect(await offerOf(stage, pharmacy, rx)).toBeUndefined();
  await stage.rest();
});

it('3: in the moment in which the validity ends, nobody claims any more, however open the offer was', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  await stage.passUntil(addMs(instant(rx.validUntil), -5 * MINUTE_MS));
  await askAgain(stage, rx);
  const offerId = await offerOf(stage, stage.baotu, rx);
  // The timers are late; only the clock has moved.
  stage.clock.set(instant(rx.validUntil));
  expect(await stage.ask(stage.baotu, `POST /v1/offers/${offerId}/accept`)).toMatchObject({ status: 409, body: { code: 'offer-lapsed' } });
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('EXPIRED');
});

it.each([
  { ahead: 5 * MINUTE_MS, status: 201, code: undefined },
  { ahead: 5 * MINUTE_MS + SECOND_MS, status: 400, code: 'prescribed-in-future' },
])('3: a hospital whose clock is $ahead ms ahead gets $status', async ({ ahead, status, code }) => {
  const stage = await openStage();
  const now = stage.clock.now();
  stage.clock.set(addMs(now, ahead));
  const body = written(stage);
  stage.clock.set(now);
  const reply = await stage.ask(stage.hospital, 'POST /v1/prescriptions', { body });
  expect([reply.status, reply.body['code']]).toEqual([status, code]);
  // The server's clock alone says when it ends: at most by that much later.
  if (status === 201) expect(reply.body['validUntil']).toBe(addMs(now, ahead + 3 * DAY_MS));
  await stage.rest();
});
