import { addMs, earlierOf, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { type Assessment, assess, countReasons } from './assessment.ts';
import type { EventOf, RoutingEvent } from './events.ts';
import type { Barred, Demand, RoutingFacts } from './facts.ts';
import { offerIdOf, routingIdOf } from './offer-id.ts';
import { retryAtOf } from './retry-time.ts';
import type { Search } from './routing.ts';

export interface Moment {
  readonly at: Demand['at'];
  readonly facts: RoutingFacts;
}
interface WavePlace {
  readonly round: number;
  readonly wave: number;
}

/**
 * The next pharmacies to ask, or that none is left. Every wave ranks anew: minutes pass between two waves, in which shelves
 * empty and shops close, and a queue kept from the first would send the patient's fill to where it can no longer be had.
 */
const openWave = (search: Search, { at, facts }: Moment, place: WavePlace): RoutingEvent => {
  const { version, rules } = facts.policy;
  if (at >= search.validUntil) return exhausted(place, version, [{ code: 'validity-ended', pharmacies: 0 }]);
  const assessment = assess(facts, demandOf(search, at, barredIn(search, place.round)));
  const isOver = place.wave > rules.wavesMax || place.round > rules.roundsMax;
  const asked = isOver ? [] : assessment.ranked.slice(0, rules.waveSize);
  if (asked.length === 0) {
    const retryAt = retryAtOf({ ...search, ...place }, 0, { at, rules });
    return { ...exhausted(place, version, reasonsOf(search, facts, assessment)), ...(retryAt === undefined ? {} : { retryAt }) };
  }
  return {
    type: 'OffersMade',
    ...place,
    at,
    policyVersion: version,
    offers: asked.map((candidate, index) => ({
      offerId: offerIdOf(search.prescriptionId, search.fill, search.offers.length + index + 1),
      pharmacyId: candidate.pharmacyId,
      // A pharmacy's patience begins when it opens.
      expiresAt: earlierOf(addMs(at, candidate.minutesUntilOpen * MINUTE_MS + rules.patienceMs), search.validUntil),
    })),
    ranked: assessment.ranked.slice(0, rules.candidatesMax).map(({ pharmacyId, terms }) => ({ pharmacyId, terms })),
    notEligible: countReasons(assessment.notEligible.map(({ code }) => code)),
  };
};

export const nextWave = (search: Search, moment: Moment): RoutingEvent =>
  openWave(search, moment, { round: search.round, wave: search.wave + 1 });
export const nextRound = (search: Search, moment: Moment): RoutingEvent => openWave(search, moment, { round: search.round + 1, wave: 1 });

export const demandOf = ({ prescriptionId, fill, lines, wish }: Search, at: Demand['at'], barred: readonly Barred[]): Demand => ({
  routingId: routingIdOf(prescriptionId, fill),
  at,
  lines,
  wish,
  barred,
});

/** Nobody is asked twice in a round; who did not answer may be asked again in the next. */
const barredIn = ({ barred, offers }: Search, round: number): readonly Barred[] => [
  ...barred,
  ...offers
    .filter((offer) => offer.round === round && offer.status === 'LAPSED')
    .map(({ pharmacyId }): Barred => ({ pharmacyId, code: 'did-not-answer' })),
];

const exhausted = (
  { round, wave }: WavePlace,
  policyVersion: string,
  reasons: { code: string; pharmacies: number }[],
): EventOf<'RoutingExhausted'> => ({
  type: 'RoutingExhausted',
  round,
  wave,
  policyVersion,
  reasons,
});

/** When one pharmacy was named, only its own reason matters. */
const reasonsOf = ({ wish }: Search, { pharmacies }: RoutingFacts, { ranked, notEligible }: Assessment) => {
  const isUnknown = wish.by === 'named' && !pharmacies.some(({ pharmacyId }) => pharmacyId === wish.pharmacyId);
  return countReasons([
    ...notEligible.flatMap(({ code }) => (code === 'not-named' ? [] : [code])),
    ...ranked.map(() => 'not-asked'),
    ...(isUnknown ? ['pharmacy-unknown'] : []),
  ]);
};
