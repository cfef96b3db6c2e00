import { expect, it } from 'vitest';
import { cancel, claim, collect, counterOf, offerOf, prescribe, read, sold, written } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 4: the upload succeeded and its reply was lost; the retry is told "trace code already used", which is a success.
// Case 5: the claim's reply was lost; only the same pharmacy may read its secret again.

it('4: an upload whose reply was lost is answered again, word for word, and is in the journal once', async () => {
  const stage = await openStage();
  const body = written(stage);
  const first = await stage.ask(stage.hospital, 'POST /v1/prescriptions', { body, key: 'upload-1' });
  await stage.settle();
  const again = await stage.ask(stage.hospital, 'POST /v1/prescriptions', { body, key: 'upload-1' });
  expect(again).toEqual(first);
  expect(stage.eventsOf(`prescription#${first.body['prescriptionId']}`)).toEqual([
    'PrescriptionPreVerified',
    'PrescriptionReviewPassed',
    'PrescriptionSigned',
    'PrescriptionActivated',
  ]);
  // The key stands for that one upload: with other content it is refused, not guessed about.
  const other = await stage.ask(stage.hospital, 'POST /v1/prescriptions', { body: written(stage), key: 'upload-1' });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  await stage.rest();
});

it('4: asked for under another key it is a second prescription, which the hospital sees in its list and takes back', async () => {
  // The hospital's own number (`hospRxno`) is not compared: an insurer's rxTraceCode, used once only, will come with its gateway.
  const stage = await openStage();
  const rx = await prescribe(stage);
  const { prescriptionId } = await stage.must(stage.hospital, 'POST /v1/prescriptions', { body: rx.body });
  await stage.settle();
  const { items } = await stage.must(stage.hospital, 'GET /v1/prescriptions');
  expect(items).toMatchObject([{ status: 'ACTIVE' }, { status: 'ACTIVE' }]);
  expect((await cancel(stage, { ...rx, id: String(prescriptionId) })).status).toBe(200);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  await counter.dispense([sold(1, 2)]);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
  expect([stage.statusOf(rx.id), stage.statusOf(String(prescriptionId))]).toEqual(['COMPLETED', 'CANCELLED']);
});

it('4: a sale whose reply was lost, asked for under another key, is refused because of itself; the prescription says that it succeeded', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  const part = sold(1, 1);
  await counter.dispense([part], { key: 'sale-1' });
  await stage.settle();

  expect((await counter.dispense([part], { key: 'sale-2' })).body).toMatchObject({ code: 'trace-code-repeated', line: 1 });
  const detail = await stage.must(stage.baotu, `GET /v1/prescriptions/${rx.id}`);
  expect(detail).toMatchObject({ status: 'APPROVED', claim: { pharmacyId: stage.baotu.agencyId }, lines: [{ dispensedQuantity: 1 }] });

  await counter.dispense([sold(1, 1)], { key: 'sale-3' });
  expect((await counter.dispense([sold(1, 1)])).body).toMatchObject({ code: 'invalid-state', currentStatus: 'DISPENSED' });
  expect(stage.eventsOf(`prescription#${rx.id}`).filter((type) => type === 'SaleRecorded')).toHaveLength(2);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});

it('5: who won and did not hear it asks again, under whatever key, and gets the same secret; nobody else gets anything', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const offerId = await offerOf(stage, stage.baotu, rx);
  const rivals = await offerOf(stage, stage.daming, rx);
  const first = await stage.ask(stage.baotu, `POST /v1/offers/${offerId}/accept`, { key: 'accept-1' });
  await stage.settle();

  const again = await stage.ask(stage.baotu, `POST /v1/offers/${offerId}/accept`, { key: 'accept-2' });
  expect([again.status, again.body['claimSecret']]).toEqual([200, first.body['claimSecret']]);
  expect(await stage.ask(stage.daming, `POST /v1/offers/${offerId}/accept`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect(await stage.ask(stage.daming, `POST /v1/offers/${rivals}/accept`)).toMatchObject({
    status: 409,
    body: { code: 'already-claimed' },
  });
  // The secret is the pharmacy's own: in a rival's hands it opens nothing, and does not even say that there is something.
  const stolen = counterOf(stage, stage.daming, rx, String(first.body['claimSecret']));
  expect(await stolen.approve()).toMatchObject({ status: 404 });
  expect(await stolen.document()).toMatchObject({ status: 404 });

  await counterOf(stage, stage.baotu, rx, String(first.body['claimSecret'])).release();
  await stage.settle();
  expect(await stage.ask(stage.baotu, `POST /v1/offers/${offerId}/accept`)).toMatchObject({
    status: 409,
    body: { code: 'offer-released' },
  });
  expect(await read(stage, rx)).toMatchObject({ status: 'ACTIVE' });
  await stage.rest();
});
