import type { Delivery } from '../../../shared/adapters/sqlite/inbox.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.ts';
import { isEnded } from '../law/prescription-book.ts';
import type { Region } from '../world/region.ts';
import { ask, hearOffer, learn } from './ask.ts';
import type { Case } from './cases.ts';
import { chooseRequest } from './choices.ts';
import type { Play } from './play.ts';
import { tellStock } from './stock.ts';

const AT_ONCE_MAX = 4;
const READ_COMMITS_MAX = 12;
const RECEIVED_MAX = 16;
const HANDLED_MAX = 14;

/** Runs what a dying process may not finish; its death is no answer. */
const untilDeath = async ({ saboteur }: Region, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'InjectedError') throw thrown;
    // A full disk ends a step too; both come again.
    if (!saboteur.hasStruck()) throw thrown;
    // What else the step had begun comes to its end within the same turn.
    await new Promise(setImmediate);
  }
};

/** How often somebody comes back to a prescription that has ended, beside one that has not. */
const ENDED_WEIGHT = 0.15;

const whoseTurn = ({ region: { chance, books }, cases }: Play): Case | undefined => {
  const asked = cases.filter(({ isRefused }) => !isRefused);
  if (asked.length === 0) return undefined;
  return chance.weighted(asked.map((one) => [isEnded(books.statusOf(one.prescriptionId)) ? ENDED_WEIGHT : 1, one] as const));
};

/** One actor acts; sometimes the reply gets lost, and it, or its impatient twin, asks again. */
export const act = async (play: Play): Promise<void> => {
  const { region } = play;
  const { misfortune, tally } = region;
  const one = whoseTurn(play);
  const request = one === undefined ? undefined : chooseRequest(play, one);
  if (request === undefined) return;
  play.sent.push(request);
  const isTwice = misfortune.strikes('duplicate', 0.08);
  const isLost = misfortune.strikes('lost-reply', 0.12);
  if (isTwice) tally.count('fault request-twice-at-once');
  if (isLost) tally.count('fault lost-reply');
  await untilDeath(region, async () => {
    const [reply] = await Promise.all([ask(play, request), ...(isTwice ? [ask(play, request)] : [])]);
    if (isLost) {
      play.note(`  the reply of ${request.key} gets lost`);
      return;
    }
    if (reply !== undefined) learn(play, request, reply);
  });
};

const relay = async ({ region, note }: Play): Promise<void> => {
  const { chance, engine } = region;
  await untilDeath(region, async () => note(`relay ${await engine.stepRelay(1 + chance.below(READ_COMMITS_MAX))}`));
};

const project = async ({ region, note }: Play): Promise<void> => {
  const { chance, engine } = region;
  await untilDeath(region, async () => note(`project ${await engine.stepProjector(1 + chance.below(READ_COMMITS_MAX))}`));
};

const ANY_ORDER = 0.9;

/** Takes a delivery out of the pool and handles it; sometimes a second worker has the same one. */
const handleOne = async ({ region, note }: Play): Promise<void> => {
  const { pool, misfortune, engine, tally } = region;
  const at = misfortune.strikes('reorder', ANY_ORDER) ? misfortune.of('reorder').below(pool.length) : 0;
  const [delivery] = pool.splice(at, 1);
  if (delivery === undefined) return;
  const workers: Delivery[] = misfortune.strikes('duplicate', 0.06) ? [delivery, delivery] : [delivery];
  tally.count('messages');
  if (at > 0) tally.count('fault reordered');
  if (workers.length > 1) tally.count('fault delivery-twice-at-once');
  note(`handle ${delivery.inbox} ${delivery.message.type} ${delivery.message.id} (${delivery.attempt})`);
  await Promise.all(workers.map((one) => untilDeath(region, () => engine.handle(one))));
};

const handleSome = async (play: Play): Promise<void> => {
  for (let left = 1 + play.region.chance.below(HANDLED_MAX); left > 0 && !play.region.saboteur.isDead(); left -= 1) await handleOne(play);
};

const receive = async ({ region }: Play, stalled: ReadonlySet<string>): Promise<void> => {
  const { pool, chance, engine, clock } = region;
  const inboxes = region.waiting().flatMap(({ inbox, at }) => (at <= clock.now() && !stalled.has(inbox) ? [inbox] : []));
  await untilDeath(region, async () => {
    for (const inbox of inboxes) pool.push(...(await engine.inbox.receive(inbox, 1 + chance.below(RECEIVED_MAX))));
  });
};

const LATE_COMMITS = 40;

/** A stream reader that gets an old record again, or starts anew. */
const readAgain = async ({ region, note }: Play): Promise<void> => {
  const { misfortune, engine, books, relayAgain, projectAgain, tally } = region;
  const chance = misfortune.of('late-copy');
  if (!misfortune.isEnabled('late-copy')) return;
  if (chance.happens(0.15)) {
    const reader = chance.oneOf(['relay', 'projector']) ?? 'relay';
    note(`the ${reader} starts again from zero`);
    tally.count(`fault ${reader}-from-zero`);
    await engine.store.cursorOf(reader).move(0);
    return;
  }
  // Mostly of what happens now: a region just set up stands under everything.
  const commit = chance.oneOf(books.commits.slice(chance.happens(0.2) ? 0 : -LATE_COMMITS));
  if (commit === undefined) return;
  tally.count('fault late-copy');
  note(`a late copy of ${commit.stream}/${commit.version}`);
  await untilDeath(region, () => relayAgain([commit]));
  await untilDeath(region, () => projectAgain([commit]));
};

/** Offers as their pharmacies hear of them. */
export const hear = (play: Play): void => {
  const { cast, receivers } = play.region;
  for (const { receiver, type, data } of receivers.take()) {
    const pharmacy = cast.pharmacies.find(({ name }) => name === receiver);
    if (type === 'offer.made.v1' && pharmacy !== undefined) hearOffer(play, pharmacy.agencyId, data);
  }
};

/** The dead process is replaced by another, which finds what is on disk. */
const restart = async ({ region, note }: Play): Promise<void> => {
  // What was on its way comes to its end first.
  await new Promise(setImmediate);
  note('the process dies and starts again');
  region.saboteur.restart();
  region.pool.length = 0;
  await region.raw.inbox.recover();
};

const JUMP_PROBABILITY = 0.012;
const JUMPS_MS = [
  [6, 15 * MINUTE_MS],
  [3, 3 * HOUR_MS],
  [1, 3 * DAY_MS],
] as const;

const passTime = ({ region, note }: Play): void => {
  const { clock, chance, misfortune, tally } = region;
  const jump = misfortune.strikes('jumps', JUMP_PROBABILITY);
  const jumps = misfortune.of('jumps');
  const ms = jump ? jumps.below(jumps.weighted(JUMPS_MS)) : chance.below(chance.happens(0.1) ? 2 * MINUTE_MS : 2 * SECOND_MS);
  if (jump) tally.count(ms < DAY_MS ? 'fault jump-of-hours' : 'fault jump-of-days');
  if (jump) note(`${Math.round(ms / MINUTE_MS)} minutes pass`);
  clock.set(addMs(clock.now(), ms));
};

export const createTurn = (play: Play) => {
  const { region } = play;
  const { chance, misfortune, saboteur, books, clock } = region;
  const stalledUntil = new Map<string, string>();
  const stall = (): void => {
    if (!misfortune.strikes('stall', 0.03)) return;
    const stalls = misfortune.of('stall');
    const who = stalls.oneOf(['relay', 'projector', ...region.engine.inboxes]) ?? 'relay';
    stalledUntil.set(who, addMs(clock.now(), stalls.below(stalls.happens(0.2) ? DAY_MS : HOUR_MS)));
    region.tally.count('fault stall');
    play.note(`${who} stands still`);
  };
  const isRunning = (who: string): boolean => (stalledUntil.get(who) ?? '') <= clock.now();

  const activities = [
    [10, act],
    [4, (one: Play) => (isRunning('relay') ? relay(one) : undefined)],
    [3, (one: Play) => (isRunning('projector') ? project(one) : undefined)],
    [4, (one: Play) => receive(one, new Set(region.engine.inboxes.filter((inbox) => !isRunning(inbox))))],
    [0.4, (one: Play) => untilDeath(region, () => tellStock(one))],
    [0.3, (one: Play) => (misfortune.isEnabled('offices') ? untilDeath(region, () => one.offices.act(one)) : undefined)],
    [9, handleSome],
    [0.6, readAgain],
  ] as const;

  return async (): Promise<void> => {
    region.tally.count('turns');
    saboteur.begin();
    region.moveOn();
    stall();
    await Promise.all(Array.from({ length: 1 + chance.below(AT_ONCE_MAX) }, () => chance.weighted(activities)(play)));
    if (saboteur.isDead()) await restart(play);
    hear(play);
    await books.check();
    passTime(play);
  };
};
