import { describe, expect, it } from 'vitest';
import type { AcceptOffer, DeclineOffer } from '../../../functions/routing/domain/commands.ts';
import { decide } from '../../../functions/routing/domain/decide.ts';
import { type OfferStatus, offerOf, type Routing } from '../../../functions/routing/domain/routing.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { factsOf, given, later, next, offer, pharmacyIdOf, startRouting, stateAfter } from '../../support/routing.ts';

const PATIENCE_MS = 10 * MINUTE_MS;
const facts = factsOf(5, {}, { waveSize: 2, wavesMax: 2 });
const start = startRouting(facts);

const accept = (number: number, over: Partial<AcceptOffer> = {}): AcceptOffer => ({
  type: 'AcceptOffer',
  at: later(MINUTE_MS),
  offerId: offer(number),
  pharmacyId: pharmacyIdOf(number),
  leaseMs: 2 * HOUR_MS,
  ...over,
});
const decline = (number: number, over: Partial<DeclineOffer> = {}): DeclineOffer => ({
  type: 'DeclineOffer',
  at: later(MINUTE_MS),
  facts,
  offerId: offer(number),
  pharmacyId: pharmacyIdOf(number),
  reason: 'out-of-stock',
  ...over,
});
const lapse = (ms: number) => ({ type: 'LapseOffers', at: later(ms), facts }) as const;
const eventsOf = (state: Routing, command: Parameters<typeof decide>[1]) => {
  const decision = decide(state, command);
  return decision.ok ? decision.value : decision.refusal;
};
const standing = (state: Routing): readonly (readonly [string, OfferStatus])[] =>
  'search' in state ? state.search.offers.map(({ pharmacyId, status }) => [pharmacyId.slice('ag_'.length), status] as const) : [];

describe('the first wave', () => {
  it('asks the best, and keeps what explains why', () => {
    const events = eventsOf({ status: 'ABSENT' }, start);
    expect(events).toMatchObject([
      { type: 'RoutingStarted', wish: { by: 'cheapest', wantsDecoction: false } },
      {
        type: 'OffersMade',
        round: 1,
        wave: 1,
        policyVersion: 'routing-test',
        offers: [
          { offerId: offer(1), pharmacyId: 'ag_pharmacy1', expiresAt: later(PATIENCE_MS) },
          { offerId: offer(2), pharmacyId: 'ag_pharmacy2', expiresAt: later(PATIENCE_MS) },
        ],
        notEligible: [],
      },
    ]);
    expect(events).toMatchObject([
      {},
      { ranked: [1, 2, 3, 4, 5].map((number) => ({ pharmacyId: `ag_pharmacy${number}`, terms: { totalFen: 2 * (1_000 + number) } })) },
    ]);
  });

  it('keeps at most so many candidates as the policy says', () => {
    const few = factsOf(5, {}, { waveSize: 1, candidatesMax: 2 });
    expect(eventsOf({ status: 'ABSENT' }, startRouting(few))).toMatchObject([{}, { ranked: [{}, {}] }]);
  });

  it('gives a pharmacy that is still closed its patience from its opening on', () => {
    const hours = [{ weekday: 1, opens: '10:20', closes: '20:00' }];
    const late = factsOf(1, { pharmacies: facts.pharmacies.slice(0, 1).map((one) => ({ ...one, hours })) });
    expect(eventsOf({ status: 'ABSENT' }, startRouting(late))).toMatchObject([
      {},
      { offers: [{ expiresAt: later(20 * MINUTE_MS + PATIENCE_MS) }] },
    ]);
  });

  it('ends no later than the prescription', () => {
    const validUntil = later(PATIENCE_MS - 1);
    expect(eventsOf({ status: 'ABSENT' }, startRouting(facts, { validUntil }))).toMatchObject([
      {},
      { offers: [{ expiresAt: validUntil }, { expiresAt: validUntil }] },
    ]);
  });

  it('asks nobody when the prescription ends in this moment', () => {
    expect(eventsOf({ status: 'ABSENT' }, startRouting(facts, { validUntil: later(0) }))).toMatchObject([
      { type: 'RoutingStarted' },
      { type: 'RoutingExhausted', reasons: [{ code: 'validity-ended', pharmacies: 0 }] },
    ]);
  });

  it('is asked once, however often the activation comes', () => {
    expect(eventsOf(stateAfter(start), start)).toEqual([]);
  });

  it.each([
    { what: 'no choice', said: undefined, by: 'soonest' },
    { what: 'a nearest without a place', said: { by: 'nearest' }, by: 'soonest' },
    { what: 'a named one without a name', said: { by: 'named' }, by: 'soonest' },
    { what: 'a nearest with a place', said: { by: 'nearest', near: { latitude: 36.67, longitude: 117.02 } }, by: 'nearest' },
  ] as const)('takes $what as $by', ({ said, by }) => {
    expect(eventsOf({ status: 'ABSENT' }, startRouting(facts, { said }))).toMatchObject([{ wish: { by } }, {}]);
  });

  it('asks only the named one, and nobody else after it', () => {
    const named = startRouting(facts, { said: { by: 'named', pharmacyId: pharmacyIdOf(4) } });
    expect(standing(stateAfter(named))).toEqual([['pharmacy4', 'OPEN']]);
    expect(stateAfter(named, decline(1, { pharmacyId: pharmacyIdOf(4) }))).toMatchObject({
      status: 'EXHAUSTED',
      reasons: [{ code: 'already-declined', pharmacies: 1 }],
    });
  });

  it('tells when the named one does not exist', () => {
    expect(stateAfter(startRouting(facts, { said: { by: 'named', pharmacyId: pharmacyIdOf(99) } }))).toMatchObject({
      status: 'EXHAUSTED',
      reasons: [{ code: 'pharmacy-unknown', pharmacies: 1 }],
    });
  });
});

describe('two acceptances', () => {
  it.each([
    { first: 1, second: 2 },
    { first: 2, second: 1 },
  ])('have one winner: $first before $second', ({ first, second }) => {
    const state = stateAfter(start, accept(first));
    expect(state).toMatchObject({ status: 'ACCEPTED', offerId: offer(first) });
    expect(offerOf(state, offer(second))).toMatchObject({ status: 'WITHDRAWN', reason: 'accepted-by-another' });
    expect(eventsOf(state, accept(second))).toEqual({ code: 'already-claimed', currentStatus: 'WITHDRAWN' });
  });

  it('of the same pharmacy change nothing the second time', () => {
    expect(eventsOf(stateAfter(start, accept(1)), accept(1, { at: later(2 * HOUR_MS) }))).toEqual([]);
  });

  it('give the lease from the policy of the moment', () => {
    expect(offerOf(stateAfter(start, accept(1)), offer(1))?.leaseEndsAt).toBe(later(MINUTE_MS + 2 * HOUR_MS));
  });
});

describe('an answer', () => {
  const cases = [
    { what: 'one millisecond too early to be late', state: stateAfter(start), at: PATIENCE_MS - 1, accepted: 'ok', declined: 'ok' },
    { what: 'in the moment of expiry', state: stateAfter(start), at: PATIENCE_MS, accepted: 'offer-lapsed', declined: 'offer-lapsed' },
    {
      what: 'after the lapse',
      state: stateAfter(start, lapse(PATIENCE_MS)),
      at: PATIENCE_MS,
      accepted: 'offer-lapsed',
      declined: 'offer-lapsed',
    },
    { what: 'after a decline', state: stateAfter(start, decline(1)), at: MINUTE_MS, accepted: 'offer-declined', declined: 'ok' },
    { what: 'after an acceptance', state: stateAfter(start, accept(1)), at: MINUTE_MS, accepted: 'ok', declined: 'offer-accepted' },
    {
      what: 'after the end of the prescription',
      state: stateAfter(start, { type: 'CloseRouting', because: 'prescription-cancelled' }),
      at: MINUTE_MS,
      accepted: 'offer-withdrawn',
      declined: 'offer-withdrawn',
    },
    {
      what: 'after a release',
      state: stateAfter(start, accept(1), { type: 'ReleaseClaim', offerId: offer(1), reason: 'closed', at: later(HOUR_MS), facts }),
      at: MINUTE_MS,
      accepted: 'offer-released',
      declined: 'offer-released',
    },
    {
      what: 'of another pharmacy’s faster one',
      state: stateAfter(start, accept(2)),
      at: MINUTE_MS,
      accepted: 'already-claimed',
      declined: 'already-claimed',
    },
  ];
  const outcome = (state: Routing, command: AcceptOffer | DeclineOffer): string => {
    const decision = decide(state, command);
    return decision.ok ? 'ok' : decision.refusal.code;
  };

  it.each(cases)('$what: accept $accepted, decline $declined', ({ state, at, accepted, declined }) => {
    expect(outcome(state, accept(1, { at: later(at) }))).toBe(accepted);
    expect(outcome(state, decline(1, { at: later(at) }))).toBe(declined);
  });

  it('that comes too late is told what the offer came to', () => {
    const late = { at: later(PATIENCE_MS) };
    expect(eventsOf(stateAfter(start), accept(1, late))).toEqual({ code: 'offer-lapsed', currentStatus: 'LAPSED' });
    expect(eventsOf(stateAfter(start, lapse(PATIENCE_MS)), accept(1, late))).toEqual({ code: 'offer-lapsed', currentStatus: 'LAPSED' });
    expect(eventsOf(stateAfter(start, decline(1)), accept(1))).toEqual({ code: 'offer-declined', currentStatus: 'DECLINED' });
    expect(eventsOf(stateAfter(start, accept(2)), accept(1))).toEqual({ code: 'already-claimed', currentStatus: 'WITHDRAWN' });
    expect(eventsOf(stateAfter(start, accept(1)), decline(1))).toEqual({ code: 'offer-accepted', currentStatus: 'ACCEPTED' });
  });

  it('that says the same again changes nothing', () => {
    expect(eventsOf(stateAfter(start, decline(1)), decline(1))).toEqual([]);
    expect(eventsOf(stateAfter(start, accept(1)), accept(1))).toEqual([]);
  });

  it.each([
    { what: 'another pharmacy', over: { pharmacyId: pharmacyIdOf(2) } },
    { what: 'an offer that was never made', over: { offerId: offer(9) } },
  ])('in the name of $what is not found', ({ over }) => {
    given().when(accept(1)).thenRefused({ code: 'not-found' });
    given().when(decline(1)).thenRefused({ code: 'not-found' });
    expect(eventsOf(stateAfter(start), accept(1, over))).toEqual({ code: 'not-found' });
    expect(eventsOf(stateAfter(start), decline(1, over))).toEqual({ code: 'not-found' });
  });
});

describe('the next wave', () => {
  it('waits until all of the wave have declined', () => {
    const one = stateAfter(start, decline(1));
    expect(standing(one)).toEqual([
      ['pharmacy1', 'DECLINED'],
      ['pharmacy2', 'OPEN'],
    ]);
    expect(standing(next(one, decline(2)))).toEqual([
      ['pharmacy1', 'DECLINED'],
      ['pharmacy2', 'DECLINED'],
      ['pharmacy3', 'OPEN'],
      ['pharmacy4', 'OPEN'],
    ]);
  });

  it('comes when the rest lapses, in the same commit', () => {
    expect(eventsOf(stateAfter(start, decline(1)), lapse(PATIENCE_MS))).toMatchObject([
      { type: 'OfferLapsed', offerId: offer(2) },
      { type: 'OffersMade', round: 1, wave: 2, offers: [{ offerId: offer(3) }, { offerId: offer(4) }] },
    ]);
  });

  it('does not come before its time, nor after somebody accepted', () => {
    expect(eventsOf(stateAfter(start), lapse(PATIENCE_MS - 1))).toEqual([]);
    expect(eventsOf(stateAfter(start, accept(1)), lapse(PATIENCE_MS))).toEqual([]);
    expect(eventsOf({ status: 'ABSENT' }, lapse(PATIENCE_MS))).toEqual([]);
  });

  it('ranks anew: what sold out meanwhile is not asked', () => {
    const soldOut = { ...facts, stock: facts.stock.map((level, index) => (index === 2 ? { ...level, quantity: 0 } : level)) };
    const state = stateAfter(start, { ...lapse(PATIENCE_MS), facts: soldOut });
    expect(
      standing(state)
        .slice(2)
        .map(([pharmacyId]) => pharmacyId),
    ).toEqual(['pharmacy4', 'pharmacy5']);
  });

  it('is the last that the policy allows; then the patient is told of each pharmacy', () => {
    const state = stateAfter(start, decline(1), lapse(PATIENCE_MS), lapse(3 * PATIENCE_MS));
    expect(state).toMatchObject({
      status: 'EXHAUSTED',
      reasons: [
        { code: 'did-not-answer', pharmacies: 3 },
        { code: 'already-declined', pharmacies: 1 },
        { code: 'not-asked', pharmacies: 1 },
      ],
    });
  });

  it('finds nobody when nobody is eligible', () => {
    expect(stateAfter(startRouting(factsOf(3, { stock: [] })))).toMatchObject({
      status: 'EXHAUSTED',
      reasons: [{ code: 'stock-short', pharmacies: 3 }],
    });
  });
});
