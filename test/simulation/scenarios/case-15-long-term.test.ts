import { expect, it } from 'vitest';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { cancel, claim, collect, counterOf, offerOf, prescribe, type Rx, read, sold } from './journey.ts';
import { openStage, type Stage } from './stage.ts';

// Section 12, case 15: a long-term prescription with `minInrvDays`: an early refill before a holiday; the first fill is cancelled:
// does `reptdCnt` go back? Here: a fill that was given back unused is still the same fill; one that was sold counts, even returned.

const INTERVAL_DAYS = 7;
const threeFills = {
  validDays: 60,
  supply: { basis: 'long-term' },
  repeat: { fillsMax: 3, minIntervalDays: INTERVAL_DAYS },
};

const supply = async (stage: Stage, rx: Rx) => {
  await stage.restock();
  if ((await offerOf(stage, stage.baotu, rx)) === undefined) {
    const { fill } = await read(stage, rx);
    const body = { patientToken: rx.patientToken, fill, choice: { by: 'cheapest' } };
    await stage.must(stage.patientApp, `POST /v1/prescriptions/${rx.id}/routing`, { body });
    await stage.settle();
  }
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  return counter;
};

it('15: the next fill opens seven days after the last sale, and not for a holiday', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage, { over: threeFills });
  const soldAt = stage.clock.now();
  await (await supply(stage, rx)).dispense([sold(1, 2)]);
  await collect(stage, stage.baotu, rx);
  expect(await read(stage, rx)).toMatchObject({ status: 'ACTIVE', fill: 2, nextFillOpensAt: addMs(soldAt, INTERVAL_DAYS * DAY_MS) });

  // Two days before the holiday: nobody is asked, and asking by hand finds nothing to ask for.
  await stage.passUntil(addMs(soldAt, (INTERVAL_DAYS - 2) * DAY_MS));
  expect(await offerOf(stage, stage.baotu, rx)).toBeUndefined();
  const body = { patientToken: rx.patientToken, fill: 2, choice: { by: 'cheapest' } };
  expect((await stage.ask(stage.patientApp, `POST /v1/prescriptions/${rx.id}/routing`, { body })).status).toBe(404);

  await stage.passUntil(addMs(soldAt, INTERVAL_DAYS * DAY_MS - 1));
  expect(await read(stage, rx)).toMatchObject({ nextFillOpensAt: expect.anything() });
  await stage.restock();
  await stage.pass(1);
  expect((await read(stage, rx))['nextFillOpensAt']).toBeUndefined();
  expect(await offerOf(stage, stage.baotu, rx)).toBeDefined();
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('EXPIRED');
});

it('15: a first fill that a pharmacy gave back was no fill: another supplies fill 1', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage, { over: threeFills });
  const first = counterOf(stage, stage.daming, rx, await claim(stage, stage.daming, rx));
  await first.release();
  await stage.settle();
  await (await supply(stage, rx)).dispense([sold(1, 2)]);
  await collect(stage, stage.baotu, rx);
  expect(await read(stage, rx)).toMatchObject({ fill: 2, pastFills: [{ fill: 1, status: 'COMPLETED', pharmacyId: stage.baotu.agencyId }] });
  await stage.rest();
});

it('15: a fill whose sale was taken back counts as used, and two are left', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage, { over: threeFills });
  const counter = await supply(stage, rx);
  await counter.dispense([sold(1, 2)]);
  await stage.settle();
  await counter.reverse();
  for (const fill of [2, 3]) {
    expect(await read(stage, rx)).toMatchObject({ status: 'ACTIVE', fill });
    await stage.pass(INTERVAL_DAYS * DAY_MS);
    await (await supply(stage, rx)).dispense([sold(1, 2)]);
    await collect(stage, stage.baotu, rx);
  }
  expect((await read(stage, rx))['pastFills']).toMatchObject([{ status: 'RETURNED' }, { status: 'COMPLETED' }, { status: 'COMPLETED' }]);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('COMPLETED');
});

it('15: the doctor may take back what is left between two fills; what was supplied stays', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage, { over: threeFills });
  await (await supply(stage, rx)).dispense([sold(1, 2)]);
  await collect(stage, stage.baotu, rx);
  expect(await cancel(stage, rx)).toMatchObject({
    status: 200,
    body: { status: 'CANCELLED', pastFills: [{ fill: 1, status: 'COMPLETED' }] },
  });
  await stage.pass(INTERVAL_DAYS * DAY_MS);
  expect(await offerOf(stage, stage.baotu, rx)).toBeUndefined();
  await stage.rest();
});
