import { expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/kernel/time.ts';
import { listDrug, shelfOf } from './drugs.ts';
import { claim, collect, counterOf, offerOf, prescribe, sold } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 16: a drug leaves the catalogue, changes its class or its price, or is recalled, between the offer and the sale
// (with an insurer: between pre-settlement and settlement). What counts is what is known at the counter (I25).

const [CHANGED, OTHER] = ['ST-XY-0016', 'ST-XY-0017'] as const;

const approvedForTwo = async () => {
  const stage = await openStage();
  for (const code of [CHANGED, OTHER]) await listDrug(stage, code);
  await stage.restock(stage.pharmacies, shelfOf([CHANGED, OTHER]));
  const rx = await prescribe(stage, { lines: [CHANGED, OTHER].map((drugCode) => ({ drugCode, quantity: 1 })) });
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  const platform = (line: string, body?: object) => stage.must(stage.platform, line, body === undefined ? {} : { body });
  return { stage, rx, counter, platform };
};

it('16: a drug that left the catalogue is not sold; the rest of the fill is, and says so', async () => {
  const { stage, rx, counter, platform } = await approvedForTwo();
  await platform(`DELETE /v1/drugs/${CHANGED}`);
  await stage.settle();
  expect(await counter.dispense([sold(1, 1), sold(2, 1)])).toMatchObject({ status: 422, body: { code: 'drug-delisted', line: 1 } });
  expect(await counter.dispense([sold(2, 1)], { isFinal: true })).toMatchObject({ status: 200, body: { status: 'DISPENSED' } });
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});

it('16: nobody is asked for a drug that has left, until it comes back; then the routing finds out by itself', async () => {
  const { stage, rx, counter, platform } = await approvedForTwo();
  await platform(`DELETE /v1/drugs/${CHANGED}`);
  await counter.release();
  await stage.settle();
  expect(stage.eventsOf(`routing#${rx.id}.1`).at(-1)).toBe('RoutingExhausted');
  expect(
    stage.region.receivers.take().filter(({ type, receiver }) => type === 'routing.exhausted.v1' && receiver === 'hospital'),
  ).toMatchObject([{ data: { reasons: [{ code: 'drug-not-in-catalogue' }] } }]);

  await listDrug(stage, CHANGED);
  await stage.pass(31 * MINUTE_MS);
  expect(await offerOf(stage, stage.daming, rx)).toBeDefined();
  await stage.rest();
});

it.each([
  {
    what: 'becomes a drug that no pharmacy may sell',
    controlClass: 'narcotic',
    refusal: { status: 400, body: { code: 'restricted-drug-class', line: 1 } },
  },
  {
    what: 'becomes a class that this licence lacks',
    controlClass: 'toxic',
    refusal: { status: 403, body: { code: 'drug-outside-licence', line: 1 } },
  },
])('16: a drug that $what is not sold', async ({ controlClass, refusal }) => {
  const { stage, counter } = await approvedForTwo();
  await listDrug(stage, CHANGED, { controlClass });
  expect(await counter.dispense([sold(1, 1), sold(2, 1)])).toMatchObject(refusal);
  await counter.release();
  await stage.rest();
});

it('16: the cap falls: the old price is refused with the new cap, and a sale at the cap goes through', async () => {
  const { stage, rx, counter } = await approvedForTwo();
  await listDrug(stage, CHANGED, { priceCapFen: 800 });
  expect(await counter.dispense([sold(1, 1), sold(2, 1)])).toMatchObject({
    status: 422,
    body: { code: 'price-above-cap', line: 1, capFen: 800 },
  });
  expect((await counter.dispense([sold(1, 1, { unitPriceFen: 800 }), sold(2, 1)])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});

it('16: a recalled lot is not sold, another lot of the drug is; who holds packs of it has sold none', async () => {
  const { stage, rx, counter, platform } = await approvedForTwo();
  await platform(`POST /v1/drugs/${CHANGED}/recalls`, { lotNumber: 'l-1', reason: 'dissolution out of limits' });
  await stage.settle();
  const recalled = sold(1, 1, { lotNumber: 'L-1' });
  expect(await counter.dispense([recalled, sold(2, 1)])).toMatchObject({ status: 422, body: { code: 'lot-recalled', line: 1 } });
  expect(stage.eventsOf(`trace-code#${recalled.traceCodes[0]}`)).toEqual([]);
  expect((await counter.dispense([sold(1, 1, { lotNumber: 'L-2' }), sold(2, 1)])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});
