import { parseArgs } from 'node:util';
import { print } from '../../infra/local/print.ts';
import { neverSucceeded } from './judge.ts';
import { type Failure, type FuzzReport, fuzz } from './run.ts';
import { runSchemathesis } from './schemathesis.ts';

// `npm run fuzz -- --seed 1 --requests 50000`, or `npm run fuzz -- --schemathesis`; exit code 1 when something did not hold.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '50000' },
    schemathesis: { type: 'boolean', default: false },
  },
});
const BODY_SHOWN_MAX = 2_000;
const TELL_EVERY = 500;

/** As a person would send it again. */
const shown = ({ request: { method, path, headers, body } }: Failure): string =>
  [
    `  ${method} ${path}`,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${name === 'authorization' ? 'Bearer …' : String(value)}`),
    ...(body === undefined ? [] : ['', `  ${body.toString().slice(0, BODY_SHOWN_MAX)}`]),
  ].join('\n');

const tell = (seed: number, { sent, seconds, statuses, succeeded, failure }: FuzzReport): void => {
  const share = (from: number): string => {
    const count = [...statuses].filter(([status]) => status >= from && status < from + 100).reduce((sum, [, number]) => sum + number, 0);
    return `${((100 * count) / sent).toFixed(1)} %`;
  };
  const rate = `${seconds.toFixed(0)} s (${(sent / seconds).toFixed(0)}/s)`;
  print(`\n${sent} requests from seed ${seed} in ${rate}: 2xx ${share(200)}, 4xx ${share(400)}, 5xx ${share(500)}`);
  const byStatus = [...statuses].sort(([left], [right]) => left - right).map(([status, number]) => `${status}: ${number}`);
  print(byStatus.join('  '));
  const never = neverSucceeded(succeeded);
  if (never.length > 0) print(`never succeeded: ${never.join(', ')}`);
  if (failure === undefined) return;
  print(`\n✗ ${failure.what}\n\n${shown(failure)}\n\nreplay: npm run fuzz -- --seed ${failure.seed} --requests ${failure.requests}`);
};

const run = async (): Promise<boolean> => {
  const seed = Number(values.seed);
  if (values.schemathesis) return runSchemathesis(seed);
  const onProgress = (done: number): void => {
    if (process.stderr.isTTY && done % TELL_EVERY === 0) process.stderr.write(`\r${done} requests`);
  };
  const report = await fuzz({ seed, requests: Number(values.requests), onProgress });
  tell(seed, report);
  return report.failure === undefined;
};

if (!(await run())) process.exitCode = 1;
