import { setTimeout as wait } from 'node:timers/promises';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeployedStacks } from '../../infra/deployment/deployed-stacks.ts';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { type DemoCast, setUpCast } from '../../infra/local/sandbox/setup.ts';
import { ADDRESSES_OUTPUT, ADDRESSES_STACK, RegionAddresses } from '../../infra/ops/addresses.ts';
import { createEventBridgeScheduler } from '../../shared/adapters/aws/scheduler.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { hashIds } from '../../shared/adapters/node/ids.ts';
import { addMs, SECOND_MS } from '../../shared/kernel/time.ts';
import { addressesOf, QueuesText } from '../../shared/lambda/env.ts';
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
  it('comes into its inbox when it is due, and its schedule is gone', async () => {
    const stack = await createDeployedStacks(awsRegion).find(`jinan-${ADDRESSES_STACK}`);
    const { queues, scheduleGroup, schedulerRoleArn } = RegionAddresses.parse(JSON.parse(stack?.outputs[ADDRESSES_OUTPUT] ?? ''));
    const client = new SchedulerClient({ region: awsRegion });
    const scheduler = createEventBridgeScheduler({
      client,
      addresses: addressesOf(QueuesText.parse(JSON.parse(queues))),
      groupName: scheduleGroup,
      roleArn: schedulerRoleArn,
      ids: hashIds,
    });
    const id = `tmr_${Date.now()}`;
    const data = { id, type: 'nobody.reads-this.v1', occurredAt: systemClock.now(), correlationId: 'x', causationId: 'x', data: {} };
    await scheduler.schedule('routing', data, addMs(systemClock.now(), SECOND_MS));
    // Nobody reads it, so where it came to is where it is parked.
    await until(async () => (await routing.parkedCount()) > 0, 'firing');
    const [parked] = await routing.parked();
    expect(JSON.parse(parked?.Body ?? '')).toEqual(data);
    if (parked !== undefined) await routing.drop(parked);
    const name = hashIds.digest(`routing/${id}`);
    await until(
      async () =>
        ((await client.send(new ListSchedulesCommand({ GroupName: scheduleGroup, NamePrefix: name }))).Schedules ?? []).length === 0,
      'deleting the schedule',
    );
  });
});
