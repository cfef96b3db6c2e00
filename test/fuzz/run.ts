import * as fc from 'fast-check';
import { PARKED_WITH_A_REASON } from '../support/parked-with-a-reason.ts';
import { createJudge, writesOf } from './judge.ts';
import { type Plan, plans } from './requests.ts';
import { requestOf, type Sent, send } from './send.ts';
import { createStage, type Stage } from './stage.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  readonly onProgress?: (done: number) => void;
}

export interface Failure {
  readonly what: string;
  /** The smallest request that was found to show it. */
  readonly request: Sent;
  /** The seed and the number of requests that find it again. */
  readonly seed: number;
  readonly requests: number;
}

export interface FuzzReport {
  readonly sent: number;
  readonly seconds: number;
  readonly statuses: ReadonlyMap<number, number>;
  /** Operations with a success among their answers. */
  readonly succeeded: ReadonlySet<string>;
  /** The first thing that did not hold. */
  readonly failure: Failure | undefined;
}

/** Requests to one region; then another seed asks another one, because much has been erased, suspended and sold by then. */
export const REQUESTS_PER_REGION = 2_500;
/** Requests between two growths of the region; reactions, timers and read models run then. */
const GROW_EVERY = 200;
/** Smaller requests that are tried for the smallest one. */
const SMALLER_TRIED_MAX = 300;

interface Tally {
  sent: number;
  readonly statuses: Map<number, number>;
  readonly succeeded: Set<string>;
}

/** Sends requests of one seed to a region of its own; answers the first thing that did not hold. */
const fuzzOne = async (
  stage: Stage,
  { seed, requests, onProgress = () => undefined }: FuzzOptions,
  tally: Tally,
): Promise<Failure | undefined> => {
  const judge = createJudge(stage);
  const rejections: string[] = [];
  const note = (reason: unknown): void => void rejections.push(String(reason));
  let found: Failure | undefined;
  let asked = 0;
  let smaller = 0;

  const judged = async (plan: Plan, request: Sent): Promise<string | undefined> => {
    const before = writesOf(stage);
    try {
      const received = await send(stage.world.baseUrl, request);
      if (found === undefined) {
        tally.statuses.set(received.status, (tally.statuses.get(received.status) ?? 0) + 1);
        if (received.status < 300 && plan.method === plan.operation.method) tally.succeeded.add(plan.operation.operationId);
      }
      return rejections[0] ?? judge(plan, request, received, writesOf(stage) - before);
    } catch (thrown) {
      return `no answer: ${String(thrown)}`;
    }
  };

  const holds = async (plan: Plan): Promise<boolean> => {
    if (found === undefined) {
      if (asked % GROW_EVERY === 0) await stage.grow();
      asked += 1;
      tally.sent += 1;
      onProgress(tally.sent);
    } else {
      smaller += 1;
      // What was logged or rejected once stays; it would blame every later request.
      stage.world.logged.length = 0;
      rejections.length = 0;
      if (smaller > SMALLER_TRIED_MAX) return true;
    }
    const request = requestOf(plan, stage);
    const what = await judged(plan, request);
    if (what !== undefined) found = { what, request, seed, requests: found?.requests ?? asked };
    return what === undefined;
  };

  process.on('unhandledRejection', note).on('uncaughtException', note);
  try {
    const { failed, errorInstance } = await fc.check(fc.asyncProperty(plans, holds), { seed, numRuns: requests });
    if (failed && found === undefined) throw errorInstance;
    return found;
  } finally {
    process.off('unhandledRejection', note).off('uncaughtException', note);
  }
};

/** What an accepted request left behind that no reaction can handle. */
const parkedIn = ({ world }: Stage): string | undefined => {
  const parked = world.engine.inbox.parked().find(({ reason }) => !PARKED_WITH_A_REASON.includes(reason));
  return parked === undefined ? undefined : `a message is parked in ${parked.inbox}: ${parked.message.type}, ${parked.reason}`;
};

/** Sends `requests` requests, region by region, each with the next seed; stops at the first answer that is wrong. */
export const fuzz = async (options: FuzzOptions): Promise<FuzzReport> => {
  const tally: Tally = { sent: 0, statuses: new Map(), succeeded: new Set() };
  const began = performance.now();
  let failure: Failure | undefined;
  for (let seed = options.seed; failure === undefined && tally.sent < options.requests; seed += 1) {
    const requests = Math.min(REQUESTS_PER_REGION, options.requests - tally.sent);
    const stage = await createStage();
    try {
      failure = await fuzzOne(stage, { ...options, seed, requests }, tally);
      await stage.world.settle();
      const what = parkedIn(stage);
      if (failure === undefined && what !== undefined) failure = { what, request: NO_REQUEST, seed, requests };
    } finally {
      await stage.close();
    }
  }
  return { ...tally, seconds: (performance.now() - began) / 1000, failure };
};

const NO_REQUEST: Sent = { method: 'any', path: 'of these', headers: {}, body: undefined };
