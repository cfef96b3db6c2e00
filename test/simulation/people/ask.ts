import { knownAgainst } from '../law/counter-law.ts';
import { hold } from '../law/violation.ts';
import { commandIdOf, pathOf, type Reply, type Request } from '../world/edge.ts';
import type { Region } from '../world/region.ts';
import type { Case } from './cases.ts';
import type { Play } from './play.ts';

/** Where an answer of 2xx always left something in the journal. */
const ALWAYS_WRITES = /\/(v1\/prescriptions|review|sign|activate|confirm|approve|doubt|release|dispense|reverse-sale|collect|hand-over)$/;

const EDGE_OF_FAILURE = 500;
const GOOD = 300;
const UNAUTHORIZED = 401;

/** The key of now; a liar tries one that was revoked. */
const keyFor = ({ misfortune, tally, keyring, saboteur }: Region, meant: Request): string => {
  const isLie = misfortune.strikes('liars', 0.1) && saboteur.isActive();
  const old = isLie ? misfortune.of('liars').oneOf(keyring.revokedOf(meant.agencyId)) : undefined;
  if (old !== undefined) tally.count('fault revoked-key');
  return old ?? keyring.keyOf(meant);
};

/** Sends a request and holds its answer to what was answered before, and to what the journal says. */
export const ask = async ({ region, answers, bodies, note }: Play, meant: Request): Promise<Reply> => {
  const { saboteur, books, failures, tally, keyring } = region;
  tally.count('requests');
  const request = { ...meant, apiKey: keyFor(region, meant) };
  const { stillAgainst } = await knownAgainst(region, request);
  const wasShut = keyring.isShut(request);
  const reply = await region.send(request);
  const isLetIn = reply.status < EDGE_OF_FAILURE && reply.status !== UNAUTHORIZED;
  hold('access', !(isLetIn && wasShut && keyring.isShut(request)), () => `${pathOf(request)} by a key that opens nothing: ${reply.status}`);
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
