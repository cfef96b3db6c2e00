import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { print } from '../../infra/local/print.ts';
import { mutants } from './mutants/mutants.ts';
import { type Extent, replayOf, WHOLE } from './run/extent.ts';
import { runHistory } from './run/history.ts';
import type { Chunk, Failed } from './run/many.ts';
import { runInPool } from './run/pool.ts';
import { reportOf } from './run/report.ts';
import { shrink } from './run/shrink.ts';
import { FAULTS, type Fault } from './world/faults.ts';
import { STORES, type StoreName } from './world/stores.ts';

/**
 * `npm run simulate -- --seed 1 --histories 500 --faults crash,duplicate --trace`. Exit code 1 when an invariant did not hold: then it
 * looks for a smaller history that shows the same, and prints the command that replays it.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '100' },
    faults: { type: 'string', default: FAULTS.join(',') },
    prescriptions: { type: 'string', default: String(WHOLE.prescriptions) },
    pharmacies: { type: 'string', default: String(WHOLE.pharmacies) },
    turns: { type: 'string', default: String(WHOLE.turns) },
    workers: { type: 'string', default: String(availableParallelism()) },
    store: { type: 'string', default: 'memory' },
    /** The name of a guard to turn off; see mutants.ts. */
    mutant: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});

const SEED_MAX = 0xffffffff;
const HISTORIES_MAX = 10_000_000;
const WORKERS_MAX = 64;
const FAILURES_MAX = 20;
/** Lines of a failing history that are shown; `--trace` shows all. */
const LINES_SHOWN_MAX = 60;
/** A long run says so often how far it is. */
const TOLD_EVERY = 5_000;

const isFault = (text: string): text is Fault => FAULTS.some((fault) => fault === text);
const faultsOf = (text: string): readonly Fault[] => {
  const named = text.split(',').filter((one) => one !== '' && one !== 'none');
  const unknown = named.find((one) => !isFault(one));
  if (unknown !== undefined) throw new RangeError(`there is no fault ${unknown}; there are: none, ${FAULTS.join(', ')}`);
  return named.filter(isFault);
};

type NumberFlag = 'seed' | 'histories' | 'prescriptions' | 'pharmacies' | 'turns' | 'workers';
const numberOf = (name: NumberFlag, max: number, min = 1): number => {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < min || number > max) throw new RangeError(`--${name} is a whole number from ${min} to ${max}`);
  return number;
};

const isStore = (text: string): text is StoreName => text in STORES;
const storeOf = (text: string): StoreName => {
  if (isStore(text)) return text;
  throw new RangeError(`there is no store ${text}; there are: ${Object.keys(STORES).join(', ')}`);
};

const mutantOf = (name: string | undefined) => {
  const mutant = mutants.find((one) => one.name === name);
  if (name !== undefined && mutant === undefined) throw new RangeError(`there is no mutant “${name}”`);
  return mutant;
};

const extent: Extent = {
  faults: faultsOf(values.faults),
  prescriptions: numberOf('prescriptions', WHOLE.prescriptions),
  pharmacies: numberOf('pharmacies', WHOLE.pharmacies),
  turns: numberOf('turns', WHOLE.turns),
};
const whole: Chunk = {
  first: numberOf('seed', SEED_MAX, 0),
  count: numberOf('histories', HISTORIES_MAX),
  extent,
  store: storeOf(values.store),
  mutant: mutantOf(values.mutant)?.name,
};
const options = { store: whole.store, mutant: mutantOf(values.mutant) };

const tell = async (failed: Failed): Promise<void> => {
  print(`✗ seed ${failed.seed}: ${failed.violation}\n  looking for a smaller history …`);
  const smallest = await shrink({ ...failed, extent }, options);
  const lines: string[] = [];
  await runHistory({ ...options, ...smallest, onLine: (line) => void lines.push(line) });
  print(`✗ seed ${smallest.seed}: ${smallest.violation}\n`);
  print(
    lines
      .slice(-LINES_SHOWN_MAX)
      .map((line) => `  ${line}`)
      .join('\n'),
  );
  print(`\nreplay (after ${smallest.tried} histories): ${replayOf(smallest.seed, smallest.extent)}\n`);
};

const trace = async (): Promise<number> => {
  const history = await runHistory({ ...options, seed: whole.first, extent, onLine: print });
  print(history.violation === undefined ? '✓ every invariant held' : `✗ seed ${history.seed}: ${history.violation}`);
  return history.violation === undefined ? 0 : 1;
};

const run = async (): Promise<number> => {
  const began = performance.now();
  let done = 0;
  const { counts, failed, digest } = await runInPool(whole, {
    workers: numberOf('workers', WORKERS_MAX),
    failuresMax: FAILURES_MAX,
    onChunk: (chunk) => {
      const before = done;
      done += chunk.counts['histories'] ?? 0;
      if (Math.floor(done / TOLD_EVERY) > Math.floor(before / TOLD_EVERY)) print(`  ${done} histories`);
      for (const one of chunk.failed) print(`✗ seed ${one.seed}: ${one.violation}`);
    },
  });
  const seconds = (performance.now() - began) / 1000;
  print(reportOf({ first: whole.first, counts, digest, violations: failed.length, seconds }));
  const [first] = failed;
  if (first !== undefined) await tell(first);
  return failed.length === 0 ? 0 : 1;
};

process.exitCode = values.trace && whole.count === 1 ? await trace() : await run();
