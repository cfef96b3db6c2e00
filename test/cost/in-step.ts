/**
 * Lets what goes side by side take its steps together: who has done a step waits until all have, then `between` runs once, and all
 * go on. What comes together does so in every run, however fast the machine is.
 */
export const createInStep = (between: () => Promise<void>) => {
  let walkers = 1;
  let waiting: { readonly go: () => void; readonly fail: (thrown: unknown) => void }[] = [];

  const goOn = async (): Promise<void> => {
    if (waiting.length === 0 || waiting.length < walkers) return;
    const all = waiting;
    waiting = [];
    try {
      await between();
      for (const { go } of all) go();
    } catch (thrown) {
      for (const { fail } of all) fail(thrown);
    }
  };

  return {
    /** Resolves when all have come so far, and what lies between has happened. */
    step: (): Promise<void> =>
      new Promise((go, fail) => {
        waiting.push({ go, fail });
        void goOn();
      }),
    /** All of these at once; one that ends is waited for no more. */
    walk: async <Value>(count: number, path: (index: number) => Promise<Value>): Promise<readonly Value[]> => {
      walkers = count;
      const ended = await Promise.all(
        Array.from({ length: count }, async (_, index) => {
          const value = await path(index);
          walkers -= 1;
          void goOn();
          return value;
        }),
      );
      walkers = 1;
      return ended;
    },
  };
};
