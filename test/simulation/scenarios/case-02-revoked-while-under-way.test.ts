import { expect, it } from 'vitest';
import { cancel, claim, collect, counterOf, listed, offerOf, prescribe, read, sold, written } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 2: the doctor revokes while other work is still on its way. The insurer's own revoke comes with its gateway;
// what must hold here already: whatever is queued finds the truth in the stream, and what was used stays used.

it('2: revoked before the pharmacies were asked, it is offered to nobody', async () => {
  const stage = await openStage();
  const body = written(stage);
  const { prescriptionId } = await stage.must(stage.hospital, 'POST /v1/prescriptions', { body });
  const rx = { id: String(prescriptionId), patientToken: '', document: body.prescription, body, validUntil: '' };
  // The activation is published, and still waits to be read when the doctor changes her mind.
  await stage.settle('routing');
  expect(await cancel(stage, rx)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  await stage.settle('routing');
  await stage.deliver('routing', (messages) => [...messages].reverse());

  expect(stage.eventsOf(`routing#${rx.id}.1`)).toEqual(['RoutingVoided']);
  for (const pharmacy of stage.pharmacies) expect(await offerOf(stage, pharmacy, rx)).toBeUndefined();
  expect(await listed(stage, rx)).toBe('CANCELLED');
  await stage.rest();
});

it('2: revoked while the pharmacy prepares, nothing is dispensed any more, and it ends cancelled', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();

  expect(await cancel(stage, rx)).toMatchObject({ status: 200, body: { status: 'APPROVED', isCancellationPending: true } });
  expect(await counter.dispense([sold(1, 2)])).toMatchObject({ status: 409, body: { code: 'cancellation-pending' } });
  await stage.settle();
  expect(stage.told(stage.baotu).map(({ type }) => type)).toContain('prescription.cancellation-requested.v1');
  expect(await counter.release()).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  await stage.rest();
});

it('2: revoked when it is dispensed, the answer is that it was used, and all three sides know', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  expect((await counter.dispense([sold(1, 2)])).status).toBe(200);

  for (let times = 0; times < 2; times += 1) {
    expect(await cancel(stage, rx)).toMatchObject({ status: 409, body: { code: 'prescription-already-used' } });
  }
  await stage.settle();
  expect(stage.eventsOf(`prescription#${rx.id}`).filter((type) => type === 'CancellationRefused')).toHaveLength(1);
  const told = stage.region.receivers.take().filter(({ type }) => type === 'prescription.cancellation-refused.v1');
  expect(told.map(({ receiver }) => receiver).sort()).toEqual(['app', 'baotu', 'hospital']);
  expect((await collect(stage, stage.baotu, rx)).status).toBe(200);
  expect(await read(stage, rx)).toMatchObject({ status: 'COMPLETED' });
  await stage.rest();
});

it('2: revoked in the very moment of the sale, exactly one of the two holds', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  const [revoked, sale] = await Promise.all([cancel(stage, rx), counter.dispense([sold(1, 2)])]);

  const isSold = sale.status === 200;
  expect([revoked, sale]).toMatchObject(
    isSold
      ? [{ status: 409, body: { code: 'prescription-already-used' } }, { status: 200 }]
      : [{ status: 200 }, { status: 409, body: { code: 'cancellation-pending' } }],
  );
  const events = stage.eventsOf(`prescription#${rx.id}`);
  expect(events.includes('SaleRecorded')).toBe(isSold);
  expect(events.includes('CancellationRequested')).toBe(!isSold);
  if (isSold) await collect(stage, stage.baotu, rx);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe(isSold ? 'COMPLETED' : 'CANCELLED');
});
