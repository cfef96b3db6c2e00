export interface MovableClock {
  /** How far it is ahead of the machine's. */
  setAhead(seconds: number): void;
  restore(): void;
}

/** Puts this thread's clock ahead, for all that runs in it: an hour or a month passes at once, and nobody has to be told. */
export const takeClock = (): MovableClock => {
  const system = globalThis.Date;
  let aheadMs = 0;
  const now = (): number => system.now() + aheadMs;
  globalThis.Date = new Proxy(system, {
    construct: (target, given: readonly unknown[]) => Reflect.construct(target, given.length === 0 ? [now()] : given),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  return {
    setAhead: (seconds) => {
      aheadMs = seconds * 1000;
    },
    restore: () => {
      globalThis.Date = system;
    },
  };
};
