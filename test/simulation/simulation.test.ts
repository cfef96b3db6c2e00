import { describe, expect, it } from 'vitest';
import { runHistory } from './history.ts';

/** What `npm test` affords; `npm run simulate` runs as many as one likes. */
const HISTORIES = 80;
const TIMEOUT_MS = 60_000;

describe('a region in a hostile world', () => {
  it(
    `holds its invariants through ${HISTORIES} histories`,
    async () => {
      const ends = new Set<string>();
      for (let seed = 1; seed <= HISTORIES; seed += 1) {
        const { violation, statuses } = await runHistory({ seed });
        expect(violation, `npm run simulate -- --seed ${seed} --histories 1 --trace`).toBeUndefined();
        for (const status of statuses) ends.add(status);
      }
      // A world in which nothing happens would hold everything.
      expect([...ends]).toEqual(expect.arrayContaining(['COMPLETED', 'RETURNED', 'CANCELLED', 'EXPIRED']));
    },
    TIMEOUT_MS,
  );

  it('has one history for one seed', async () => {
    const lines: string[][] = [[], []];
    for (const run of lines) await runHistory({ seed: 7, onLine: (line) => void run.push(line) });
    expect(lines[0]?.length).toBeGreaterThan(100);
    expect(lines[1]).toEqual(lines[0]);
  });

  it('has another history for another seed', async () => {
    const [one, other] = [await runHistory({ seed: 7 }), await runHistory({ seed: 8 })];
    expect(one).not.toMatchObject({ commits: other.commits, requests: other.requests });
  });
});
