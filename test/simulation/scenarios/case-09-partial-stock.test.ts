import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../shared/kernel/time.ts';
import { listDrug, shelfOf } from './drugs.ts';
import { cancel, claim, collect, counterOf, listed, offerOf, prescribe, read, sold } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 9: 3 of 5 lines are in stock; the rest is owing (欠药). A fill goes to one pharmacy: what it once sold of, it
// finishes or closes, and nobody else supplies the rest. Delivery of a part comes with the couriers.

const CODES = ['ST-XY-0001', 'ST-XY-0002', 'ST-XY-0003', 'ST-XY-0004', 'ST-XY-0005'] as const;

const fiveLines = async () => {
  const stage = await openStage();
  for (const code of CODES) await listDrug(stage, code);
  await stage.restock(stage.pharmacies, shelfOf(CODES));
  const rx = await prescribe(stage, { lines: CODES.map((drugCode) => ({ drugCode, quantity: 1 })) });
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  // The shelf was not what the feed had said.
  expect((await counter.dispense([sold(1, 1), sold(2, 1), sold(3, 1)])).status).toBe(200);
  return { stage, rx, counter };
};

it('9: three of five lines are sold, the rest is owing, and the same pharmacy supplies it later', async () => {
  const { stage, rx, counter } = await fiveLines();
  await stage.settle();
  expect((await read(stage, rx))['lines']).toMatchObject([1, 1, 1, 0, 0].map((dispensedQuantity) => ({ dispensedQuantity })));
  expect(await listed(stage, rx)).toBe('APPROVED');
  // Nothing waits for the patient before all of it does.
  expect(stage.eventsOf(`pickup#${rx.id}.1`)).toEqual([]);

  await stage.pass(HOUR_MS);
  expect(await counter.dispense([sold(4, 1), sold(5, 1)])).toMatchObject({ status: 200, body: { status: 'DISPENSED' } });
  expect((await collect(stage, stage.baotu, rx)).status).toBe(200);
  expect((await read(stage, rx))['pastFills']).toMatchObject([{ status: 'COMPLETED', dispensed: [1, 1, 1, 1, 1] }]);
  await stage.rest();
});

it('9: what was partly supplied goes to no other pharmacy, and can neither be released nor revoked', async () => {
  const { stage, rx, counter } = await fiveLines();
  expect(await counter.release()).toMatchObject({ status: 409, body: { code: 'partly-dispensed' } });
  expect(await cancel(stage, rx)).toMatchObject({ status: 409, body: { code: 'prescription-already-used' } });
  for (const pharmacy of [stage.daming, stage.qianfo]) expect(await offerOf(stage, pharmacy, rx)).toBeUndefined();
  expect(await counter.dispense([sold(3, 1)])).toMatchObject({
    status: 422,
    body: { code: 'quantity-exceeds-remaining', line: 3, remaining: 0 },
  });
  expect((await counter.reverse()).status).toBe(200);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('RETURNED');
});

it('9: the pharmacy says that the rest will not come, and the patient takes what there is', async () => {
  const { stage, rx, counter } = await fiveLines();
  expect(await counter.dispense([sold(4, 1)], { isFinal: true })).toMatchObject({ status: 200, body: { status: 'DISPENSED' } });
  await stage.settle();
  const [told] = stage.region.receivers.take().filter(({ type }) => type === 'prescription.dispensed.v1');
  expect(told?.data).toMatchObject({ isComplete: false });
  await collect(stage, stage.baotu, rx);
  expect((await read(stage, rx))['pastFills']).toMatchObject([{ status: 'COMPLETED', dispensed: [1, 1, 1, 1, 0] }]);
  await stage.rest();
});

it('9: the pharmacy forgets the rest, and the end of its lease closes the fill with what was sold', async () => {
  const { stage, rx } = await fiveLines();
  await stage.pass(2 * HOUR_MS);
  expect(await read(stage, rx)).toMatchObject({ status: 'DISPENSED' });
  await collect(stage, stage.baotu, rx);
  expect((await read(stage, rx))['pastFills']).toMatchObject([{ status: 'COMPLETED', dispensed: [1, 1, 1, 0, 0] }]);
  await stage.rest();
});
