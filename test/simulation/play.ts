import { erase, hospitalSteps, patientSteps, pharmacySteps, pollOffers } from './actors.ts';
import type { Case, KnownOffer } from './cases.ts';
import { knownAgainst } from './counter-law.ts';
import { commandIdOf, pathOf, type Reply, type Request } from './edge.ts';
import type { Region } from './region.ts';
import { hold } from './violation.ts';

/** The region's offices at work. */
export interface Offices {
  act(play: Play): Promise<void>;
  /** Everything that can be is as it was. */
  close(play: Play): Promise<void>;
}

/** A history's people: cases, requests that were sent, packs that were scanned. */
export interface Play {
  readonly region: Region;
  readonly cases: Case[];
  readonly sent: Request[];
  readonly usedPacks: string[];
  /** First good answers by command, to be repeated word by word. */
  readonly answers: Map<string, string>;
  /** What these commands said. */
  readonly bodies: Map<string, string>;
  readonly note: (line: string) => void;
  readonly offices: Offices;
}

/** Where an answer of 2xx always left something in the journal. */
const ALWAYS_WRITES = /\/(v1\/prescriptions|review|sign|activate|confirm|approve|doubt|release|dispense|reverse-sale|collect|hand-over)$/;

const EDGE_OF_FAILURE = 500;
const GOOD = 300;

/** Sends a request and holds its answer to what was answered before, and to what the journal says. */
export const ask = async ({ region, answers, bodies, note }: Play, request: Request): Promise<Reply> => {
  const { saboteur, books, failures, tally } = region;
  tally.count('requests');
  const { stillAgainst } = await knownAgainst(region, request);
  const reply = await region.send(request);
  note(`${request.method} ${pathOf(request)} [${request.key}] -> ${reply.status} ${String(reply.body['code'] ?? '')}`);
  tally.count(`answer ${reply.status} ${String(reply.body['code'] ?? '')}`.trim());
  if (reply.status >= EDGE_OF_FAILURE) {
    hold('5xx', saboteur.hasStruck(), () => `${request.method} ${request.route} broke by itself: ${failures.at(-1) ?? ''}`);
    return reply;
  }
  if (reply.status < GOOD) {
    const against = await stillAgainst();
    hold('P10', against === undefined, () => `${pathOf(request)} sold ${against}`);
  }
  // What a dying process still says, nobody hears.
  if (request.method !== 'POST' || saboteur.isDead()) return reply;
  const commandId = commandIdOf(request);
  const body = JSON.stringify(request.body ?? '');
  const isContradiction = bodies.has(commandId) && bodies.get(commandId) !== body;
  hold('I24', !isContradiction || reply.status >= GOOD, () => `${pathOf(request)} [${request.key}] was taken for another that had its key`);
  if (reply.status >= GOOD) return reply;
  await books.check();
  if (ALWAYS_WRITES.test(request.route))
    hold('I24', books.hasCommand(commandId), () => `${pathOf(request)} was answered ${reply.status} and is not in the journal`);
  if (!books.hasCommand(commandId)) return reply;
  const text = JSON.stringify(reply);
  bodies.set(commandId, body);
  const first = answers.get(commandId);
  hold('I24', first === undefined || first === text, () => `${pathOf(request)} [${request.key}] was answered otherwise the second time`);
  answers.set(commandId, text);
  return reply;
};

/** A pharmacy hears of an offer, by webhook or by looking. */
export const hearOffer = ({ region, cases }: Play, agencyId: string, offer: Readonly<Record<string, unknown>>): void => {
  const pharmacy = region.cast.pharmacies.find((one) => one.agencyId === agencyId);
  const subject = cases.find(({ prescriptionId }) => prescriptionId === offer['prescriptionId']);
  const offerId = String(offer['offerId']);
  if (pharmacy === undefined || subject?.offers.has(offerId) !== false) return;
  subject.offers.set(offerId, { offerId, pharmacy, fill: Number(offer['fill']) });
};

const caseOf = ({ cases }: Play, request: Request): Case | undefined =>
  cases.find(
    ({ prescriptionId, submission, offers }) =>
      submission === request || prescriptionId === request.params['id'] || offers.has(request.params['id'] ?? ''),
  );

/** What an office did, an office puts right. */
const MAY_PASS: readonly string[] = ['licence-invalid', 'unknown-drug', 'restricted-drug-class', 'unauthorized'];

/** What an actor learns from an answer that reached it. */
export const learn = (play: Play, request: Request, { status, body }: Reply): void => {
  const one = caseOf(play, request);
  const isRefused = status >= 400 && status < EDGE_OF_FAILURE && !MAY_PASS.includes(String(body['code']));
  if (one?.submission === request && isRefused) one.isRefused = true;
  if (status >= GOOD) return;
  const { claimSecret, pickupCode, items } = body;
  if (request.route === '/v1/offers' && Array.isArray(items)) for (const item of items) hearOffer(play, request.agencyId, item);
  const offer = one?.offers.get(request.params['id'] ?? '');
  if (offer !== undefined && typeof claimSecret === 'string') offer.secret = claimSecret;
  if (typeof pickupCode === 'string') one?.codes.push(pickupCode);
};

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
const lie = ({ region: { chance, cast, books } }: Play, one: Case): KnownOffer | undefined => {
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
  const { region, usedPacks } = play;
  const { hospitalSteps: h, patientSteps: p, pharmacySteps: s } = { hospitalSteps, patientSteps, pharmacySteps };
  const under = (name: keyof typeof pharmacySteps) => () => {
    const offer = offerFor(play, one);
    return offer === undefined ? undefined : s[name](region, one, offer, usedPacks);
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
const contradictionOf = ({ sent, bodies, region: { chance } }: Play): Request | undefined => {
  const done = chance.oneOf(sent.filter((request) => request.body !== undefined && bodies.has(commandIdOf(request))));
  const other = chance.oneOf(sent.filter(({ route, body }) => route === done?.route && JSON.stringify(body) !== JSON.stringify(done.body)));
  return done === undefined || other === undefined ? undefined : { ...done, body: other.body };
};

const LIES = ['approve', 'dispense', 'release', 'reverse', 'handOver', 'document'] as const;

/** What an actor of good will does next. */
export const sensibleRequest = (play: Play, one: Case): Request | undefined => play.region.chance.weighted(choicesOf(play, one))();

/** One step of one actor; undefined when there is nothing to do. */
export const chooseRequest = (play: Play, one: Case): Request | undefined => {
  const { chance, faults, tally } = play.region;
  if (faults.has('duplicate') && chance.happens(0.1)) {
    tally.count('fault request-repeated-later');
    return chance.oneOf(play.sent);
  }
  if (faults.has('liars') && chance.happens(0.03)) {
    const contradiction = contradictionOf(play);
    if (contradiction !== undefined) tally.count('fault contradiction');
    return contradiction;
  }
  if (faults.has('liars') && chance.happens(0.08)) {
    const lying = lie(play, one);
    if (lying !== undefined) tally.count('fault lie');
    return lying === undefined ? undefined : pharmacySteps[chance.oneOf(LIES) ?? 'approve'](play.region, one, lying, play.usedPacks);
  }
  return sensibleRequest(play, one);
};
