import { setTimeout as wait } from 'node:timers/promises';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { type DemoCast, setUpCast } from '../../infra/local/sandbox/setup.ts';
import { deployedRegion } from './facts.ts';
import { type DeployedInbox, inboxOf } from './inbox-of.ts';

const { baseUrl, awsRegion, platform } = deployedRegion('jinan');
const receivers = await startReceivers();
afterAll(() => receivers.close());

let cast: DemoCast;
let routing: DeployedInbox;
beforeAll(async () => {
  cast = await setUpCast(baseUrl, platform.apiKey, receivers);
  routing = await inboxOf(awsRegion, 'jinan-Routing', 'routing');
});

const WAIT_MS_MAX = 60_000;
const ASK_EVERY_MS = 250;
const until = async (isSo: () => Promise<boolean>, what: string): Promise<void> => {
  for (let waitedMs = 0; waitedMs < WAIT_MS_MAX; waitedMs += ASK_EVERY_MS) {
    if (await isSo()) return;
    await wait(ASK_EVERY_MS);
  }
  throw new Error(`${what} did not happen within ${WAIT_MS_MAX / 1000} s`);
};

describe('a poisoned message', () => {
  it('that is no message is parked at once, with its reason', async () => {
    await routing.send('{"poison":');
    await until(async () => (await routing.parkedCount()) > 0, 'parking');
    const [parked] = await routing.parked();
    expect(parked?.Body).toBe('{"poison":');
    expect(parked?.MessageAttributes?.['reason']?.StringValue).toBe('malformed-message');
    if (parked !== undefined) await routing.drop(parked);
    expect(await routing.parkedCount()).toBe(0);
  });

  it('that a broken deployment could not handle reaches the parked queue, and its prescription goes on after redrive', async () => {
    const repair = await routing.breakConsumer();
    const journey = playJourney({
      baseUrl,
      cast,
      receivers,
      number: `redriven-${Date.now()}`,
      prescribedAt: new Date().toISOString(),
      isOneCall: true,
      patienceMs: WAIT_MS_MAX,
    });
    try {
      await until(async () => (await routing.parkedCount()) > 0, 'parking');
    } finally {
      await repair();
    }

    // Sent first, dropped then: what fails in between comes twice, and twice is once.
    for (const parked of await routing.parked()) {
      expect(JSON.parse(parked.Body ?? '')).toMatchObject({ type: 'prescription.activated.v1' });
      await routing.send(parked.Body ?? '');
      await routing.drop(parked);
    }
    expect((await journey).prescriptionId).toMatch(/^rx_/);
    expect(await routing.parkedCount()).toBe(0);
  });
});

describe('a deadline of days', () => {
  it('waits in the scheduler, in the region’s own group', async () => {
    const { Schedules = [] } = await new SchedulerClient({ region: awsRegion }).send(
      new ListSchedulesCommand({ GroupName: 'jinan-State-timers' }),
    );
    expect(Schedules.length).toBeGreaterThan(0);
  });
});
