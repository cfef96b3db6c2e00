import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startAccount } from './account.ts';
import type { Line } from './ledger.ts';

/** What one journey asks for, on average of those that were played. */
export interface CountedJourney {
  /** From the first request to the last webhook. */
  readonly journey: readonly Line[];
  /** The timers that it set, when their times come, and all that follows. */
  readonly timers: readonly Line[];
  readonly webhooks: number;
}

export interface Demand {
  /** So many journeys at the same time, in step. @default 1, as in a quiet region */
  readonly journeys?: number;
  /** The hospital sends review, signatures and activation in its first call. */
  readonly isOneCall?: boolean;
}

/** Data keys are kept for five minutes: after an hour a patient's has to be asked for again, as for a patient who is new. */
const PAUSE_SECONDS = 3_600;
/** A webhook waits for all the journeys that take the same step. */
const PATIENCE_MS = 120_000;

/** Sets a region up, warms its functions with one journey, and counts the next. */
export const countJourney = async ({ journeys = 1, isOneCall = false }: Demand = {}): Promise<CountedJourney> => {
  const receivers = await startReceivers();
  const account = await startAccount(() => receivers.counts.received);
  try {
    const platform = await account.begin();
    const cast = await setUpCast(account.baseUrl, platform.apiKey, receivers);
    const play = (number: number) =>
      playJourney({
        baseUrl: account.baseUrl,
        cast,
        receivers,
        number: `JN${number}`,
        prescribedAt: new Date().toISOString(),
        isOneCall,
        patienceMs: PATIENCE_MS,
      });
    await play(1_000_000);
    account.forgetTimers();
    account.goAhead(PAUSE_SECONDS);
    account.ledger.take();

    const before = receivers.counts.received;
    await account.walk(journeys, (index) => play(1_000_001 + index));
    const ofOne = (lines: readonly Line[]): readonly Line[] =>
      lines.map((line) => ({ ...line, quantity: line.quantity / journeys, times: line.times / journeys }));
    const journey = ofOne(account.ledger.take());
    await account.fireTimers();
    return { journey, timers: ofOne(account.ledger.take()), webhooks: (receivers.counts.received - before) / journeys };
  } finally {
    await account.close();
    receivers.close();
  }
};
