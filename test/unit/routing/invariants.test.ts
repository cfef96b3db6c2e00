import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoutingEvent } from '../../../functions/routing/domain/events.ts';
import { offerIdOf, placeOfOffer } from '../../../functions/routing/domain/offer-id.ts';
import { RoutingRules, usualRules } from '../../../functions/routing/domain/policy.ts';
import { offersWith, type Routing } from '../../../functions/routing/domain/routing.ts';
import { jinan } from '../../../infra/regions/jinan.ts';
import { COMMITS_PER_STREAM_MAX } from '../../../shared/kernel/journal.ts';
import { PRESCRIPTION } from '../../support/routing.ts';
import { anyHistory, transitionsOf } from '../../support/routing-histories.ts';

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
        const transitions = transitionsOf(steps);
        for (const { events, to } of transitions) {
          for (const event of events) expect(RoutingEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
          check(to);
        }
        expect(transitions.length).toBeLessThan(COMMITS_PER_STREAM_MAX);
      }),
      { numRuns: 300 },
    );
  });
});

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
    { what: 'more rounds than a stream holds', over: { waveSize: 9, wavesMax: 10, roundsMax: 2 }, isFit: false },
    { what: 'as many rounds as it holds', over: { waveSize: 8, wavesMax: 10, roundsMax: 2 }, isFit: true },
    { what: 'a usual radius beyond the widest', over: { radiusMetres: 50_001 }, isFit: false },
    { what: 'a usual radius as wide as the widest', over: { radiusMetres: 50_000 }, isFit: true },
  ])('with $what: $isFit', ({ over, isFit }) => {
    expect(RoutingRules.safeParse({ ...usualRules, ...over }).success).toBe(isFit);
  });
});
