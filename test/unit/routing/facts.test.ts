import { describe, expect, it } from 'vitest';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { assess, countReasons } from '../../../functions/routing/domain/assessment.ts';
import { decide } from '../../../functions/routing/domain/decide.ts';
import { distanceMetres } from '../../../functions/routing/domain/distance.ts';
import { DeclineReason, RoutingEvent, WithdrawalReason } from '../../../functions/routing/domain/events.ts';
import { evolve } from '../../../functions/routing/domain/evolve.ts';
import { barredUnder, type Demand } from '../../../functions/routing/domain/facts.ts';
import { offerIdOf, placeOfOffer, routingIdOf } from '../../../functions/routing/domain/offer-id.ts';
import { usualRules } from '../../../functions/routing/domain/policy.ts';
import { lotOf, TERMS_IN_ORDER } from '../../../functions/routing/domain/ranking.ts';
import { OFFER_STATUSES } from '../../../functions/routing/domain/routing.ts';
import { Wish, wishOf } from '../../../functions/routing/domain/wish.ts';
import {
  AMLODIPINE,
  demand,
  drug,
  factsOf,
  HOSPITAL,
  NEAR,
  offer,
  PATIENT,
  PRESCRIPTION,
  pharmacy,
  pharmacyIdOf,
  startRouting,
  stateAfter,
  stock,
} from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const ours = { offerId: offer(1), pharmacyId: pharmacyIdOf(1) };
const reasons = [{ code: 'stock-short', pharmacies: 2 }];
const started: RoutingEvent = {
  type: 'RoutingStarted',
  prescriptionId: PRESCRIPTION,
  fill: 1,
  hospitalId: HOSPITAL,
  patientToken: PATIENT,
  validUntil: MONDAY,
  lines: [{ drugCode: 'XC08CAA001', quantity: 2 }],
  wish: { by: 'nearest', near: NEAR, radiusMetres: 3_000, wantsDecoction: true },
};
const terms = { distanceMetres: 7, totalFen: 2_000, minutesUntilReady: 11, lot: 3 };
const { distanceMetres: _distanceMetres, ...termsWithoutPlace } = terms;

/** Every fact with every member that it may have. */
const everything: readonly RoutingEvent[] = [
  started,
  { ...started, wish: { by: 'named', pharmacyId: pharmacyIdOf(1), near: NEAR, wantsDecoction: false } },
  { ...started, wish: { by: 'cheapest', near: NEAR, radiusMetres: 1, wantsDecoction: false } },
  { ...started, wish: { by: 'soonest', near: NEAR, wantsDecoction: false } },
  { type: 'RoutingVoided', because: 'prescription-cancelled' },
  { type: 'WishChanged', wish: { by: 'soonest', wantsDecoction: false } },
  {
    type: 'OffersMade',
    round: 1,
    wave: 2,
    at: MONDAY,
    policyVersion: 'routing-1',
    offers: [{ ...ours, expiresAt: MONDAY }],
    ranked: [
      { pharmacyId: pharmacyIdOf(1), terms },
      { pharmacyId: pharmacyIdOf(2), terms: termsWithoutPlace },
    ],
    notEligible: reasons,
  },
  { type: 'OfferAccepted', ...ours, leaseEndsAt: MONDAY },
  ...DeclineReason.options.map((reason): RoutingEvent => ({ type: 'OfferDeclined', ...ours, reason })),
  { type: 'OfferLapsed', ...ours },
  ...WithdrawalReason.options.map((reason): RoutingEvent => ({ type: 'OfferWithdrawn', ...ours, reason })),
  { type: 'ClaimConfirmed', ...ours },
  { type: 'ClaimReleased', ...ours, reason: 'out-of-stock' },
  { type: 'ClaimSuspended', ...ours },
  { type: 'RoutingPaused', because: 'doubt' },
  { type: 'RoutingPaused', because: 'claim-refused' },
  { type: 'RoutingExhausted', round: 1, wave: 4, policyVersion: 'routing-1', reasons, retryAt: MONDAY },
  { type: 'RoutingRetried', policyVersion: 'routing-1', reasons, retryAt: MONDAY },
  { type: 'RoutingClosed', because: 'prescription-expired' },
];

describe('a fact of a routing', () => {
  it.each(everything.map((event) => ({ type: event.type, event })))('is read back to the last member: $type', ({ event }) => {
    expect(RoutingEvent.parse(event)).toStrictEqual(event);
  });
  it('is of a kind, and for a reason, that is declared', () => {
    expect(DeclineReason.options).toEqual(['out-of-stock', 'closing', 'no-capacity', 'cannot-serve', 'other']);
    expect(WithdrawalReason.options).toEqual([
      'accepted-by-another',
      'patient-chose-anew',
      'claimed-by-another',
      'claim-refused',
      'pharmacy-not-eligible',
      'claim-unanswered',
      'prescription-cancelled',
      'prescription-expired',
    ]);
    for (const event of [{ type: 'RoutingLost' }, { type: 'RoutingPaused', because: 'weather' }, { type: 'RoutingClosed', because: '' }]) {
      expect(RoutingEvent.safeParse(event).success).toBe(false);
    }
  });
});

describe('a history that no decision makes', () => {
  it('is not read: nothing follows on what was never begun', () => {
    expect(() => evolve({ status: 'ABSENT' }, { type: 'OfferLapsed', ...ours })).toThrow('OfferLapsed on a routing that is ABSENT');
    expect(() => evolve({ status: 'VOID', because: 'prescription-expired' }, { type: 'ClaimConfirmed', ...ours })).toThrow(
      'ClaimConfirmed on a routing that is VOID',
    );
  });
  it('looks again only where nobody was left', () => {
    const retried: RoutingEvent = { type: 'RoutingRetried', policyVersion: 'routing-1', reasons };
    expect(() => evolve(stateAfter(startRouting(factsOf(2))), retried)).toThrow('RoutingRetried on a routing that is OFFERING');
  });
  it('holds no facts and no wishes that were never declared', () => {
    const offering = stateAfter(startRouting(factsOf(2)));
    expect(() => evolve(offering, { type: 'RoutingLost' } as never)).toThrow('unreachable: RoutingLost');
    expect(() => decide(offering, { type: 'LoseRouting' } as never)).toThrow('unreachable: LoseRouting');
  });
});

describe('an offer', () => {
  it('is in one of these states', () => {
    expect(OFFER_STATUSES).toEqual(['OPEN', 'ACCEPTED', 'CLAIMED', 'DECLINED', 'LAPSED', 'WITHDRAWN', 'RELEASED']);
  });
  it('has an id that leads back to its fill', () => {
    expect(routingIdOf(PRESCRIPTION, 2)).toBe('rx_4bVJcQ0yTn2mW8sKxE1aLdPz.2');
    expect(offerIdOf(PRESCRIPTION, 2, 7)).toBe('ofr_4bVJcQ0yTn2mW8sKxE1aLdPz02007');
    expect(placeOfOffer(offerIdOf(PRESCRIPTION, 99, 999))).toEqual({ prescriptionId: PRESCRIPTION, fill: 99 });
    expect(placeOfOffer('ofr_abcd01001')).toEqual({ prescriptionId: PrescriptionId.parse('rx_abcd'), fill: 1 });
  });
  it.each([
    '',
    'ofr_abc01001',
    'ofr_abcd0100',
    'ofr_abcd_01001',
    'ofr_abcd0100x',
    'xofr_abcd01001',
    'ofr_abcd01001x',
    `ofr_${'a'.repeat(60)}01001`,
    'rx_abcd01001',
  ])('has no id like %j', (offerId) => {
    expect(placeOfOffer(offerId)).toBeUndefined();
  });
});

describe('a wish', () => {
  const isRead = (wish: unknown): boolean => Wish.safeParse(wish).success;
  it('has what it needs', () => {
    expect(isRead({ by: 'nearest', wantsDecoction: false })).toBe(false);
    expect(isRead({ by: 'named', wantsDecoction: false })).toBe(false);
    expect(isRead({ by: 'cheapest' })).toBe(false);
    expect(isRead({ by: 'dearest', wantsDecoction: false })).toBe(false);
    expect(isRead({ by: 'cheapest', radiusMetres: 0.5, wantsDecoction: false })).toBe(false);
  });
  it('keeps from before what is not said now', () => {
    const before: Wish = { by: 'named', pharmacyId: pharmacyIdOf(1), near: NEAR, radiusMetres: 3_000, wantsDecoction: true };
    expect(wishOf({ by: 'named' }, before)).toStrictEqual({ ok: true, value: before });
    expect(wishOf({ by: 'nearest' }, before)).toStrictEqual({
      ok: true,
      value: { by: 'nearest', near: NEAR, radiusMetres: 3_000, wantsDecoction: true },
    });
    const said = { by: 'cheapest', near: { latitude: 1, longitude: 2 }, radiusMetres: 5, wantsDecoction: false } as const;
    expect(wishOf(said, before)).toStrictEqual({ ok: true, value: said });
  });
  it('is refused while something is missing, and takes no name from a wish that named nobody', () => {
    const cheapest: Wish = { by: 'cheapest', wantsDecoction: false };
    expect(wishOf({ by: 'nearest' }, cheapest)).toEqual({ ok: false, refusal: { code: 'place-missing' } });
    expect(wishOf({ by: 'named' }, cheapest)).toEqual({ ok: false, refusal: { code: 'named-pharmacy-missing' } });
    expect(wishOf({ by: 'named' })).toEqual({ ok: false, refusal: { code: 'named-pharmacy-missing' } });
    expect(wishOf({ by: 'soonest' })).toStrictEqual({ ok: true, value: { by: 'soonest', wantsDecoction: false } });
    const pharmacyId = AgencyId.parse('ag_other1');
    expect(wishOf({ by: 'named', pharmacyId })).toStrictEqual({ ok: true, value: { by: 'named', pharmacyId, wantsDecoction: false } });
  });
});

describe('who is not asked again', () => {
  const declined = { pharmacyId: pharmacyIdOf(1), code: 'already-declined' } as const;
  const released = { pharmacyId: pharmacyIdOf(2), code: 'released-before' } as const;
  it('is excused when the patient names it, and only then', () => {
    const named = (number: number): Wish => ({ by: 'named', pharmacyId: pharmacyIdOf(number), wantsDecoction: false });
    expect(barredUnder(named(1), [declined, released])).toEqual([released]);
    expect(barredUnder(named(3), [declined, released])).toEqual([declined, released]);
    expect(barredUnder({ by: 'soonest', wantsDecoction: false }, [declined, released])).toEqual([declined, released]);
  });
  it('stands in the list once, for its latest reason', () => {
    const offering = stateAfter(startRouting(factsOf(2)));
    const both: readonly RoutingEvent[] = [
      { type: 'OfferDeclined', ...ours, reason: 'closing' },
      { type: 'ClaimReleased', ...ours, reason: 'out-of-stock' },
    ];
    expect(both.reduce(evolve, offering)).toMatchObject({ search: { barred: [{ ...declined, code: 'released-before' }] } });
  });
});

describe('the assessment of a pharmacy', () => {
  const herb = { ...drug(), drugCode: 'T000100001', kind: 'herbal-piece' } as const;
  const herbalist = pharmacy(1, {
    services: ['pickup', 'herbal-dispensing', 'decoction'],
    licence: { ...pharmacy(1).licence, kinds: ['western', 'herbal-piece'] },
  });
  const known = factsOf(1, {
    pharmacies: [herbalist],
    drugs: [drug(), herb],
    stock: [stock(1), stock(1, { drugCode: herb.drugCode, unitPriceFen: 7 })],
  });
  const judged = (over: Partial<Demand>) => assess(known, demand(over)).ranked[0]?.terms;
  const both = [
    { drugCode: AMLODIPINE, quantity: 2 },
    { drugCode: herb.drugCode, quantity: 10 },
  ];
  const decocted: Wish = { by: 'cheapest', wantsDecoction: true };

  it('counts the boiling only where the patient wants it and there are herbs to boil', () => {
    const { baseMinutes, perLineMinutes, decoctionMinutes } = usualRules.preparation;
    expect(judged({ lines: both, wish: decocted })?.minutesUntilReady).toBe(baseMinutes + 2 * perLineMinutes + decoctionMinutes);
    expect(judged({ lines: both })?.minutesUntilReady).toBe(baseMinutes + 2 * perLineMinutes);
    expect(judged({ wish: decocted })?.minutesUntilReady).toBe(baseMinutes + perLineMinutes);
  });
  it('sums the prices, and measures the way only where the patient said from where', () => {
    expect(judged({ lines: both })?.totalFen).toBe(2 * 1_000 + 10 * 7);
    expect(judged({})).not.toHaveProperty('distanceMetres');
    expect(judged({ wish: { by: 'cheapest', near: { latitude: 36.68, longitude: 117.02 }, wantsDecoction: false } })).toMatchObject({
      distanceMetres: 1_112,
    });
  });
  it('counts the reasons, the most frequent first, equals by name', () => {
    expect(countReasons(['closed', 'too-far', 'closed', 'agency-suspended', 'too-far', 'stock-short'])).toEqual([
      { code: 'closed', pharmacies: 2 },
      { code: 'too-far', pharmacies: 2 },
      { code: 'agency-suspended', pharmacies: 1 },
      { code: 'stock-short', pharmacies: 1 },
    ]);
    expect(countReasons(['b', 'a'])).toEqual([
      { code: 'a', pharmacies: 1 },
      { code: 'b', pharmacies: 1 },
    ]);
    expect(countReasons([])).toEqual([]);
  });
});

describe('what decides between pharmacies', () => {
  it('is the chosen term first, then the others in a fixed order, the lot last', () => {
    expect(TERMS_IN_ORDER).toEqual({
      named: ['minutesUntilReady', 'distanceMetres', 'totalFen', 'lot'],
      nearest: ['distanceMetres', 'minutesUntilReady', 'totalFen', 'lot'],
      cheapest: ['totalFen', 'distanceMetres', 'minutesUntilReady', 'lot'],
      soonest: ['minutesUntilReady', 'distanceMetres', 'totalFen', 'lot'],
    });
  });
  it.each([
    ['rx_1.1', 'ag_1'],
    ['rx_4bVJcQ0yTn2mW8sKxE1aLdPz.1', 'ag_pharmacy2'],
    ['', ''],
  ])('draws FNV-1a of 32 bits for %s and %s', (routingId, pharmacyId) => {
    const textbook = [...`${routingId}|${pharmacyId}`].reduce(
      (hash, char) => BigInt.asUintN(32, (hash ^ BigInt(char.charCodeAt(0))) * 16_777_619n),
      2_166_136_261n,
    );
    expect(lotOf(routingId, pharmacyId)).toBe(Number(textbook));
  });
  it('tells the fill from the pharmacy', () => {
    expect(lotOf('ab', 'c')).not.toBe(lotOf('a', 'bc'));
  });
  it('measures between two real places', () => {
    // Jinan West to Jinan East station, along the great circle.
    const west = { latitude: 36.6685, longitude: 116.8905 };
    const east = { latitude: 36.7672, longitude: 117.1907 };
    expect(distanceMetres(west, east)).toBeGreaterThan(28_000);
    expect(distanceMetres(west, east)).toBeLessThan(30_000);
    expect(distanceMetres({ latitude: 60, longitude: 0 }, { latitude: 60, longitude: 1 })).toBe(55_597);
  });
});
