import type { Counted, Log } from '../kernel/log.ts';

export interface SummedLog extends Log {
  /** Writes what was counted since the last time. */
  flush(): void;
}

/** The same log, whose counts wait: a batch writes one line for all that it counted alike, since lines are paid for. */
export const summed = (log: Log): SummedLog => {
  const sums = new Map<string, { by: number; readonly write: (by: number) => void }>();
  return {
    ...log,
    count: <Name extends keyof Counted>(name: Name, dimensions: Counted[Name], by = 1) => {
      const key = JSON.stringify([name, dimensions]);
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { by, write: (sum) => log.count(name, dimensions, sum) });
      else known.by += by;
    },
    flush: () => {
      for (const { by, write } of sums.values()) write(by);
      sums.clear();
    },
  };
};
