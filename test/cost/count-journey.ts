import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startAccount } from './account.ts';
import type { Line } from './ledger.ts';

export interface CountedJourney {
  /** From the first request to the last webhook. */
  readonly journey: readonly Line[];
  /** The timers that it set, when their times come, and all that follows. */
  readonly timers: readonly Line[];
  readonly webhooks: number;
}

/** Data keys are kept for five minutes: after an hour a patient's has to be asked for again, as for a patient who is new. */
const PAUSE_SECONDS = 3_600;

/** Sets a region up, warms its functions with one journey, and counts the next. `isOneCall`: the hospital sends all at once. */
export const countJourney = async (isOneCall = false): Promise<CountedJourney> => {
  const receivers = await startReceivers();
  const account = await startAccount(() => receivers.counts.received);
  try {
    const platform = await account.begin();
    const cast = await setUpCast(account.baseUrl, platform.apiKey, receivers);
    const play = (number: string) =>
      playJourney({ baseUrl: account.baseUrl, cast, receivers, number, prescribedAt: new Date().toISOString(), isOneCall });
    await play('JN1000001');
    account.forgetTimers();
    account.goAhead(PAUSE_SECONDS);
    account.ledger.take();

    const before = receivers.counts.received;
    await play('JN1000002');
    const journey = account.ledger.take();
    await account.fireTimers();
    return { journey, timers: account.ledger.take(), webhooks: receivers.counts.received - before };
  } finally {
    await account.close();
    receivers.close();
  }
};
