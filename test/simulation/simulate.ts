import { parseArgs } from 'node:util';
import { print } from '../../infra/local/print.ts';
import { FAULTS, type Fault } from './faults.ts';
import { type History, runHistory } from './history.ts';

/** `npm run simulate -- --seed 1 --histories 500 --faults crash,duplicate --trace`: exit code 1 when an invariant did not hold. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '100' },
    faults: { type: 'string', default: FAULTS.join(',') },
    trace: { type: 'boolean', default: false },
  },
});

const HISTORIES_MAX = 10_000_000;
/** Lines of a failing history that are shown; `--trace` shows all. */
const LINES_SHOWN_MAX = 60;

const isFault = (text: string): text is Fault => FAULTS.some((fault) => fault === text);
const faultsOf = (text: string): readonly Fault[] => {
  const named = text.split(',').filter((one) => one !== '' && one !== 'none');
  const unknown = named.find((one) => !isFault(one));
  if (unknown !== undefined) throw new RangeError(`there is no fault ${unknown}; there are: none, ${FAULTS.join(', ')}`);
  return named.filter(isFault);
};

const numberOf = (name: string, text: string, max: number): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > max) throw new RangeError(`--${name} is a whole number up to ${max}`);
  return number;
};

const tell = async (failed: History, faults: readonly Fault[]): Promise<void> => {
  const lines: string[] = [];
  await runHistory({ seed: failed.seed, faults, onLine: (line) => void lines.push(line) });
  const shown = values.trace ? lines : lines.slice(-LINES_SHOWN_MAX);
  const flags = values.faults === FAULTS.join(',') ? '' : ` --faults ${values.faults}`;
  print(`\n✗ seed ${failed.seed}: ${failed.violation}\n`);
  print(shown.map((line) => `  ${line}`).join('\n'));
  print(`\nreplay: npm run simulate -- --seed ${failed.seed} --histories 1${flags} --trace`);
};

const run = async (): Promise<number> => {
  const first = numberOf('seed', values.seed, 0xffffffff);
  const count = numberOf('histories', values.histories, HISTORIES_MAX);
  const faults = faultsOf(values.faults);
  const sum = { prescriptions: 0, commits: 0, requests: 0, deliveries: 0 };
  const statuses = new Map<string, number>();
  const began = performance.now();
  let violations = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    const history = await runHistory({ seed, faults, ...(values.trace && count === 1 ? { onLine: print } : {}) });
    sum.prescriptions += history.prescriptions;
    sum.commits += history.commits;
    sum.requests += history.requests;
    sum.deliveries += history.deliveries;
    for (const status of history.statuses) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (history.violation === undefined) continue;
    violations += 1;
    if (violations === 1) await tell(history, faults);
    else print(`✗ seed ${seed}: ${history.violation}`);
  }
  const seconds = (performance.now() - began) / 1000;
  const ends = [...statuses].sort((left, right) => right[1] - left[1]).map(([status, number]) => `${number} ${status}`);
  print(
    `${count} histories from seed ${first} in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)}/s): ${violations} violations; ` +
      `${sum.prescriptions} prescriptions (${ends.join(', ')}), ${sum.commits} commits, ${sum.requests} requests, ${sum.deliveries} deliveries`,
  );
  return violations === 0 ? 0 : 1;
};

process.exitCode = await run();
