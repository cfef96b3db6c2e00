import { addMs, DAY_MS, instant, SECOND_MS } from '../../../shared/kernel/time.ts';
import { isEnded } from '../law/prescription-book.ts';
import { hold } from '../law/violation.ts';
import { hospitalSteps, patientSteps, pharmacySteps } from './actors.ts';
import { ask, learn } from './ask.ts';
import type { Case, KnownOffer } from './cases.ts';
import { sensibleRequest } from './choices.ts';
import type { Play } from './play.ts';
import { tellStock } from './stock.ts';
import { hear } from './turns.ts';

const STEPS_MAX = 3_000;
const DELIVERIES_AT_ONCE = 50;
const ROUNDS_MAX = 6;

/** Everything that is due now runs to its end. */
const settle = async (play: Play): Promise<void> => {
  const { engine, waiting, clock, tally, moveOn } = play.region;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    moveOn();
    let moved = (await engine.stepRelay()) + (await engine.stepProjector());
    for (const { inbox, at } of waiting()) {
      if (at > clock.now()) continue;
      const deliveries = await engine.inbox.receive(inbox, DELIVERIES_AT_ONCE);
      for (const delivery of deliveries) {
        play.note(`handle ${inbox} ${delivery.message.type} ${delivery.message.id} (${delivery.attempt})`);
        tally.count('messages');
        await engine.handle(delivery);
      }
      moved += deliveries.length;
    }
    if (moved === 0) return;
  }
  hold('rest', false, () => 'the region does not come to rest');
};

/** Time passes until no timer is left, or none before `until`. */
const untilNothingIsDue = async (play: Play, until?: string): Promise<void> => {
  const { waiting, clock, books } = play.region;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await settle(play);
    await books.check();
    hear(play);
    const due = waiting()
      .map(({ at }) => at)
      .sort()[0];
    if (due === undefined || (until !== undefined && due > until)) return;
    if (due > clock.now()) clock.set(instant(due));
  }
  hold('rest', false, () => 'timers go on for ever');
};

/** The secret of the claim that sold it; an answer that got lost is asked for again. */
const withSecret = async (play: Play, one: Play['cases'][number], offer: KnownOffer): Promise<void> => {
  if (offer.secret !== undefined) return;
  const request = pharmacySteps.accept(play.region, one, offer);
  learn(play, request, await ask(play, request));
};

/** What was not collected, its pharmacy takes back. True when there was something to do. */
const reverseUncollected = async (play: Play): Promise<boolean> => {
  const { books } = play.region;
  let isDone = false;
  for (const one of play.cases) {
    const book = books.prescriptions.get(one.prescriptionId);
    const pickup = books.pickups.get(`pickup#${one.prescriptionId}.${book?.fill}`);
    const offer = one.offers.get(book?.claim?.offerId ?? '');
    if (book?.status !== 'DISPENSED' || pickup !== 'PickupUncollected' || offer === undefined) continue;
    await withSecret(play, one, offer);
    const reply = await ask(play, pharmacySteps.reverse(play.region, one, offer));
    hold('rest', reply.status === 200, () => `what was not collected cannot be taken back: ${String(reply.body['code'])}`);
    isDone = true;
  }
  return isDone;
};

/** Steps that people of good will still take. */
const LAST_STEPS_MAX = 16;
/** A prescription that its people see through; the others are left to time. */
const SEEN_THROUGH = 0.85;

/** A patient who waits for a pharmacy has the search begun anew; where one holds the fill already, that is refused. */
const lookAgain = async (play: Play, cared: readonly Case[]): Promise<void> => {
  const { region } = play;
  for (const one of cared) if (region.books.statusOf(one.prescriptionId) === 'ACTIVE') await ask(play, patientSteps.choose(region, one));
  await settle(play);
  await region.books.check();
  hear(play);
};

/** Most patients still get their medicine now that nothing breaks any more. */
const seeThrough = async (play: Play): Promise<void> => {
  const { chance, books, clock } = play.region;
  const cared = play.cases.filter(({ isRefused }) => !isRefused && chance.happens(SEEN_THROUGH));
  await tellStock(play);
  await lookAgain(play, cared);
  for (let step = 0; step < LAST_STEPS_MAX; step += 1) {
    const open = cared.filter(({ prescriptionId }) => !isEnded(books.statusOf(prescriptionId)));
    if (open.length === 0) return;
    for (const one of open) {
      const request = sensibleRequest(play, one);
      if (request !== undefined) learn(play, request, await ask(play, request));
    }
    clock.set(addMs(clock.now(), SECOND_MS));
    await settle(play);
    await books.check();
    hear(play);
  }
};

/** Of what is still open, the doctor takes most back; the rest runs into its validity's end. */
const TAKEN_BACK = 0.6;

const waitsForNextFill = ({ region: { books } }: Play, { prescriptionId }: Case): boolean => {
  const book = books.prescriptions.get(prescriptionId);
  return book?.status === 'ACTIVE' && book.fill > 1;
};

/** Longer than the interval between two fills. */
const NEXT_FILL_MS = 8 * DAY_MS;

/** Patients with a repeat prescription come again. */
const comeAgain = async (play: Play): Promise<void> => {
  if (!play.cases.some((one) => waitsForNextFill(play, one))) return;
  await untilNothingIsDue(play, addMs(play.region.clock.now(), NEXT_FILL_MS));
  await seeThrough(play);
};

const takeBack = async (play: Play): Promise<void> => {
  const { chance, books } = play.region;
  for (const one of play.cases) {
    const isOpen = !['ABSENT', 'DISPENSED'].includes(books.statusOf(one.prescriptionId)) && !isEnded(books.statusOf(one.prescriptionId));
    if (isOpen && !waitsForNextFill(play, one) && chance.happens(TAKEN_BACK)) await ask(play, hospitalSteps.cancel(play.region, one));
  }
};

/** The faults end and time passes, until nothing moves any more. */
export const comeToRest = async (play: Play): Promise<void> => {
  const { region } = play;
  const { books } = region;
  play.note('the faults end');
  region.saboteur.stop();
  region.receivers.calm();
  region.saboteur.begin();
  region.pool.length = 0;
  await region.raw.inbox.recover();
  await play.offices.close(play);
  await settle(play);
  await books.check();
  hear(play);
  await seeThrough(play);
  await takeBack(play);
  await comeAgain(play);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await untilNothingIsDue(play);
    if (!(await reverseUncollected(play))) return;
  }
  hold('rest', false, () => 'the counters are never empty');
};
