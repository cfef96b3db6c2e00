import { setTimeout as wait } from 'node:timers/promises';
import { completeJourney, type Journey } from '../../infra/local/sandbox/journey.ts';
import { completeSubmissionOf } from '../../infra/local/sandbox/prescription.ts';
import type { Stage } from './load.ts';

/** How one submission was answered. */
interface Submitted {
  readonly status: number;
  readonly hasRetryAfter: boolean;
  readonly tookMs: number;
  /** When it was accepted: the whole journey, or undefined when it came to no end. */
  readonly journey?: Promise<Journey | undefined>;
}

export interface Flood {
  readonly seconds: number;
  readonly submitted: number;
  readonly accepted: number;
  /** By status: 429 and 503 are what an overloaded server says. */
  readonly refused: ReadonlyMap<number, number>;
  readonly withoutRetryAfter: number;
  readonly answeredMs: readonly number[];
  /** Accepted prescriptions that did not reach the hand-over. */
  readonly lost: () => Promise<number>;
}

const PATIENCE_MS = 120_000;

let flooded = 0;

/** One submission, sent once; whoever is refused would come again later, but not in this measurement. */
const submitOne = async ({ baseUrl, cast, receivers }: Stage): Promise<Submitted> => {
  flooded += 1;
  const prescribedAt = new Date().toISOString();
  const number = `F${Date.now()}${String(flooded % 1_000_000).padStart(6, '0')}`;
  const began = performance.now();
  const response = await fetch(`${baseUrl}/v1/prescriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cast.hospital.apiKey}`, 'content-type': 'application/json', 'idempotency-key': `${number}-submit` },
    body: JSON.stringify(completeSubmissionOf(cast.hospital, { number, prescribedAt })),
  });
  const answer: unknown = await response.json();
  const answered = { status: response.status, hasRetryAfter: response.headers.has('retry-after'), tookMs: performance.now() - began };
  if (response.status !== 201) return answered;
  const prescriptionId = String(Object(answer)['prescriptionId']);
  const options = { baseUrl, cast, receivers, number, prescribedAt, patienceMs: PATIENCE_MS };
  return { ...answered, journey: completeJourney(options, { prescriptionId, activatedAt: began }).catch(() => undefined) };
};

/** Submissions at a fixed rate, whatever the answers take; each accepted one goes on to its end with everybody who takes part. */
export const flood = async (stage: Stage, perSecond: number, seconds: number): Promise<Flood> => {
  const began = performance.now();
  const running: Promise<Submitted>[] = [];
  const total = Math.round(perSecond * seconds);
  for (let index = 0; index < total; index += 1) {
    const dueMs = began + (index * 1000) / perSecond - performance.now();
    if (dueMs > 0) await wait(dueMs);
    running.push(submitOne(stage).catch(() => ({ status: 0, hasRetryAfter: false, tookMs: Number.NaN })));
  }
  const all = await Promise.all(running);
  const refusals = all.filter(({ status }) => status !== 201);
  const refused = new Map<number, number>();
  for (const { status } of refusals) refused.set(status, (refused.get(status) ?? 0) + 1);
  return {
    seconds: (performance.now() - began) / 1000,
    submitted: all.length,
    accepted: all.length - refusals.length,
    refused,
    withoutRetryAfter: refusals.filter(({ hasRetryAfter }) => !hasRetryAfter).length,
    answeredMs: all.map(({ tookMs }) => tookMs).sort((left, right) => left - right),
    lost: async () => {
      const journeys = await Promise.all(all.flatMap(({ journey }) => (journey === undefined ? [] : [journey])));
      return journeys.filter((journey) => journey === undefined).length;
    },
  };
};
