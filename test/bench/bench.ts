import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { type KillableRegion, startKillableRegion } from '../support/killable-region.ts';
import { linesByContext } from './contexts.ts';
import { closedLoad, openLoad, quantile, type Stage } from './load.ts';
import { busyShares } from './profile.ts';
import { writeReport } from './report.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    journeys: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '20' },
  },
});
const JOURNEYS = Number(values.journeys);
const SECONDS = Number(values.seconds);
const AT_ONCE = 16;
const START_MS_MAX = 60_000;

const told = (text: string): void => void process.stderr.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'sanlian-bench-'));

/** From `npm start` to the first answer of its health check. */
const startMs = async (): Promise<number> => {
  const port = 18_080 + Math.floor(Math.random() * 1000);
  const began = performance.now();
  const child = spawn('npm', ['start', '--', '--port', String(port), '--data', join(folder, 'start')], { stdio: 'ignore', detached: true });
  while (performance.now() - began < START_MS_MAX) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok === true) break;
    await wait(10);
  }
  const ms = performance.now() - began;
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  await once(child, 'exit');
  return ms;
};

const rssMiB = (pid: number | undefined): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;

told('start …');
const start = await startMs();
const region = await startKillableRegion(join(folder, 'load'));
const receivers = await startReceivers();
const stageOf = async ({ baseUrl, platform }: KillableRegion): Promise<Stage> => ({
  baseUrl,
  receivers,
  cast: await setUpCast(baseUrl, platform.apiKey, receivers),
});
const stage = await stageOf(region);

told('warm-up …');
await closedLoad(stage, AT_ONCE, 300);
const memory = [{ journeys: 300, rssMiB: rssMiB(region.pid()) }];
told('as fast as it goes …');
const full = await closedLoad(stage, AT_ONCE, 1_500);
const perSecond = full.journeys / full.seconds;
told(`at half of ${perSecond.toFixed(0)} journeys/s …`);
const half = await openLoad(stage, perSecond / 2, SECONDS);
let done = 300 + full.journeys + half.journeys;
memory.push({ journeys: done, rssMiB: rssMiB(region.pid()) });
while (done < JOURNEYS) {
  told(`memory: ${done} of ${JOURNEYS} journeys …`);
  done += (await closedLoad(stage, AT_ONCE, Math.min(2_000, JOURNEYS - done))).journeys;
  memory.push({ journeys: done, rssMiB: rssMiB(region.pid()) });
}
await region.stop();

// Apart, because a profiled process is slower.
told('where the time goes …');
const profiled = await startKillableRegion(join(folder, 'profiled'), ['--cpu-prof', `--cpu-prof-dir=${join(folder, 'profile')}`]);
await closedLoad(await stageOf(profiled), AT_ONCE, 500);
await profiled.stop();
receivers.close();

writeReport(values.json, {
  machine: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  startMs: start,
  journeysPerSecond: perSecond,
  failedJourneys: full.failed + half.failed,
  halfLoadPerSecond: half.journeys / half.seconds,
  submitToWebhookMs: { p50: quantile(half.offeredAfterMs, 0.5), p99: quantile(half.offeredAfterMs, 0.99) },
  memory,
  busy: busyShares(join(folder, 'profile')),
  contexts: linesByContext(),
  webhooks: receivers.counts,
});
rmSync(folder, { recursive: true, force: true });
