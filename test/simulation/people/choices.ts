import { commandIdOf, type Request } from '../world/edge.ts';
import { erase, hospitalSteps, patientSteps, pharmacySteps, pollOffers } from './actors.ts';
import type { Case, KnownOffer } from './cases.ts';
import type { Play } from './play.ts';

type Choice = readonly [weight: number, make: () => Request | undefined];

const offersOf = (one: Case): readonly KnownOffer[] => [...one.offers.values()];

/** The offer that a pharmacy step is made under: usually the holder's own, sometimes whatever is at hand. */
const offerFor = ({ region: { chance, books } }: Play, one: Case): KnownOffer | undefined => {
  const holding = books.prescriptions.get(one.prescriptionId)?.claim?.offerId;
  const known = offersOf(one);
  if (holding !== undefined && !chance.happens(0.1)) return known.find(({ offerId }) => offerId === holding);
  return chance.oneOf(known.filter(({ secret }) => secret !== undefined)) ?? chance.oneOf(known);
};

/** A secret that is another's, or made up: what a liar tries. */
const lie = ({ region: { misfortune, cast, books } }: Play, one: Case): KnownOffer | undefined => {
  const chance = misfortune.of('liars');
  const holding = books.prescriptions.get(one.prescriptionId)?.claim?.offerId;
  const target = offersOf(one).find(({ offerId }) => offerId === holding) ?? chance.oneOf(offersOf(one));
  const pharmacy = chance.oneOf(cast.pharmacies);
  if (target === undefined || pharmacy === undefined) return undefined;
  // A claim that ended left its pharmacy a genuine secret.
  const stale = chance.oneOf(offersOf(one).filter(({ offerId, secret }) => secret !== undefined && offerId !== holding));
  if (stale !== undefined && chance.happens(0.5)) return stale;
  const secret = chance.oneOf([target.secret ?? '', `cs_${target.offerId}.forged`]) ?? '';
  return { ...target, pharmacy, secret };
};

const choicesOf = (play: Play, one: Case): readonly Choice[] => {
  const { region, shelf } = play;
  const { hospitalSteps: h, patientSteps: p, pharmacySteps: s } = { hospitalSteps, patientSteps, pharmacySteps };
  const under = (name: keyof typeof pharmacySteps) => () => {
    const offer = offerFor(play, one);
    return offer === undefined ? undefined : s[name](region, one, offer, shelf);
  };
  const anyOffer = (name: 'accept' | 'decline') => () => {
    // The newest are the likeliest to stand.
    const offer = region.chance.happens(0.8) ? region.chance.oneOf(offersOf(one).slice(-3)) : region.chance.oneOf(offersOf(one));
    return offer === undefined ? undefined : s[name](region, one, offer);
  };
  const hospital = (name: keyof typeof hospitalSteps) => () => h[name](region, one);
  const patient = (name: keyof typeof patientSteps) => () => p[name](region, one);
  const poll = () => {
    const pharmacy = region.chance.oneOf(region.cast.pharmacies);
    return pharmacy === undefined ? undefined : pollOffers(pharmacy);
  };
  switch (region.books.statusOf(one.prescriptionId)) {
    case 'ABSENT':
      return [[1, hospital('submit')]];
    case 'PRE_VERIFIED':
    case 'REVIEW_REJECTED':
      return [
        [4, hospital('review')],
        [6, hospital('sign')],
        [0.08, hospital('cancel')],
        [0.5, hospital('activate')],
      ];
    case 'SIGNED':
      return [
        [6, hospital('activate')],
        [0.08, hospital('cancel')],
      ];
    case 'ACTIVE':
      return [
        [8, anyOffer('accept')],
        [1.5, poll],
        [1, anyOffer('decline')],
        [0.4, patient('choose')],
        [0.08, hospital('cancel')],
        [0.5, under('approve')],
      ];
    case 'CLAIMED':
      return [
        [8, under('approve')],
        [0.7, under('dispense')],
        [1, under('document')],
        [0.25, under('doubt')],
        [0.7, under('release')],
        [0.08, hospital('cancel')],
        [1, anyOffer('accept')],
      ];
    case 'APPROVED':
      return [
        [8, under('dispense')],
        [0.2, under('release')],
        [0.08, hospital('cancel')],
        [0.15, under('reverse')],
        [0.5, anyOffer('accept')],
      ];
    case 'SUSPENDED':
      return [
        [4, hospital('confirm')],
        [0.08, hospital('cancel')],
        [0.5, under('approve')],
      ];
    case 'DISPENSED':
      return [
        [4, patient('collect')],
        [5, under('handOver')],
        [0.3, under('reverse')],
        [0.08, hospital('cancel')],
        [0.5, under('dispense')],
      ];
    default:
      return [
        [1, hospital('cancel')],
        [1, under('dispense')],
        [1, under('reverse')],
        [1, anyOffer('accept')],
        [1, patient('collect')],
        [0.5, () => erase(region, one)],
      ];
  }
};

/** A key that was used, and something else said with it. */
const contradictionOf = ({ sent, bodies, region: { misfortune } }: Play): Request | undefined => {
  const chance = misfortune.of('liars');
  const done = chance.oneOf(sent.filter((request) => request.body !== undefined && bodies.has(commandIdOf(request))));
  const other = chance.oneOf(sent.filter(({ route, body }) => route === done?.route && JSON.stringify(body) !== JSON.stringify(done.body)));
  return done === undefined || other === undefined ? undefined : { ...done, body: other.body };
};

const LIES = ['approve', 'dispense', 'release', 'reverse', 'handOver', 'document'] as const;

/** What an actor of good will does next. */
export const sensibleRequest = (play: Play, one: Case): Request | undefined => play.region.chance.weighted(choicesOf(play, one))();

/** One step of one actor; undefined when there is nothing to do. */
export const chooseRequest = (play: Play, one: Case): Request | undefined => {
  const { misfortune, tally } = play.region;
  if (misfortune.strikes('duplicate', 0.1)) {
    tally.count('fault request-repeated-later');
    return misfortune.of('duplicate').oneOf(play.sent);
  }
  if (misfortune.strikes('liars', 0.03)) {
    const contradiction = contradictionOf(play);
    if (contradiction !== undefined) tally.count('fault contradiction');
    return contradiction;
  }
  if (misfortune.strikes('liars', 0.08)) {
    const lying = lie(play, one);
    if (lying !== undefined) tally.count('fault lie');
    return lying === undefined
      ? undefined
      : pharmacySteps[misfortune.of('liars').oneOf(LIES) ?? 'approve'](play.region, one, lying, play.shelf);
  }
  return sensibleRequest(play, one);
};
