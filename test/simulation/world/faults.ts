import type { Ports } from '../../../infra/local/engine.ts';
import type { Chance } from '../run/chance.ts';
import type { Tally } from '../run/tally.ts';

/** What the world may do to a region; each can be left out with `--faults`. */
export const FAULTS = [
  /** The process dies before or after a write; what it held in memory is gone. */
  'crash',
  /** A write or a read fails once; whether a write was done stays unknown. */
  'throttle',
  /** From some write on, this turn's writes all fail. */
  'disk-full',
  /** An answer gets lost, and the actor repeats with the same key. */
  'lost-reply',
  /** The same request, or the same delivery, at once or much later. */
  'duplicate',
  /** Deliveries in any order. */
  'reorder',
  /** The relay, the projector or an inbox stands still while time goes on. */
  'stall',
  /** The relay or the projector reads one old commit again, or all from zero. */
  'late-copy',
  /** Receivers that are dead, slow, gone, or say yes and forget. */
  'receivers',
  /** Partners that use what is not theirs, sell what is sold, or contradict themselves. */
  'liars',
  /** Partners' clocks that are off, and our own machines' by up to a second. */
  'skew',
  /** Offices that suspend, withdraw and recall while people go on, and put most of it right again. */
  'offices',
  /** Jumps of hours and days. */
  'jumps',
] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * What goes wrong draws numbers of its own, fault by fault: a history without one fault is the same in everything else, which is
 * what lets a failure be shrunk.
 */
export const createMisfortune = (chance: Chance, enabled: ReadonlySet<Fault>) => {
  const chances = new Map(FAULTS.map((fault) => [fault, chance.fork(fault)]));
  const of = (fault: Fault): Chance => chances.get(fault) ?? chance;
  return {
    of,
    isEnabled: (fault: Fault): boolean => enabled.has(fault),
    /** True that often when the fault is enabled. */
    strikes: (fault: Fault, probability: number): boolean => of(fault).happens(probability) && enabled.has(fault),
  };
};

class InjectedError extends Error {
  override readonly name = 'InjectedError';
}

type Effect = 'crash-before' | 'crash-after' | 'fail-before' | 'fail-after' | 'disk-full';

/** Where a call may break. A caller that can tell a failure from its own answer tries again; the others only ever die or find the disk full. */
const PLACES = {
  append: { weight: 6, mayFail: true },
  seal: { weight: 1, mayFail: true },
  erase: { weight: 0.5, mayFail: true },
  send: { weight: 2, mayFail: true },
  publish: { weight: 3, mayFail: false },
  schedule: { weight: 2, mayFail: false },
  put: { weight: 2, mayFail: false },
  receive: { weight: 1, mayFail: false },
  acknowledge: { weight: 3, mayFail: false },
  park: { weight: 0, mayFail: false },
} as const;
type Place = keyof typeof PLACES;

interface Plan {
  readonly effect: Effect;
  readonly place: Place;
  /** Calls at that place that are spared first. */
  spared: number;
}

const SPARED_MAX = 3;
/** Of all turns, those in which something is planned. */
const FAULT_PROBABILITY = 0.1;
const PAUSES_MAX = 5;

const EFFECTS: readonly (readonly [number, Effect, Fault])[] = [
  [3, 'crash-before', 'crash'],
  [3, 'crash-after', 'crash'],
  [2, 'fail-before', 'throttle'],
  [2, 'fail-after', 'throttle'],
  [1, 'disk-full', 'disk-full'],
];

/** Decides which call of a turn breaks, and breaks it. */
export const createSaboteur = (chance: Chance, enabled: ReadonlySet<Fault>, { count }: Tally) => {
  const plans = chance.fork('plans');
  const order = chance.fork('order');
  let plan: Plan | undefined;
  let isDiskFull = false;
  let injected = 0;
  let isDead = false;
  let isActive = true;

  /** How often a call lets others go first. */
  const pauses = (): number => (isActive && order.happens(0.5) ? 1 + order.below(PAUSES_MAX) : 0);
  const strike = (effect: Effect, place: Place): never => {
    injected += 1;
    count(`fault ${effect}`);
    count(`struck ${effect} ${place}`);
    if (effect.startsWith('crash')) isDead = true;
    throw new InjectedError(effect);
  };
  const places = (Object.keys(PLACES) as Place[]).map((place) => [PLACES[place].weight, place] as const);
  const planned = (): Plan | undefined => {
    const [, effect, fault] = plans.weighted(EFFECTS.map((one) => [one[0], one] as const));
    const fitting = places.filter(([, place]) => PLACES[place].mayFail || !effect.startsWith('fail'));
    const made = { effect, place: plans.weighted(fitting), spared: plans.below(SPARED_MAX) };
    return enabled.has(fault) ? made : undefined;
  };
  /** What strikes this call; a disk that is full stays so for the turn. */
  const dueEffect = (place: Place): Effect | undefined => {
    if (isDiskFull) return 'disk-full';
    if (plan?.place !== place) return undefined;
    if (plan.spared > 0) {
      plan.spared -= 1;
      return undefined;
    }
    const { effect } = plan;
    plan = undefined;
    isDiskFull = effect === 'disk-full';
    return effect;
  };

  return {
    /** Before each turn. */
    begin: (): void => {
      injected = 0;
      isDiskFull = false;
      // A plan waits for its place to be called.
      const next = plans.happens(FAULT_PROBABILITY) ? planned() : undefined;
      if (isActive) plan ??= next;
    },
    stop: (): void => {
      isActive = false;
      plan = undefined;
      isDiskFull = false;
    },
    /** Whether anything may still go wrong. */
    isActive: () => isActive,
    isDead: () => isDead,
    hasStruck: () => injected > 0,
    restart: (): void => {
      isDead = false;
    },
    pauses,
    /** A call that may break, before it is done or after. */
    around: async <Value>(place: Place, call: () => Promise<Value>): Promise<Value> => {
      if (isDead) throw new InjectedError('dead');
      for (let left = pauses(); left > 0; left -= 1) await undefined;
      // It died while this call was on its way.
      if (isDead) throw new InjectedError('dead');
      const effect = dueEffect(place);
      if (effect === 'crash-before' || effect === 'fail-before' || effect === 'disk-full') return strike(effect, place);
      const value = await call();
      return effect === undefined ? value : strike(effect, place);
    },
  };
};
export type Saboteur = ReturnType<typeof createSaboteur>;

/** The ports with the saboteur in between. */
export const sabotaged = (ports: Ports, { around, pauses, isDead }: Saboteur): Ports => {
  const { journal, views, inbox, vault, seals } = ports;
  const reading = async <Value>(call: () => Promise<Value>): Promise<Value> => {
    if (isDead()) throw new InjectedError('dead');
    for (let left = pauses(); left > 0; left -= 1) await undefined;
    return call();
  };
  return {
    journal: {
      load: (stream) => reading(() => journal.load(stream)),
      append: (commit) => around('append', () => journal.append(commit)),
      read: (after, limit) => reading(() => journal.read(after, limit)),
    },
    views: {
      get: (view, partition, sort) => reading(() => views.get(view, partition, sort)),
      list: (view, page) => reading(() => views.list(view, page)),
      put: (records) => around('put', () => views.put(records)),
    },
    inbox: {
      ...inbox,
      send: (name, message, options) => around('send', () => inbox.send(name, message, options)),
      publish: (messages) => around('publish', () => inbox.publish(messages)),
      schedule: (name, message, at) => around('schedule', () => inbox.schedule(name, message, at)),
      receive: (name, limit, busy) => around('receive', () => inbox.receive(name, limit, busy)),
      settle: (delivery, outcome) => around('acknowledge', () => inbox.settle(delivery, outcome)),
      parkCommit: (reader, commit, reason) => around('park', () => inbox.parkCommit(reader, commit, reason)),
    },
    vault: {
      ...vault,
      seal: (token, name, content) => around('seal', () => vault.seal(token, name, content)),
      erase: (token, throughGeneration) => around('erase', () => vault.erase(token, throughGeneration)),
      open: (token, name) => reading(() => vault.open(token, name)),
    },
    seals,
  };
};
