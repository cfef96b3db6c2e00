import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startKillableRegion } from '../support/killable-region.ts';
import { closedLoad, openLoad, quantile, type Stage } from './load.ts';
import { flood } from './overload-load.ts';

// `npm run bench:overload`: what a region bears, twice of it, and what comes after.

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, journeys: { type: 'string', default: '1000' } },
});
const SECONDS = Number(values.seconds);
const AT_ONCE = 16;
/** The aim of the bench: what a pharmacy may wait for an offer. */
const NORMAL_MS = 250;
const RECOVERY_SECONDS_MAX = 10;
/** Windows of recovery that are looked at, of a second each. */
const WINDOWS = 15;
const MEMORY_MIB_MAX = 300;
const MEMORY_GROWTH_MAX = 1.25;

const told = (text: string): void => void process.stderr.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'sanlian-overload-'));
const region = await startKillableRegion(folder);
const receivers = await startReceivers();
const stage: Stage = { baseUrl: region.baseUrl, receivers, cast: await setUpCast(region.baseUrl, region.platform.apiKey, receivers) };
const memory: number[] = [];
const look = (): void => void memory.push(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(region.pid())]).toString()) / 1024);

told('warm-up …');
await closedLoad(stage, AT_ONCE, 200);
told('what it bears …');
const full = await closedLoad(stage, AT_ONCE, Number(values.journeys));
const sustainable = full.journeys / full.seconds;
told(`at half of ${sustainable.toFixed(0)} journeys/s …`);
const before = await openLoad(stage, sustainable / 2, SECONDS / 2);
const normalMs = Math.max(NORMAL_MS, 1.5 * quantile(before.offeredAfterMs, 0.99));
look();
const [restMiB = 0] = memory;

told(`at twice ${sustainable.toFixed(0)} journeys/s …`);
const looking = setInterval(look, 1_000);
const flooding = await flood(stage, sustainable * 2, SECONDS);
told('and again at half …');
const ended = performance.now();
const windows: { readonly atSeconds: number; readonly p99Ms: number; readonly failed: number }[] = [];
const after = Array.from({ length: WINDOWS }, async (_, second) => {
  await new Promise((resolve) => setTimeout(resolve, second * 1_000));
  const { offeredAfterMs, failed } = await openLoad(stage, sustainable / 2, 1);
  windows.push({ atSeconds: second, p99Ms: quantile(offeredAfterMs, 0.99), failed });
});
await Promise.all(after);
const lost = await flooding.lost();
const restedAfterSeconds = (performance.now() - ended) / 1000;
clearInterval(looking);
look();
await region.stop();
receivers.close();
rmSync(folder, { recursive: true, force: true });

windows.sort((left, right) => left.atSeconds - right.atSeconds);
const lastSlow = windows.findLastIndex(({ p99Ms, failed }) => p99Ms > normalMs || failed > 0);
const recoveredAfter = lastSlow + 1;
const refusals = [...flooding.refused];
const shed = refusals.filter(([status]) => status === 429 || status === 503).reduce((sum, [, count]) => sum + count, 0);
const other = flooding.submitted - flooding.accepted - shed;
const most = Math.max(...memory);

const rows: readonly (readonly [what: string, value: string, aim: string, isMet: boolean])[] = [
  ['journeys per second that it bears, 16 at once', sustainable.toFixed(1), '', full.failed === 0],
  ['p99 of submit → webhook at half of it', `${quantile(before.offeredAfterMs, 0.99).toFixed(0)} ms`, '', before.failed === 0],
  ['submissions per second at twice the load', (flooding.submitted / flooding.seconds).toFixed(1), '', true],
  ['  accepted per second', (flooding.accepted / flooding.seconds).toFixed(1), '', flooding.accepted > 0],
  ['  shed with 429 or 503', String(shed), '> 0', shed > 0],
  ['  shed without Retry-After', String(flooding.withoutRetryAfter), '0', flooding.withoutRetryAfter === 0],
  ['  answered otherwise, or not at all', String(other), '0', other === 0],
  [
    '  p50 / p99 of an answer',
    `${quantile(flooding.answeredMs, 0.5).toFixed(0)} / ${quantile(flooding.answeredMs, 0.99).toFixed(0)} ms`,
    '',
    true,
  ],
  ['accepted, and not handed over in the end', String(lost), '0', lost === 0],
  ['  all handed over after', `${restedAfterSeconds.toFixed(0)} s`, '', true],
  [
    'memory at rest / at most (RSS)',
    `${restMiB.toFixed(0)} / ${most.toFixed(0)} MiB`,
    `≤ ${MEMORY_MIB_MAX}, flat`,
    most <= MEMORY_MIB_MAX && most <= restMiB * MEMORY_GROWTH_MAX,
  ],
  [
    `p99 is ≤ ${normalMs.toFixed(0)} ms again after`,
    `${recoveredAfter} s`,
    `≤ ${RECOVERY_SECONDS_MAX} s`,
    recoveredAfter <= RECOVERY_SECONDS_MAX,
  ],
];
const lines = rows.map(([what, value, aim, isMet]) => `  ${isMet ? '✓' : '✗'} ${what.padEnd(48)} ${value.padStart(14)}  ${aim}`);
const second = windows.map(({ p99Ms }) => p99Ms.toFixed(0)).join(' ');
process.stdout.write(`\n${lines.join('\n')}\n\n  p99 in each second after the load: ${second} ms\n`);
if (rows.some(([, , , isMet]) => !isMet)) process.exitCode = 1;
