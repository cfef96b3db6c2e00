import type { Ports } from '../../infra/local/engine.ts';
import type { Chance } from './chance.ts';

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
  /** Partners' clocks that are off. */
  'skew',
  /** Jumps of hours and days. */
  'jumps',
] as const;
export type Fault = (typeof FAULTS)[number];

class InjectedError extends Error {
  override readonly name = 'InjectedError';
}

type Effect = 'crash-before' | 'crash-after' | 'fail-before' | 'fail-after' | 'disk-full';
interface Plan {
  readonly effect: Effect;
  /** Which guarded call of this turn it hits, from 0. */
  readonly at: number;
}

const CALLS_PLANNED = 12;
const FAULT_PROBABILITY = 0.12;
const PAUSES_MAX = 5;

const EFFECTS: readonly (readonly [number, Effect, Fault])[] = [
  [3, 'crash-before', 'crash'],
  [3, 'crash-after', 'crash'],
  [2, 'fail-before', 'throttle'],
  [2, 'fail-after', 'throttle'],
  [1, 'disk-full', 'disk-full'],
];

/** Decides which call of a turn breaks, and breaks it. */
export const createSaboteur = (chance: Chance, enabled: ReadonlySet<Fault>) => {
  const effects = EFFECTS.filter(([, , fault]) => enabled.has(fault)).map(([weight, effect]) => [weight, effect] as const);
  let plan: Plan | undefined;
  let calls = 0;
  let injected = 0;
  let isDead = false;
  let isActive = true;

  /** How often a call lets others go first. */
  const pauses = (): number => (isActive && chance.happens(0.5) ? 1 + chance.below(PAUSES_MAX) : 0);
  const strike = (effect: Effect): never => {
    injected += 1;
    if (effect.startsWith('crash')) isDead = true;
    throw new InjectedError(effect);
  };
  const dueEffect = (mayFail: boolean): Effect | undefined => {
    const call = calls;
    calls += 1;
    if (plan?.effect === 'disk-full') return call >= plan.at ? plan.effect : undefined;
    if (plan === undefined || call !== plan.at) return undefined;
    return mayFail || plan.effect.startsWith('crash') ? plan.effect : undefined;
  };

  return {
    /** Before each turn. */
    begin: (): void => {
      calls = 0;
      injected = 0;
      plan =
        isActive && effects.length > 0 && chance.happens(FAULT_PROBABILITY)
          ? { effect: chance.weighted(effects), at: chance.below(CALLS_PLANNED) }
          : undefined;
    },
    stop: (): void => {
      isActive = false;
      plan = undefined;
    },
    isDead: () => isDead,
    hasStruck: () => injected > 0,
    restart: (): void => {
      isDead = false;
    },
    pauses,
    /** A call that may break; without `mayFail` only by death or a full disk, as its caller cannot tell one failure from another. */
    around: async <Value>(mayFail: boolean, call: () => Promise<Value>): Promise<Value> => {
      if (isDead) throw new InjectedError('dead');
      for (let left = pauses(); left > 0; left -= 1) await undefined;
      // It died while this call was on its way.
      if (isDead) throw new InjectedError('dead');
      const effect = dueEffect(mayFail);
      if (effect === 'crash-before' || effect === 'fail-before' || effect === 'disk-full') return strike(effect);
      const value = await call();
      return effect === undefined ? value : strike(effect);
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
      append: (commit) => around(true, () => journal.append(commit)),
      read: (after, limit) => reading(() => journal.read(after, limit)),
    },
    views: {
      get: (view, partition, sort) => reading(() => views.get(view, partition, sort)),
      list: (view, page) => reading(() => views.list(view, page)),
      put: (records) => around(false, () => views.put(records)),
    },
    inbox: {
      ...inbox,
      send: (name, message, options) => around(true, () => inbox.send(name, message, options)),
      publish: (messages) => around(false, () => inbox.publish(messages)),
      schedule: (name, message, at) => around(false, () => inbox.schedule(name, message, at)),
      receive: (name, limit, busy) => around(false, () => inbox.receive(name, limit, busy)),
      settle: (delivery, outcome) => around(false, () => inbox.settle(delivery, outcome)),
      parkCommit: (reader, commit, reason) => around(false, () => inbox.parkCommit(reader, commit, reason)),
    },
    vault: {
      ...vault,
      seal: (token, name, content) => around(true, () => vault.seal(token, name, content)),
      open: (token, name) => reading(() => vault.open(token, name)),
    },
    seals,
  };
};
