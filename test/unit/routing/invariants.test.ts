import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingCommand } from '../../../functions/routing/domain/commands.ts';
import { decide } from '../../../functions/routing/domain/decide.ts';
import { RoutingEvent } from '../../../functions/routing/domain/events.ts';
import { evolve } from '../../../functions/routing/domain/evolve.ts';
import { offerIdOf, placeOfOffer } from '../../../functions/routing/domain/offer-id.ts';
import { RoutingRules, usualRules } from '../../../functions/routing/domain/policy.ts';
import { offersWith, type Routing } from '../../../functions/routing/domain/routing.ts';
import { jinan } from '../../../infra/regions/jinan.ts';
import { COMMITS_PER_STREAM_MAX } from '../../../shared/kernel/journal.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { factsOf, offer, PATIENT, PRESCRIPTION, pharmacyIdOf, startRouting } from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const facts = factsOf(5, {}, { waveSize: 2, wavesMax: 2, roundsMax: 4 });
const OFFERS = 12;
const PHARMACIES = 5;

/** What comes next, still without its time; the time only moves forward. */
type Step = (at: Instant) => RoutingCommand;
const number = fc.integer({ min: 1, max: OFFERS });
const who = fc.integer({ min: 1, max: PHARMACIES });

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>((at) => ({ ...startRouting(facts), at })),
  fc.tuple(number, who).map<Step>(([nth, by]) => (at) => ({
    type: 'AcceptOffer',
    at,
    offerId: offer(nth),
    pharmacyId: pharmacyIdOf(by),
    leaseMs: HOUR_MS,
  })),
  fc.tuple(number, who).map<Step>(([nth, by]) => (at) => ({
    type: 'DeclineOffer',
    at,
    facts,
    offerId: offer(nth),
    pharmacyId: pharmacyIdOf(by),
    reason: 'closing',
  })),
  fc.constant<Step>((at) => ({ type: 'LapseOffers', at, facts })),
  number.map<Step>((nth) => () => ({ type: 'ConfirmClaim', offerId: offer(nth) })),
  number.map<Step>((nth) => () => ({ type: 'RefuseClaim', offerId: offer(nth) })),
  number.map<Step>((nth) => (at) => ({ type: 'GiveUpClaim', at, facts, offerId: offer(nth) })),
  number.map<Step>((nth) => (at) => ({ type: 'ReleaseClaim', at, facts, offerId: offer(nth), reason: 'unpaid' })),
  who.map<Step>((by) => () => ({ type: 'SuspendClaim', pharmacyId: pharmacyIdOf(by) })),
  fc.constant<Step>((at) => ({ type: 'ResumeRouting', at, facts })),
  who.map<Step>((by) => (at) => ({
    type: 'ChooseAnew',
    at,
    facts,
    patientToken: PATIENT,
    said: { by: 'named', pharmacyId: pharmacyIdOf(by) },
  })),
  fc.constant<Step>((at) => ({ type: 'ChooseAnew', at, facts, patientToken: PATIENT, said: { by: 'cheapest' } })),
);
const anyClose = fc.constant<Step>(() => ({ type: 'CloseRouting', because: 'prescription-cancelled' }));
/** Ends are rare, so that much can happen before. */
const anyHistory = fc.array(fc.tuple(fc.oneof({ weight: 30, arbitrary: anyStep }, { weight: 1, arbitrary: anyClose }), fc.nat(15)), {
  minLength: 5,
  maxLength: 60,
});

const check = (state: Routing): void => {
  if (!('search' in state)) return;
  const { search } = state;
  const held = offersWith(search, 'ACCEPTED', 'CLAIMED');
  const open = offersWith(search, 'OPEN');
  const isHeld = state.status === 'ACCEPTED' || state.status === 'CONFIRMED';
  expect(held.map(({ offerId }) => offerId)).toEqual(isHeld ? [state.offerId] : []);
  expect(open.length > 0).toBe(state.status === 'OFFERING');
  expect(new Set(search.offers.map(({ offerId }) => offerId)).size).toBe(search.offers.length);
  // Nobody is asked twice in one round, and of one round at most one was ever accepted.
  for (const round of new Set(search.offers.map((one) => one.round))) {
    const ofRound = search.offers.filter((one) => one.round === round);
    expect(new Set(ofRound.map(({ pharmacyId }) => pharmacyId)).size).toBe(ofRound.length);
    expect(ofRound.filter(({ status, was }) => status === 'ACCEPTED' || was.includes('ACCEPTED')).length).toBeLessThanOrEqual(1);
  }
};

describe('any sequence of commands', () => {
  it('keeps one holder at most, open offers only while offering, and events that can be read back', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        let at = MONDAY;
        let state: Routing = { status: 'ABSENT' };
        let commits = 0;
        for (const [step, minutes] of [[anyStart, 0] as const, ...steps]) {
          at = addMs(at, minutes * MINUTE_MS);
          const decision = decide(state, step(at));
          if (!decision.ok || decision.value.length === 0) continue;
          for (const event of decision.value) expect(RoutingEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
          state = decision.value.reduce(evolve, state);
          commits += 1;
          check(state);
        }
        expect(commits).toBeLessThan(COMMITS_PER_STREAM_MAX);
      }),
      { numRuns: 300 },
    );
  });
});
const anyStart: Step = (at) => ({ ...startRouting(facts), at });

describe('an offer id', () => {
  it('leads back to its prescription and fill', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 999 }), (fill, nth) => {
        expect(placeOfOffer(offerIdOf(PRESCRIPTION, fill, nth))).toEqual({ prescriptionId: PRESCRIPTION, fill });
      }),
    );
  });

  it.each(['ofr_', 'ofr_12345678', 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz', 'ofr_4bVJcQ0yTn2mW8sKxE1aLdxxyyy', 'ofr_4bVJ.Q0yTn2mW8sK01001'])(
    'that is none of ours leads nowhere: %s',
    (offerId) => {
      expect(placeOfOffer(offerId)).toBeUndefined();
    },
  );
});

describe('the rules of a region', () => {
  it('are complete for Jinan', () => {
    expect(jinan.policies['routing']?.map(({ rules }) => RoutingRules.parse(rules))).toEqual([usualRules]);
  });

  it.each([
    { what: 'more rounds than a stream holds', over: { waveSize: 10, wavesMax: 10, roundsMax: 2 }, isFit: false },
    { what: 'as many rounds as it holds', over: { waveSize: 9, wavesMax: 10, roundsMax: 2 }, isFit: true },
    { what: 'a usual radius beyond the widest', over: { radiusMetres: 50_001 }, isFit: false },
    { what: 'a usual radius as wide as the widest', over: { radiusMetres: 50_000 }, isFit: true },
  ])('with $what: $isFit', ({ over, isFit }) => {
    expect(RoutingRules.safeParse({ ...usualRules, ...over }).success).toBe(isFit);
  });
});
