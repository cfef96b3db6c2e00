import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routingProblems } from '../../functions/routing/contract/problems.ts';
import { usualRules } from '../../functions/routing/domain/policy.ts';
import { PATIENT, PRESCRIPTION, pharmacyIdOf } from '../support/routing.ts';
import { createRoutingWorld, FILL, type RoutingWorld } from '../support/routing-world.ts';
import type { CallAnswer } from '../support/world.ts';

describe('the routing refuses', () => {
  let region: RoutingWorld;
  let one: string;

  const expectProblem = (answer: CallAnswer, code: keyof typeof routingProblems): void => {
    expect(answer).toMatchObject({ status: routingProblems[code].status, body: { code } });
  };

  beforeEach(async () => {
    region = await createRoutingWorld();
    await region.activate();
    one = await region.firstOffer(1);
  });
  afterEach(() => region.close());

  it('the slower pharmacy, and a new choice after that', async () => {
    const two = await region.firstOffer(2);
    await region.accept(2, two);
    const late = await region.accept(1, one);
    expectProblem(late, 'already-claimed');
    expect(late.body.currentStatus).toBe('WITHDRAWN');
    expectProblem(await region.decline(1, one), 'already-claimed');
    expectProblem(await region.decline(2, two), 'offer-accepted');
    const changed = await region.choose({ choice: { by: 'soonest' } });
    expectProblem(changed, 'already-claimed');
    expect(changed.body.currentStatus).toBe('ACCEPTED');
  });

  it('an answer after a decline, and one that comes too late', async () => {
    await region.decline(1, one);
    expectProblem(await region.accept(1, one), 'offer-declined');
    const two = await region.firstOffer(2);
    region.clock.advance(usualRules.patienceMs);
    expectProblem(await region.accept(2, two), 'offer-lapsed');
    await region.settle();
    expectProblem(await region.decline(2, two), 'offer-lapsed');
  });

  it('an offer that was given back', async () => {
    await region.accept(1, one);
    await region.tell('prescription.released.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), offerId: one, reason: 'out-of-stock' });
    expectProblem(await region.accept(1, one), 'offer-released');
    expectProblem(await region.decline(1, one), 'offer-released');
  });

  it('offers and choices after the end of the prescription', async () => {
    await region.tell('prescription.cancelled.v1', { ...FILL, reason: 'prescribing-error' });
    expectProblem(await region.accept(1, one), 'offer-withdrawn');
    expectProblem(await region.choose({ choice: { by: 'soonest' } }), 'routing-closed');
  });

  it('choices while the prescriber has a doubt to answer', async () => {
    await region.accept(1, one);
    await region.tell('prescription.suspended.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), reasonCode: 'dose-too-high' });
    expectProblem(await region.choose({ choice: { by: 'soonest' } }), 'routing-paused');
  });

  it('choices that cannot be followed, and one more than the region allows', async () => {
    expectProblem(await region.choose({ choice: { by: 'nearest' } }), 'place-missing');
    expectProblem(await region.choose({ choice: { by: 'named' } }), 'named-pharmacy-missing');
    expectProblem(await region.choose({ choice: { by: 'named', pharmacyId: 'ag_nowhere' } }), 'pharmacy-unknown');
    const wide = await region.choose({ choice: { by: 'soonest' }, radiusMetres: 50_001 });
    expectProblem(wide, 'radius-too-wide');
    expect(wide.body.radiusMetresMax).toBe(50_000);
    expectProblem(await region.options('&by=nearest'), 'place-missing');
    expectProblem(await region.options('&by=named'), 'named-pharmacy-missing');
    expectProblem(await region.options('&by=named&pharmacyId=ag_nowhere'), 'pharmacy-unknown');
    expectProblem(await region.options('&radiusMetres=50001'), 'radius-too-wide');
    for (let round = 2; round <= 4; round += 1) expect((await region.choose({ choice: { by: 'cheapest' } })).status).toBe(200);
    expectProblem(await region.choose({ choice: { by: 'cheapest' } }), 'choices-used-up');
  });

  it('everyone whom it does not concern, as if there were nothing', async () => {
    const { accept, decline, options, choose, call, as } = region;
    expect((await accept(3, one)).status).toBe(404);
    expect((await decline(3, one)).status).toBe(404);
    expect((await accept(1, 'ofr_4bVJcQ0yTn2mW8sKxE1aLdPz01099')).status).toBe(404);
    expect((await accept(1, 'ofr_abcd')).status).toBe(404);
    expect((await decline(1, 'ofr_abcd')).status).toBe(404);
    expect((await options('', 'pt_anotherpatient')).status).toBe(404);
    expect((await options('&fill=2')).status).toBe(404);
    expect((await choose({ patientToken: 'pt_anotherpatient', choice: { by: 'soonest' } })).status).toBe(404);
    expect((await choose({ fill: 2, choice: { by: 'soonest' } })).status).toBe(404);
    expect((await call('GET', '/v1/offers', { as: 'hospital:ag_h' })).status).toBe(403);
    expect((await call('GET', `/v1/prescriptions/${PRESCRIPTION}/options?patientToken=${PATIENT}`, { as: as(1) })).status).toBe(403);
  });

  it('the key of an acceptance with another request', async () => {
    const body = (reason: string) => ({ as: region.as(1), key: 'one', body: { reason } });
    expect((await region.call('POST', `/v1/offers/${one}/decline`, body('closing'))).status).toBe(200);
    expect((await region.call('POST', `/v1/offers/${one}/decline`, body('other'))).body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it.each([
    { what: 'half a place', query: '&latitude=36.67' },
    { what: 'a place in words', query: '&latitude=north&longitude=117' },
    { what: 'a place off the globe', query: '&latitude=91&longitude=117' },
    { what: 'a choice unknown', query: '&by=luck' },
    { what: 'a radius of nothing', query: '&radiusMetres=0' },
    { what: 'a member unknown', query: '&radius=5' },
    { what: 'a fill of nothing', query: '&fill=0' },
  ])('options with $what', async ({ query }) => {
    expect(await region.options(query)).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
  });

  it.each([
    { what: 'no choice', body: {} },
    { what: 'a choice unknown', body: { choice: { by: 'luck' } } },
    { what: 'half a place', body: { choice: { by: 'nearest', near: { latitude: 36 } } } },
    { what: 'a member unknown', body: { choice: { by: 'soonest' }, note: '王' } },
  ])('a choice with $what', async ({ body }) => {
    expect(await region.choose(body)).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
  });

  it.each([
    { what: 'no reason', body: {} },
    { what: 'a reason unknown', body: { reason: 'tired' } },
    { what: 'a member unknown', body: { reason: 'closing', note: '王' } },
  ])('a decline with $what', async ({ body }) => {
    expect(await region.decline(1, one, body)).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?status=open', '?cursor=%2F', '?page=2'])('a list of offers by %s', async (query) => {
    const answer = await region.call('GET', `/v1/offers${query}`, { as: region.as(1) });
    expect(answer).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
  });
});
