/** The one source of chance of a history: the same seed gives the same numbers on every machine. */
export interface Chance {
  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number;
  /** True that often, from 0 to 1. */
  happens(probability: number): boolean;
  /** One of them; undefined when there is none. */
  oneOf<Item>(items: readonly Item[]): Item | undefined;
  /** One of them, each as often as its weight says. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item;
  /** Numbers of their own, the same for the same name however many were drawn before. */
  fork(name: string): Chance;
}

/** FNV-1a over a name, from a seed on. */
const seedFor = (seed: number, name: string): number =>
  [...name].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 0x01000193), seed);

/** mulberry32: 32 bits of state, passes the usual tests, and fits in six lines. */
export const createChance = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    fork: (name) => createChance(seedFor(seed, name)),
    happens: (probability) => next() < probability,
    oneOf: (items) => items[below(items.length)],
    weighted: (items) => {
      let left = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      const last = items.at(-1);
      if (last === undefined) throw new RangeError('nothing to choose from');
      return last[1];
    },
  };
};
