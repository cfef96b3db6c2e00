import { expect, it } from 'vitest';
import { claim, collect, counterOf, listed, offerOf, prescribe, read, sold } from './journey.ts';
import { openStage } from './stage.ts';

// Section 12, case 1: two pharmacies claim at the same instant; or the patient reassigns while the first is preparing.

it('1: two pharmacies accept in the same instant, and one gets the fill', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const offers = await Promise.all(stage.pharmacies.map((one) => offerOf(stage, one, rx)));

  const answers = await Promise.all(
    stage.pharmacies.map((one, nth) => stage.ask(one, `POST /v1/offers/${offers[nth]}/accept`, { key: `at-once-${nth}` })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  const [winner, loser] = [answers.findIndex(({ status }) => status === 200), answers.findIndex(({ status }) => status === 409)];
  expect(answers[loser]?.body).toMatchObject({ code: 'already-claimed', currentStatus: 'WITHDRAWN' });

  await stage.settle();
  const pharmacy = stage.pharmacies[winner] ?? stage.baotu;
  expect(await read(stage, rx)).toMatchObject({ status: 'CLAIMED', claim: { pharmacyId: pharmacy.agencyId } });
  expect(stage.eventsOf(`prescription#${rx.id}`).filter((type) => type === 'PrescriptionClaimed')).toHaveLength(1);
  // The one who came too late has no offer any more and no secret that opens anything.
  expect(await offerOf(stage, stage.pharmacies[loser] ?? stage.daming, rx)).toBeUndefined();

  const counter = counterOf(stage, pharmacy, rx, String(answers[winner]?.body['claimSecret']));
  await counter.approve();
  await counter.dispense([sold(1, 2)]);
  expect((await collect(stage, pharmacy, rx)).status).toBe(200);
  expect(await listed(stage, rx)).toBe('COMPLETED');
  await stage.rest();
});

it('1: the patient cannot take a fill from the pharmacy that prepares it, but has it back when the pharmacy lets go', async () => {
  const stage = await openStage();
  const { baotu, daming } = stage;
  const rx = await prescribe(stage);
  const secret = await claim(stage, baotu, rx);

  const choose = () =>
    stage.ask(stage.patientApp, `POST /v1/prescriptions/${rx.id}/routing`, {
      body: { patientToken: rx.patientToken, fill: 1, choice: { by: 'named', pharmacyId: daming.agencyId } },
    });
  expect(await choose()).toMatchObject({ status: 409, body: { code: 'already-claimed', currentStatus: 'CONFIRMED' } });

  const counter = counterOf(stage, baotu, rx, secret);
  await counter.release();
  await stage.settle();
  expect((await choose()).status).toBe(200);
  await stage.settle();
  // Its secret died with its claim.
  expect(await counter.approve()).toMatchObject({ status: 412, body: { code: 'not-claim-holder' } });
  await claim(stage, daming, rx);
  expect(await read(stage, rx)).toMatchObject({ status: 'CLAIMED', claim: { pharmacyId: daming.agencyId } });
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('EXPIRED');
});
