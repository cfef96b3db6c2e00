import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offerOfClaimSecret } from '../../events/claim-secret.ts';
import { usualRules } from '../../functions/routing/domain/policy.ts';
import { addMs, DAY_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import { AMLODIPINE, NEAR, PATIENT, PRESCRIPTION, pharmacyIdOf } from '../support/routing.ts';
import { createRoutingWorld, FILL, type RoutingWorld } from '../support/routing-world.ts';

const PATIENCE_MS = usualRules.patienceMs;

describe('a fill looks for its pharmacy', () => {
  let region: RoutingWorld;
  beforeEach(async () => {
    region = await createRoutingWorld();
  });
  afterEach(() => region.close());

  const claimed = async (number: number, offerId: string): Promise<void> =>
    region.tell('prescription.claimed.v1', {
      ...FILL,
      pharmacyId: pharmacyIdOf(number),
      offerId,
      leaseEndsAt: addMs(region.clock.now(), usualRules.leaseMs),
    });

  it('and the first of the cheapest to accept gets it', async () => {
    const { accept, offersOf, clock } = region;
    await region.activate();
    expect(await offersOf(1)).toMatchObject([
      {
        prescriptionId: PRESCRIPTION,
        fill: 1,
        status: 'OPEN',
        wave: 1,
        lines: [{ drugCode: AMLODIPINE, quantity: 2 }],
        totalFen: 2_002,
        expiresAt: addMs(clock.now(), PATIENCE_MS),
      },
    ]);
    expect(JSON.stringify(await offersOf(1))).not.toContain(PATIENT);
    expect(await offersOf(3)).toEqual([]);

    const two = await region.firstOffer(2);
    const won = await accept(2, two, 'same');
    const leaseEndsAt = addMs(clock.now(), usualRules.leaseMs);
    expect(won).toMatchObject({ status: 200, body: { offerId: two, prescriptionId: PRESCRIPTION, fill: 1, leaseEndsAt } });
    const scope = { prescriptionId: PRESCRIPTION, pharmacyId: pharmacyIdOf(2) };
    expect(offerOfClaimSecret(region.engine.runtime.seals, won.body.claimSecret, scope)).toBe(two);
    expect((await accept(2, two, 'same')).body).toEqual(won.body);
    expect((await accept(2, two)).body).toEqual(won.body);

    await claimed(2, two);
    expect(await offersOf(2, '?status=CLAIMED')).toMatchObject([{ offerId: two, leaseEndsAt }]);
    expect(await offersOf(2, '?status=ACCEPTED')).toEqual([]);
    expect(await offersOf(1, '?status=WITHDRAWN')).toMatchObject([{ reason: 'accepted-by-another' }]);
    expect((await accept(2, two)).body).toEqual(won.body);
    // The timers of wave and lease find nothing left to do.
    await region.pass(DAY_MS);
    expect(await region.decided()).toEqual(['RoutingStarted', 'OffersMade', 'OfferAccepted', 'OfferWithdrawn', 'ClaimConfirmed']);
  });

  it('through all waves, and the patient who is told why may name one', async () => {
    const { offersOf, decline } = region;
    await region.activate();
    const one = await region.firstOffer(1);
    expect(await decline(1, one)).toMatchObject({ status: 200, body: { offerId: one, prescriptionId: PRESCRIPTION, status: 'DECLINED' } });
    expect((await decline(1, one)).status).toBe(200);
    await region.pass(PATIENCE_MS - 1);
    expect(await offersOf(3)).toEqual([]);
    await region.pass(1);
    expect(await offersOf(2)).toEqual([]);
    expect(await offersOf(3)).toMatchObject([{ wave: 2, status: 'OPEN' }]);

    await region.pass(2 * PATIENCE_MS);
    const told = await region.options();
    expect(told).toMatchObject({ status: 200, body: { status: 'EXHAUSTED' } });
    expect(told.body.options).toHaveLength(4);
    expect(told.body.notEligible).toEqual([{ pharmacyId: 'ag_pharmacy1', name: '药店1', code: 'already-declined' }]);
    expect(await region.choose({ choice: { by: 'named', pharmacyId: pharmacyIdOf(1) } })).toMatchObject({
      status: 200,
      body: {
        status: 'OFFERING',
        round: 2,
        wave: 1,
        choice: { by: 'named' },
        offers: [{ pharmacyId: 'ag_pharmacy1', status: 'OPEN' }],
        reasons: [],
      },
    });
  });

  it('and finds none until one has stock again and the patient asks again', async () => {
    await region.publishPharmacy(1, { hours: [] }, 2);
    for (const number of [2, 3, 4, 5]) await region.publishStock(number, { quantity: 1 }, 2);
    await region.activate();
    expect((await region.choose({ choice: { by: 'cheapest' } })).body).toMatchObject({
      status: 'EXHAUSTED',
      offers: [],
      reasons: [
        { code: 'stock-short', pharmacies: 4 },
        { code: 'closed', pharmacies: 1 },
      ],
    });
    await region.publishStock(3, { quantity: 2 }, 3);
    const again = await region.choose({ choice: { by: 'cheapest' } });
    expect(again.body).toMatchObject({ status: 'OFFERING', offers: [{ pharmacyId: 'ag_pharmacy3' }] });
  });

  it('and the options are ranked and explained without anything being stored', async () => {
    await region.publishPharmacy(2, { place: { latitude: 36.68, longitude: 117.02 } }, 2);
    await region.publishPharmacy(3, { place: { latitude: 37.67, longitude: 117.02 } }, 2);
    expect((await region.options()).status).toBe(404);
    await region.activate();
    const nearest = await region.options('&by=nearest&latitude=36.6712&longitude=117.0199');
    expect(nearest.body).toMatchObject({
      prescriptionId: PRESCRIPTION,
      fill: 1,
      status: 'OFFERING',
      choice: { by: 'nearest', near: NEAR },
      policyVersion: 'routing-test',
      reasons: [{ code: 'too-far', pharmacies: 1 }],
    });
    const last = nearest.body.options.at(-1);
    expect(last).toMatchObject({ pharmacyId: 'ag_pharmacy2', rank: 4, behindBy: 'distanceMetres', name: '药店2' });
    expect(last.terms).toMatchObject({ distanceMetres: 1_112, totalFen: 2_004, minutesUntilReady: 11 });
    const wide = await region.options('&by=nearest&latitude=36.67&longitude=117.02&radiusMetres=50000');
    expect(wide.body.options).toHaveLength(4);
    expect((await region.options('&by=named&pharmacyId=ag_pharmacy5')).body.options).toMatchObject([{ pharmacyId: 'ag_pharmacy5' }]);
    expect(await region.decided()).toEqual(['RoutingStarted', 'OffersMade']);
  });

  it('again, when the pharmacy gave it back', async () => {
    await region.activate();
    const one = await region.firstOffer(1);
    await region.accept(1, one);
    await claimed(1, one);
    await region.tell('prescription.released.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), offerId: one, reason: 'out-of-stock' });
    expect(await region.offersOf(1)).toEqual([]);
    expect(await region.offersOf(2)).toMatchObject([{ wave: 1, status: 'OPEN' }]);
    expect(await region.offersOf(3)).toHaveLength(1);
  });

  it('again, when the prescriber answered a doubt', async () => {
    await region.activate();
    await region.accept(1, await region.firstOffer(1));
    await region.tell('prescription.suspended.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), reasonCode: 'dose-too-high' });
    expect(await region.offersOf(2)).toEqual([]);
    await region.tell('prescription.confirmed.v1', FILL);
    expect(await region.offersOf(1)).toHaveLength(1);
  });

  it('and stops when the claim is refused', async () => {
    await region.activate();
    const one = await region.firstOffer(1);
    await region.accept(1, one);
    await region.tell('prescription.claim-refused.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), offerId: one, reason: 'cancelled' });
    expect(await region.offersOf(1, '?status=WITHDRAWN')).toMatchObject([{ reason: 'claim-refused' }]);
    expect((await region.options()).body.status).toBe('PAUSED');
  });

  it('and gives a winner up of whom nothing was heard during the lease', async () => {
    await region.activate();
    await region.accept(1, await region.firstOffer(1));
    await region.pass(usualRules.leaseMs - 1);
    expect(await region.offersOf(2)).toEqual([]);
    await region.pass(1);
    expect(await region.offersOf(1, '?status=WITHDRAWN')).toMatchObject([{ reason: 'claim-unanswered' }]);
    expect(await region.offersOf(2)).toHaveLength(1);
  });

  it('no more after its prescription ended, even when that is heard first', async () => {
    await region.activate();
    await region.tell('prescription.expired.v1', FILL);
    expect(await region.offersOf(1, '?status=WITHDRAWN')).toMatchObject([{ reason: 'prescription-expired' }]);
    await region.tell('prescription.cancelled.v1', { ...FILL, fill: 2, reason: 'prescribing-error' });
    await region.activate({ fill: 2 });
    expect(await region.offersOf(1)).toEqual([]);
    expect((await region.options('&fill=2')).status).toBe(404);
  });

  it('once, however often the same message comes', async () => {
    const message = { ...FILL, validUntil: addMs(region.clock.now(), DAY_MS), lines: [{ drugCode: AMLODIPINE, quantity: 2 }] };
    await region.tell('prescription.activated.v1', message, 'evt_twice');
    await region.tell('prescription.activated.v1', message, 'evt_twice');
    await region.activate();
    expect(await region.decided()).toEqual(['RoutingStarted', 'OffersMade']);
  });

  it('among many, which a pharmacy reads page by page, newest first', async () => {
    const ids = ['rx_aaaaaaaaaaaaaaaaaaaaaaa1', 'rx_aaaaaaaaaaaaaaaaaaaaaaa2', 'rx_aaaaaaaaaaaaaaaaaaaaaaa3'];
    for (const prescriptionId of ids) {
      await region.activate({ prescriptionId });
      await region.pass(SECOND_MS);
    }
    const first = await region.call('GET', '/v1/offers?limit=2', { as: region.as(1) });
    expect(first.body.items).toMatchObject([{ prescriptionId: ids[2] }, { prescriptionId: ids[1] }]);
    const second = await region.call('GET', `/v1/offers?limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`, { as: region.as(1) });
    expect(second.body).toMatchObject({ items: [{ prescriptionId: ids[0] }] });
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('whose offer is out of the list in the moment that it ends, though its timer is late', async () => {
    await region.activate();
    region.clock.advance(PATIENCE_MS);
    expect(await region.offersOf(1)).toEqual([]);
    await region.settle();
  });

  it('among the pharmacies of a whole city, page after page', async () => {
    for (let number = 100; number < 1_300; number += 1) await region.publishPharmacy(number);
    await region.publishStock(1_299, { unitPriceFen: 1 });
    await region.activate();
    expect(await region.offersOf(1_299)).toHaveLength(1);
  });
});
