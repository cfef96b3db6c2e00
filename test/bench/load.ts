import { setTimeout as wait } from 'node:timers/promises';
import { type Journey, playJourney } from '../../infra/local/sandbox/journey.ts';
import type { WebhookReceivers } from '../../infra/local/sandbox/receiver.ts';
import type { DemoCast } from '../../infra/local/sandbox/setup.ts';

export interface Stage {
  readonly baseUrl: string;
  readonly cast: DemoCast;
  readonly receivers: WebhookReceivers;
}

export interface LoadResult {
  readonly journeys: number;
  readonly seconds: number;
  readonly failed: number;
  /** Sorted, in ms. */
  readonly offeredAfterMs: readonly number[];
}

let played = 0;

/** One journey with a number that was never used. */
const playOne = (stage: Stage): Promise<Journey> => {
  played += 1;
  const now = new Date();
  const number = `B${now.getTime()}${String(played % 1_000_000).padStart(6, '0')}`;
  return playJourney({ ...stage, number, prescribedAt: now.toISOString(), isOneCall: true, patienceMs: 30_000 });
};

const resultOf = (began: number, journeys: readonly Journey[], failed: number): LoadResult => ({
  journeys: journeys.length,
  seconds: (performance.now() - began) / 1000,
  failed,
  offeredAfterMs: journeys.map(({ offeredAfterMs }) => offeredAfterMs).sort((left, right) => left - right),
});

/** As fast as it goes: `atOnce` partners, each beginning a journey when its last one ended, until `journeys` were begun. */
export const closedLoad = async (stage: Stage, atOnce: number, journeys: number): Promise<LoadResult> => {
  const began = performance.now();
  const ended: Journey[] = [];
  let begun = 0;
  let failed = 0;
  const partner = async (): Promise<void> => {
    while (begun < journeys) {
      begun += 1;
      try {
        ended.push(await playOne(stage));
      } catch {
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, partner));
  return resultOf(began, ended, failed);
};

/** At a fixed rate, whatever the answers take: what waits is counted as waiting (no coordinated omission). */
export const openLoad = async (stage: Stage, perSecond: number, seconds: number): Promise<LoadResult> => {
  const began = performance.now();
  const running: Promise<Journey | undefined>[] = [];
  const total = Math.round(perSecond * seconds);
  for (let index = 0; index < total; index += 1) {
    const dueMs = began + (index * 1000) / perSecond - performance.now();
    if (dueMs > 0) await wait(dueMs);
    running.push(playOne(stage).catch(() => undefined));
  }
  const ended = await Promise.all(running);
  const journeys = ended.filter((journey) => journey !== undefined);
  return resultOf(began, journeys, ended.length - journeys.length);
};

/** The value below which `share` of the sorted values lie. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
