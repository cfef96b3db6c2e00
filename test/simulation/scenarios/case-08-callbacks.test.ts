import { expect, it } from 'vitest';
import { claim, collect, counterOf, listed, offerOf, pack, prescribe, read, sold } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 8: a callback before our own commit, duplicates, out of order, and amounts that differ from ours. The payer's
// callbacks come with the settlement; here every context is the other one's caller, and the counter's receipt is the amount.

it('8: a pharmacy that is faster than our own messages is told to come again, and then may go on', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const offerId = await offerOf(stage, stage.baotu, rx);
  const { claimSecret } = await stage.must(stage.baotu, `POST /v1/offers/${offerId}/accept`);
  const counter = counterOf(stage, stage.baotu, rx, String(claimSecret));

  expect(await counter.approve()).toMatchObject({ status: 409, body: { code: 'claim-pending', status: 409 } });
  await stage.settle();
  expect((await counter.approve()).status).toBe(200);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('EXPIRED');
});

it('8: the reversal of a sale that is heard before the sale leaves nothing on the counter, and no pack sold', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  const goods = sold(1, 2);
  expect((await counter.dispense([goods])).status).toBe(200);
  await stage.settle('fulfilment', 'prescriptions');
  expect((await counter.reverse()).status).toBe(200);
  await stage.settle('fulfilment', 'prescriptions');

  // Each twice, the last first.
  const newestFirst = <Item>(items: readonly Item[]): readonly Item[] => [...items, ...items].reverse();
  await stage.deliver('fulfilment', newestFirst);
  await stage.deliver('prescriptions', newestFirst);
  expect(stage.eventsOf(`pickup#${rx.id}.1`)).toEqual(['PickupReturnedToStock']);
  expect(
    await stage.ask(stage.patientApp, `POST /v1/prescriptions/${rx.id}/collect`, { body: { patientToken: rx.patientToken } }),
  ).toMatchObject({
    status: 409,
    body: { code: 'pickup-not-ready' },
  });

  // The packs are free: the next patient gets them.
  const next = await prescribe(stage);
  const other = counterOf(stage, stage.daming, next, await claim(stage, stage.daming, next));
  await other.approve();
  expect((await other.dispense([goods])).status).toBe(200);
  await collect(stage, stage.daming, next);
  await stage.rest();
  expect([await stage.statusOf(rx.id), stage.statusOf(next.id)]).toEqual(['RETURNED', 'COMPLETED']);
  expect(stage.parked()).toEqual([]);
});

it('8: whatever one journey’s messages are, all twice and backwards lead to where the journey stood', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  await counter.dispense([sold(1, 2)]);
  await collect(stage, stage.baotu, rx);
  const before = await read(stage, rx);
  const offers = stage.eventsOf(`routing#${rx.id}.1`);

  for (const commit of [...stage.region.books.commits].reverse()) {
    await stage.region.relayAgain([commit]);
    await stage.region.projectAgain([commit]);
  }
  for (const inbox of stage.region.engine.inboxes) await stage.deliver(inbox, (messages) => [...messages, ...messages].reverse());
  expect(await read(stage, rx)).toEqual(before);
  expect(stage.eventsOf(`routing#${rx.id}.1`)).toEqual(offers);
  expect(await listed(stage, rx)).toBe('COMPLETED');
  await stage.rest();
});

it.each([-1, 1])('8: a receipt that is %i fen off the lines sells nothing and keeps no pack', async (difference) => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  const goods = sold(1, 2, { traceCodes: [pack(), pack()] });
  const payment = { payMode: 1, receiptNumber: 'R-OFF', paidFen: 1_800 + difference };
  expect(await counter.dispense([goods], { payment })).toMatchObject({ status: 422, body: { code: 'payment-mismatch', totalFen: 1_800 } });
  expect(await read(stage, rx)).toMatchObject({ status: 'APPROVED', lines: [{ dispensedQuantity: 0 }] });
  expect((await counter.dispense([goods])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});
