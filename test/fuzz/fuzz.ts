import { parseArgs } from 'node:util';
import { print } from '../../infra/local/print.ts';
import { neverSucceeded } from './judge.ts';
import { fuzz } from './run.ts';
import type { Sent } from './send.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '50000' },
  },
});
const BODY_SHOWN_MAX = 2_000;

/** As a person would send it again. */
const shown = ({ method, path, headers, body }: Sent): string =>
  [
    `  ${method} ${path}`,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${name === 'authorization' ? 'Bearer …' : String(value)}`),
    ...(body === undefined ? [] : ['', `  ${body.toString().slice(0, BODY_SHOWN_MAX)}`]),
  ].join('\n');

const seed = Number(values.seed);
const { sent, seconds, statuses, succeeded, failure } = await fuzz({
  seed,
  requests: Number(values.requests),
  onProgress: (done) => void (done % 500 === 0 && process.stderr.write(`\r${done} requests`)),
});
const share = (from: number, to: number): string => {
  const count = [...statuses].filter(([status]) => status >= from && status < to).reduce((sum, [, number]) => sum + number, 0);
  return `${((100 * count) / sent).toFixed(1)} %`;
};
print(
  `\n${sent} requests of seed ${seed} in ${seconds.toFixed(0)} s (${(sent / seconds).toFixed(0)}/s): 2xx ${share(200, 300)}, 4xx ${share(400, 500)}`,
);
print(
  [...statuses]
    .sort(([left], [right]) => left - right)
    .map(([status, number]) => `${status}: ${number}`)
    .join('  '),
);
const never = neverSucceeded(succeeded);
if (never.length > 0) print(`never succeeded: ${never.join(', ')}`);
if (failure !== undefined) {
  print(
    `\n✗ ${failure.what}\n\n${shown(failure.request)}\n\nreplay: npm run fuzz -- --seed ${failure.seed} --requests ${failure.requests}`,
  );
  process.exitCode = 1;
}
