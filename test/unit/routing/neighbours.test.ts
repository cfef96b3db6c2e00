import { describe, expect, it } from 'vitest';
import type { Drug, Pharmacy } from '../../../events/directory.ts';
import { assess } from '../../../functions/routing/domain/assessment.ts';
import type { RoutingCommand } from '../../../functions/routing/domain/commands.ts';
import { decide } from '../../../functions/routing/domain/decide.ts';
import { preparationMinutes } from '../../../functions/routing/domain/eligibility.ts';
import type { RoutingEvent } from '../../../functions/routing/domain/events.ts';
import { evolve } from '../../../functions/routing/domain/evolve.ts';
import type { Demand } from '../../../functions/routing/domain/facts.ts';
import { nextOpening } from '../../../functions/routing/domain/opening-hours.ts';
import { usualRules } from '../../../functions/routing/domain/policy.ts';
import { rank } from '../../../functions/routing/domain/ranking.ts';
import { offerOf, offersWith, type Routing } from '../../../functions/routing/domain/routing.ts';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '../../../shared/kernel/time.ts';
import {
  AMLODIPINE,
  allWeek,
  demand,
  drug,
  factsOf,
  later,
  next,
  offer,
  PATIENT,
  pharmacy,
  pharmacyIdOf,
  startRouting,
  stateAfter,
  stock,
} from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

// A step beside what the other tests of this folder walk: the second drug, the late message, the moment in between.

const JINAN = 480;
const facts = factsOf(4, {}, { waveSize: 1, wavesMax: 2, roundsMax: 4 });
const start = startRouting(facts);
const knowing = { at: later(HOUR_MS), facts };
const accept = (number: number, pharmacyNumber = number): RoutingCommand => ({
  type: 'AcceptOffer',
  at: later(MINUTE_MS),
  offerId: offer(number),
  pharmacyId: pharmacyIdOf(pharmacyNumber),
  leaseMs: HOUR_MS,
});
const confirm = (number: number): RoutingCommand => ({ type: 'ConfirmClaim', offerId: offer(number) });
const giveUp = (number: number): RoutingCommand => ({ type: 'GiveUpClaim', offerId: offer(number), ...knowing });
const release = (number: number): RoutingCommand => ({ type: 'ReleaseClaim', offerId: offer(number), reason: 'out-of-stock', ...knowing });
const suspend = (number: number): RoutingCommand => ({ type: 'SuspendClaim', pharmacyId: pharmacyIdOf(number) });
const close: RoutingCommand = { type: 'CloseRouting', because: 'prescription-expired' };
const decided = (state: Routing, command: RoutingCommand) => {
  const decision = decide(state, command);
  return decision.ok ? decision.value : decision.refusal;
};

describe('of two drugs', () => {
  const other = 'T000100001';
  const lines = [AMLODIPINE, other].map((drugCode) => ({ drugCode, quantity: 1 }));
  const all: Pharmacy['services'] = ['pickup', 'cold-chain', 'herbal-dispensing', 'decoction'];
  const reasonFor = (second: Partial<Drug>, over: Partial<Pharmacy> = {}, wanted: Partial<Demand> = {}, unitPriceFen = 100) => {
    const known = factsOf(0, {
      pharmacies: [pharmacy(1, over)],
      drugs: [drug(), drug({ drugCode: other, ...second })],
      stock: [stock(1), stock(1, { drugCode: other, unitPriceFen })],
    });
    return assess(known, demand({ lines, ...wanted })).notEligible[0]?.code;
  };
  const { licence } = pharmacy(1);
  const herbalist = { ...licence, kinds: ['western', 'herbal-piece'] as const satisfies readonly Drug['kind'][] };

  it.each([
    { what: 'both are ordinary', second: {}, reason: undefined },
    { what: 'one is of another kind', second: { kind: 'chinese-patent' }, reason: 'licence-missing' },
    { what: 'one is of another class', second: { controlClass: 'toxic' }, reason: 'licence-missing' },
    { what: 'one must be kept cold', second: { storage: 'refrigerated' }, reason: 'no-cold-chain' },
    { what: 'one is dearer than its cap', second: { priceCapFen: 99 }, reason: 'price-above-cap' },
    { what: 'one costs its cap', second: { priceCapFen: 100 }, reason: undefined },
  ] as const)('where $what: $reason', ({ second, reason }) => {
    expect(reasonFor(second)).toBe(reason);
  });
  it('one is a herb: the pharmacy must dispense herbs, and boil them where the patient wants it', () => {
    const herb = { kind: 'herbal-piece' } as const;
    const boiled: Partial<Demand> = { wish: { by: 'cheapest', wantsDecoction: true } };
    const licensed = { licence: { ...licence, kinds: [...herbalist.kinds] } };
    expect(reasonFor(herb, { ...licensed, services: ['pickup'] })).toBe('no-herbal-dispensing');
    expect(reasonFor(herb, { ...licensed, services: ['pickup', 'herbal-dispensing'] })).toBeUndefined();
    expect(reasonFor(herb, { ...licensed, services: ['pickup', 'herbal-dispensing'] }, boiled)).toBe('no-decoction');
    expect(reasonFor(herb, { ...licensed, services: all }, boiled)).toBeUndefined();
  });
  it('one left the catalogue: nobody is asked', () => {
    const known = factsOf(1, { drugs: [drug()], stock: [stock(1), stock(1, { drugCode: other })] });
    expect(assess(known, demand({ lines })).notEligible).toEqual([{ pharmacyId: pharmacyIdOf(1), code: 'drug-not-in-catalogue' }]);
  });
  it('the pharmacy’s licence needs to name no class for what is ordinary', () => {
    expect(reasonFor({}, { licence: { ...licence, classes: [] } })).toBeUndefined();
    expect(reasonFor({}, { licence: { ...licence, kinds: [] } })).toBe('licence-missing');
  });
});

describe('a pharmacy', () => {
  it('that was never designated is not asked', () => {
    const { designation: _designation, ...undesignated } = pharmacy(1);
    expect(assess(factsOf(0, { pharmacies: [undesignated], drugs: [drug()], stock: [stock(1)] }), demand()).notEligible).toEqual([
      { pharmacyId: pharmacyIdOf(1), code: 'not-designated' },
    ]);
  });
  it.each([
    [1, false, 13],
    [3, false, 19],
    [3, true, 139],
  ])('takes for %i lines, boiled: %s, %i minutes', (lines, isDecocted, minutes) => {
    const rules = { ...usualRules, preparation: { baseMinutes: 10, perLineMinutes: 3, decoctionMinutes: 120 } };
    expect(preparationMinutes(rules, lines, isDecocted)).toBe(minutes);
  });
  it('is ranked without a term that it is behind by, when it is the first or equal in all', () => {
    const terms = { totalFen: 1, minutesUntilReady: 1, lot: 1 };
    const [one, two] = [1, 2].map((number) => ({ pharmacyId: pharmacyIdOf(number), terms }));
    expect(one && two && rank([one, two], 'cheapest')).toStrictEqual([
      { ...one, rank: 1 },
      { ...two, rank: 2 },
    ]);
  });
});

describe('opening hours', () => {
  it('that end as they begin are of a whole day', () => {
    expect(nextOpening([{ weekday: 1, opens: '08:00', closes: '08:00' }], MONDAY, JINAN)).toEqual({
      minutesUntilOpen: 0,
      minutesOpen: 22 * 60,
    });
  });
  it('without a break last a week, and no longer', () => {
    const minute = (text: string) => nextOpening(allWeek('00:00', '23:59'), instant(text), JINAN);
    expect(minute('2026-03-02T23:59:00+08:00')).toEqual({ minutesUntilOpen: 0, minutesOpen: 10_080 });
    expect(minute('2026-03-02T00:00:00+08:00')).toEqual({ minutesUntilOpen: 0, minutesOpen: 10_080 });
    const sixDays = allWeek('00:00', '23:59').slice(0, 6);
    expect(nextOpening(sixDays, instant('2026-03-02T00:00:00+08:00'), JINAN)).toEqual({ minutesUntilOpen: 0, minutesOpen: 6 * 1_440 });
  });
  it('that overlap are one', () => {
    const twice = [
      { weekday: 1, opens: '08:00', closes: '12:00' },
      { weekday: 1, opens: '11:00', closes: '13:00' },
    ];
    expect(nextOpening(twice, MONDAY, JINAN)).toEqual({ minutesUntilOpen: 0, minutesOpen: 3 * 60 });
  });
});

describe('a wave', () => {
  it('begins a search with the policy’s choice where the patient said nothing', () => {
    const { said: _said, ...silent } = start;
    expect(stateAfter(silent)).toMatchObject({ search: { wish: { by: 'soonest', wantsDecoction: false } } });
    expect(decided({ status: 'ABSENT' }, silent)).toMatchObject([{ wish: { by: 'soonest', wantsDecoction: false } }, {}]);
  });
  it('says how many could not be asked, and for which reason', () => {
    const short = factsOf(3, { stock: [stock(1), stock(2, { quantity: 0 })] });
    expect(decided({ status: 'ABSENT' }, startRouting(short))).toMatchObject([
      {},
      { type: 'OffersMade', notEligible: [{ code: 'stock-short', pharmacies: 2 }] },
    ]);
  });
  it('asks nobody twice in a round, and who did not answer again in the next', () => {
    const lapse = (hours: number): RoutingCommand => ({ type: 'LapseOffers', at: later(hours * HOUR_MS), facts });
    const asked = (state: Routing) => ('search' in state ? offersWith(state.search, 'OPEN').map(({ pharmacyId }) => pharmacyId) : []);
    const second = stateAfter(start, lapse(1));
    expect(asked(second)).toEqual(['ag_pharmacy2']);
    const anew: RoutingCommand = { type: 'ChooseAnew', patientToken: PATIENT, said: { by: 'cheapest' }, ...knowing };
    expect(asked(next(second, anew))).toEqual(['ag_pharmacy1']);
    // Taken back is not unanswered: the second may be asked again at once.
    const third = next(next(second, anew), lapse(2));
    expect(asked(third)).toEqual(['ag_pharmacy2']);
  });
  it('looks again at a time only where there is one', () => {
    const nobody = factsOf(1, { stock: [] });
    const late = startRouting(nobody, { validUntil: later(MINUTE_MS) });
    const exhausted = decided({ status: 'ABSENT' }, late);
    expect(exhausted).toMatchObject([{}, { type: 'RoutingExhausted' }]);
    expect(Array.isArray(exhausted) && exhausted[1]).not.toHaveProperty('retryAt');
    const retried = decided(stateAfter(late), { type: 'RetryRouting', round: 1, at: later(1), facts: nobody });
    expect(retried).toMatchObject([{ type: 'RoutingRetried' }]);
    expect(Array.isArray(retried) && retried[0]).not.toHaveProperty('retryAt');
  });
});

describe('an offer', () => {
  const made: RoutingEvent = {
    type: 'OffersMade',
    round: 1,
    wave: 1,
    at: MONDAY,
    policyVersion: 'routing-1',
    offers: [1, 3].map((number) => ({ offerId: offer(number), pharmacyId: pharmacyIdOf(number), expiresAt: later(DAY_MS) })),
    ranked: [2, 1].map((number) => ({
      pharmacyId: pharmacyIdOf(number),
      terms: { totalFen: 100 * number, minutesUntilReady: 1, lot: 1 },
    })),
    notEligible: [],
  };
  const offering = () => [made].reduce(evolve, evolve({ status: 'ABSENT' }, startedBy(start)));
  const startedBy = (command: typeof start): RoutingEvent => {
    const events = decided({ status: 'ABSENT' }, command);
    const first = Array.isArray(events) ? events[0] : undefined;
    if (first === undefined) throw new Error('started');
    return first;
  };

  it('has the price that its pharmacy was ranked with, and no more members than it needs', () => {
    const open = {
      offerId: offer(1),
      pharmacyId: pharmacyIdOf(1),
      round: 1,
      wave: 1,
      madeAt: MONDAY,
      expiresAt: later(DAY_MS),
      totalFen: 100,
      status: 'OPEN',
      was: [],
    };
    expect(offerOf(offering(), offer(1))).toStrictEqual(open);
    expect(offerOf(offering(), offer(3))).toMatchObject({ totalFen: 0 });
    const lapsed = evolve(offering(), { type: 'OfferLapsed', offerId: offer(1), pharmacyId: pharmacyIdOf(1) });
    expect(offerOf(lapsed, offer(1))).toStrictEqual({ ...open, status: 'LAPSED', was: ['OPEN'] });
  });
  it('is made while the fill is offered, from the first moment and after each choice', () => {
    expect(evolve({ status: 'ABSENT' }, startedBy(start)).status).toBe('OFFERING');
    const exhausted = stateAfter(startRouting(factsOf(1, { stock: [] })));
    expect(evolve(exhausted, { type: 'WishChanged', wish: { by: 'soonest', wantsDecoction: false } }).status).toBe('OFFERING');
  });
  it('accepted and confirmed may be accepted again, and changes nothing', () => {
    expect(decided(stateAfter(start, accept(1), confirm(1)), accept(1))).toEqual([]);
    expect(decided(stateAfter(start, accept(1), confirm(1)), confirm(1))).toEqual([]);
  });
  it('in doubt is released, and says so', () => {
    const doubted = offerOf(stateAfter(start, accept(1), confirm(1), suspend(1)), offer(1));
    expect(doubted).toMatchObject({ status: 'RELEASED', reason: 'doubt', was: ['OPEN', 'ACCEPTED', 'CLAIMED'] });
    expect(decided(stateAfter(start, accept(1), confirm(1), suspend(1)), release(1))).toEqual([]);
  });
});

describe('a message about a claim', () => {
  it('changes nothing once the routing is closed, also of a claim that was given up before', () => {
    const closed = stateAfter(start, accept(1), giveUp(1), close);
    expect(closed.status).toBe('CLOSED');
    for (const late of [confirm(1), release(1), giveUp(1), suspend(1), close]) expect(decided(closed, late)).toEqual([]);
  });
  it('changes nothing once another claim is confirmed', () => {
    const another = stateAfter(start, accept(1), giveUp(1), accept(2, 1), confirm(2));
    expect(another).toMatchObject({ status: 'CONFIRMED', offerId: offer(2) });
    expect(decided(another, confirm(1))).toEqual([]);
  });
  it('that was heard before is not heard again', () => {
    const released = stateAfter(start, accept(1), giveUp(1), release(1));
    expect(decided(released, release(1))).toEqual([]);
    expect(decided(stateAfter(start, accept(1), confirm(1), release(1)), release(1))).toEqual([]);
  });
});
