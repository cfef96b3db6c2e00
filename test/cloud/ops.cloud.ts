import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { openAwsRegion } from '../../infra/ops/aws-region.ts';
import { runOps } from '../../infra/ops/cli.ts';
import type { OpenedRegion } from '../../infra/ops/opened-region.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { deployedRegion } from './facts.ts';

const { baseUrl, awsRegion, platform } = deployedRegion('jinan');
const receivers = await startReceivers();
const folder = mkdtempSync(join(tmpdir(), 'sanlian-ops-cloud-'));
let region: OpenedRegion;
let prescriptionId: string;

const ops = async (...args: readonly string[]) => {
  const { exitCode, text } = await runOps([...args, '--region', 'jinan', '--aws-region', awsRegion, '--json']);
  return { exitCode, text, value: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined };
};

const WAIT_MS_MAX = 60_000;
const ASK_EVERY_MS = 500;
const until = async (isSo: () => Promise<boolean>, what: string): Promise<void> => {
  const giveUpAt = Date.now() + WAIT_MS_MAX;
  while (Date.now() < giveUpAt) {
    if (await isSo()) return;
    await wait(ASK_EVERY_MS);
  }
  throw new Error(`${what} did not happen within ${WAIT_MS_MAX / 1000} s`);
};

beforeAll(async () => {
  region = await openAwsRegion('jinan', awsRegion);
  const cast = await setUpCast(baseUrl, platform.apiKey, receivers);
  const number = `operated-${Date.now()}`;
  const prescribedAt = new Date().toISOString();
  ({ prescriptionId } = await playJourney({ baseUrl, cast, receivers, number, prescribedAt, isOneCall: true, patienceMs: WAIT_MS_MAX }));
});
afterAll(async () => {
  region.close();
  rmSync(folder, { recursive: true });
  await receivers.close();
});

describe('an operator of a deployed region', () => {
  it('sees the whole story of a prescription, across the stacks, with its webhooks', async () => {
    const eventsOf = async (): Promise<readonly string[]> => {
      const { value } = await ops('trace', prescriptionId);
      return value?.hops.flatMap(({ events }: { events: readonly string[] }) => events) ?? [];
    };
    await until(async () => (await eventsOf()).includes('PrescriptionCompleted'), 'completion in the timeline');
    expect(await eventsOf()).toEqual(expect.arrayContaining(['PrescriptionActivated', 'OffersMade', 'OfferAccepted', 'WebhookDelivered']));
  });

  it('puts back what was parked; what nobody reads parks itself again, and is dropped', async () => {
    const message = {
      id: `evt_operated_${Date.now()}`,
      type: 'nobody.reads-this.v1',
      occurredAt: systemClock.now(),
      correlationId: prescriptionId,
      causationId: 'test',
      data: {},
    };
    await region.parked.park('routing', { id: message.id, reason: 'planted', message });
    const parked = async () => (await ops('dlq', 'show', 'routing')).value.filter(({ id }: { id: string }) => id === message.id);
    await until(async () => (await parked()).length === 1, 'parking');
    expect(await parked()).toMatchObject([{ reason: 'planted', type: 'nobody.reads-this.v1', journey: prescriptionId }]);
    expect((await ops('dlq', 'redrive', 'routing', '--yes')).value).toMatchObject({ isDone: true });
    await until(async () => (await parked())[0]?.reason === 'no-reaction', 'parking again');
    expect((await ops('parked', 'drop', message.id, '--yes')).value).toEqual({ id: message.id, isDone: true });
    expect(await parked()).toEqual([]);
  });

  it('puts one message back by its id, and has a parked commit read again', async () => {
    const id = `evt_retried_${Date.now()}`;
    const message = { id, type: 'nobody.reads-this.v1', occurredAt: systemClock.now(), correlationId: 'x', causationId: 'x', data: {} };
    await region.parked.park('fulfilment', { id, reason: 'planted', message });
    const reasons = async () =>
      (await ops('parked', 'list')).value.filter((one: { id: string }) => one.id === id).map(({ reason }: { reason: string }) => reason);
    await until(async () => (await reasons()).includes('planted'), 'parking');
    expect((await ops('parked', 'retry', id, '--yes')).value).toEqual({ id, isDone: true });
    await until(async () => (await reasons()).includes('no-reaction'), 'parking again');
    expect((await ops('parked', 'drop', id, '--yes')).value).toEqual({ id, isDone: true });

    const place = { stream: `prescription#${prescriptionId}`, version: 1 };
    for (const box of ['relay', 'projector']) {
      await region.parked.park(box, { id: `${place.stream}/1`, reason: 'outage', place });
      await until(async () => (await ops('dlq', 'show', box)).value.length === 1, 'parking');
      expect((await ops('dlq', 'redrive', box, '--yes')).value).toEqual({ box, redriven: 1, kept: 0, isDone: true });
    }
  });

  it('replays the journal to one context: counts first, then under the ids that it had', async () => {
    const since = '2020-01-01T00:00:00Z';
    const { value } = await ops('replay', '--context', 'overview', '--since', since);
    expect(value.messages).toBeGreaterThan(0);
    expect((await ops('replay', '--context', 'overview', '--since', since, '--yes')).value).toMatchObject({ isDone: true });
  });

  it('may not take a copy while messages wait, and gets all of it, personal data too, when none does', async () => {
    const { exitCode, text } = await ops('import', '--data', join(folder, 'copy'), '--yes');
    // Deadlines of minutes wait in their queues, so this region is seldom quiet.
    expect([exitCode, text]).toEqual(
      exitCode === 0 ? [0, expect.stringContaining('"isDone": true')] : [1, expect.stringMatching(/wait in /)],
    );
    const [person] = await (async () => {
      for await (const subject of (await region.holdings()).subjects()) if (subject.records.length > 0) return [subject];
      return [];
    })();
    expect(person?.records.some(({ content }) => content !== undefined && content.length > 10)).toBe(true);
  });
});
