import { expect, it } from 'vitest';
import { listDrug, shelfOf } from './drugs.ts';
import { cancel, claim, collect, counterOf, offerOf, prescribe, read, sold } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 14: the decoction (代煎) has begun when the doctor revokes. Our fulfilment knows no cauldron yet (section 6's
// DECOCTING); what decides is there: herbs are weighed, sold and paid before they are boiled, and what is sold is not revoked.

const HERB = 'T000000014';
const NAMED_HERB = { drugCode: HERB, quantity: 90 };

/** Baotu is the one that boils. */
const herbalTown = async () => {
  const stage = await openStage();
  await listDrug(stage, HERB, { kind: 'herbal-piece', unit: 'g' });
  const services = ['pickup', 'cold-chain', 'herbal-dispensing', 'decoction'];
  await stage.must(stage.platform, `PUT /v1/pharmacies/${stage.baotu.agencyId}`, { body: { services } });
  await stage.restock(stage.pharmacies, shelfOf([HERB], 10));
  const over = { herbal: { doses: 7, usage: '水煎服' } };
  const rx = await prescribe(stage, { lines: [NAMED_HERB], over });
  const body = { patientToken: rx.patientToken, fill: 1, choice: { by: 'soonest' }, decoction: true };
  await stage.must(stage.patientApp, `POST /v1/prescriptions/${rx.id}/routing`, { body });
  await stage.settle();
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  const boil = () => counter.dispense([sold(1, 90, { unitPriceFen: 10, traceCodes: [] })]);
  return { stage, rx, counter, boil };
};

it('14: only a pharmacy that boils is asked', async () => {
  const { stage, rx, counter } = await herbalTown();
  for (const pharmacy of [stage.daming, stage.qianfo]) expect(await offerOf(stage, pharmacy, rx)).toBeUndefined();
  await counter.release();
  await stage.rest();
});

it('14: revoked while the herbs boil, they are used: the patient gets them, and everyone knows of the wish', async () => {
  const { stage, rx, boil } = await herbalTown();
  expect((await boil()).status).toBe(200);
  expect(await cancel(stage, rx)).toMatchObject({ status: 409, body: { code: 'prescription-already-used' } });
  await stage.settle();
  const told = stage.region.receivers.take().filter(({ type }) => type === 'prescription.cancellation-refused.v1');
  expect(told.map(({ receiver }) => receiver).sort()).toEqual(['app', 'baotu', 'hospital']);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('COMPLETED');
});

it('14: revoked before they are sold, no herb is boiled', async () => {
  const { stage, rx, counter, boil } = await herbalTown();
  expect((await cancel(stage, rx)).status).toBe(200);
  expect(await boil()).toMatchObject({ status: 409, body: { code: 'cancellation-pending' } });
  await counter.release();
  expect(await read(stage, rx)).toMatchObject({ status: 'CANCELLED' });
  await stage.rest();
});

it('14: the batch is spoilt after the revocation was refused, and the pharmacy takes its sale back', async () => {
  const { stage, rx, counter, boil } = await herbalTown();
  await boil();
  await cancel(stage, rx);
  await stage.settle();
  expect(await counter.reverse()).toMatchObject({ status: 200, body: { status: 'RETURNED' } });
  await stage.rest();
  expect(stage.eventsOf(`pickup#${rx.id}.1`)).toEqual(['PickupReady', 'PickupReturnedToStock']);
});
