import { describe, expect, it } from 'vitest';
import { mutants } from './mutants/mutants.ts';
import { type Extent, flagsOf, replayOf, WHOLE } from './run/extent.ts';
import { runHistory } from './run/history.ts';
import { shrink } from './run/shrink.ts';

const TIMEOUT_MS = 180_000;
const withoutTimers = mutants.find(({ name }) => name === 'timers get lost');

describe('a history that failed', () => {
  it(
    'is shrunk to one that fails in the same way and has as little in it as its fault allows',
    async () => {
      const { violation = '' } = await runHistory({ seed: 1, mutant: withoutTimers });
      const { seed, extent } = await shrink({ seed: 1, violation, extent: WHOLE }, { mutant: withoutTimers });
      // Lost timers need no other fault, no second prescription, and hardly a turn.
      expect(extent).toMatchObject({ faults: [], prescriptions: 1, pharmacies: 1 });
      expect(extent.turns).toBeLessThan(WHOLE.turns / 2);

      const replayed = await runHistory({ seed, extent, mutant: withoutTimers });
      expect(replayed.violation?.split(':')[0]).toBe(violation.split(':')[0]);
      expect((await runHistory({ seed, extent })).violation).toBeUndefined();
    },
    TIMEOUT_MS,
  );
});

describe('a history without one fault', () => {
  it('is the same until that fault would have struck', async () => {
    const linesWith = async (faults: Extent['faults']): Promise<readonly string[]> => {
      const lines: string[] = [];
      await runHistory({ seed: 7, extent: { ...WHOLE, faults }, onLine: (line) => void lines.push(line) });
      return lines;
    };
    const [calm, jumpy] = [await linesWith([]), await linesWith(['jumps'])];
    const struckAt = jumpy.findIndex((line) => line.endsWith('minutes pass'));
    expect(struckAt).toBeGreaterThan(0);
    expect(calm.slice(0, struckAt)).toEqual(jumpy.slice(0, struckAt));
  });
});

describe('the command that replays a history', () => {
  it.each<{ readonly what: string; readonly extent: Partial<Extent>; readonly flags: readonly string[] }>([
    { what: 'nothing when it is the whole', extent: {}, flags: [] },
    { what: 'the faults that are left', extent: { faults: ['skew', 'crash'] }, flags: ['--faults crash,skew'] },
    { what: 'that none is left', extent: { faults: [] }, flags: ['--faults none'] },
    { what: 'how much smaller it is', extent: { prescriptions: 1, turns: 7 }, flags: ['--prescriptions 1', '--turns 7'] },
    { what: 'how few act', extent: { pharmacies: 2 }, flags: ['--pharmacies 2'] },
  ])('says beside its seed $what', ({ extent, flags }) => {
    expect(flagsOf({ ...WHOLE, ...extent })).toEqual(flags);
    expect(replayOf(7, { ...WHOLE, ...extent })).toBe(['npm run simulate -- --seed 7 --histories 1', ...flags, '--trace'].join(' '));
  });
});
