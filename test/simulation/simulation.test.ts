import { describe, expect, it } from 'vitest';
import { WHOLE } from './run/extent.ts';
import { runHistory } from './run/history.ts';
import { addOutcomes, chunksOf, runChunk } from './run/many.ts';
import { runInPool } from './run/pool.ts';
import { ofKind } from './run/tally.ts';

/** What `npm test` affords; `npm run simulate` runs as many as one likes. */
const HISTORIES = 500;
const TIMEOUT_MS = 300_000;

describe('a region in a hostile world', () => {
  it(
    `holds its invariants through ${HISTORIES} histories`,
    async () => {
      const { failed, counts } = await runChunk({ first: 1, count: HISTORIES, extent: WHOLE, store: 'memory' });
      expect(failed).toEqual([]);
      // A world in which nothing happens would hold everything.
      const ends = ofKind('end', counts).map(([status]) => status);
      expect(ends).toEqual(expect.arrayContaining(['COMPLETED', 'RETURNED', 'CANCELLED', 'EXPIRED']));
    },
    TIMEOUT_MS,
  );

  it(
    'holds them on SQLite, too',
    async () => {
      expect(await runChunk({ first: 1, count: 10, extent: WHOLE, store: 'sqlite' })).toMatchObject({ failed: [] });
    },
    TIMEOUT_MS,
  );
});

describe('a history', () => {
  it('is one for one seed', async () => {
    const lines: string[][] = [[], []];
    for (const run of lines) await runHistory({ seed: 7, onLine: (line) => void run.push(line) });
    expect(lines[0]?.length).toBeGreaterThan(50);
    expect(lines[1]).toEqual(lines[0]);
  });

  it('is another for another seed', async () => {
    const [one, other] = [await runHistory({ seed: 7 }), await runHistory({ seed: 8 })];
    expect(one.digest).not.toBe(other.digest);
  });

  it(
    'is the same whoever runs it: this thread or several others',
    async () => {
      const whole = { first: 1, count: 25, extent: WHOLE, store: 'memory' } as const;
      const alone = addOutcomes(await Promise.all(chunksOf(whole).map(runChunk)));
      const together = await runInPool(whole, { workers: 2, failuresMax: 1 });
      expect(together).toEqual(alone);
      expect(together.counts).toMatchObject({ histories: 25 });
    },
    TIMEOUT_MS,
  );
});
