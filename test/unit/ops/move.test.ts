import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { completeSubmissionOf } from '../../../infra/local/sandbox/prescription.ts';
import { createLaptopRegion } from '../../../infra/ops/laptop-region.ts';
import { move } from '../../../infra/ops/move.ts';
import type { OpenedRegion } from '../../../infra/ops/opened-region.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import { createSqsInbox } from '../../../shared/adapters/aws/inbox.ts';
import { createSqsParked } from '../../../shared/adapters/aws/parked.ts';
import { createEventBridgeScheduler } from '../../../shared/adapters/aws/scheduler.ts';
import { hashIds } from '../../../shared/adapters/node/ids.ts';
import { inboxesOf } from '../../../shared/kernel/context.ts';
import { readMessage } from '../../../shared/lambda/message.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { createFakeSqs } from '../../support/fake-sqs.ts';
import { createDynamoRegion } from '../../support/holdings.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createWholeRegion } from '../../support/whole-region.ts';

const OPENED_MS_MAX = 60_000;
const masterKey = Buffer.alloc(32, 7);
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-move-'));
  folders.push(folder);
  return folder;
};

let dynamo: Dynamo;
let pilot: OpenedRegion;
let prescriptionId: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  const folder = newFolder();
  createLaptopRegion(folder, 'jinan', masterKey).close();
  const { world, cast, moving } = await createWholeRegion({ path: join(folder, 'jinan.sqlite') });
  const body = completeSubmissionOf(cast.hospital, { number: 'M-1', prescribedAt: world.clock.now() });
  prescriptionId = (await moving(() => world.call('POST', '/v1/prescriptions', { as: cast.hospital.apiKey, body }))).body.prescriptionId;
  await world.engine.runtime.vault.seal('pt_erased', 'identity', '王小明');
  await world.engine.runtime.vault.erase('pt_erased');
  await world.close();
  pilot = createLaptopRegion(folder, 'jinan', masterKey);
}, OPENED_MS_MAX);
afterEach(() => {
  for (const folder of folders.splice(1)) rmSync(folder, { recursive: true });
});
afterAll(async () => {
  pilot.close();
  await dynamo.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A deployed region: tables on a DynamoDB look-alike, queues and schedules as fakes that behave. */
const deploy = async () => {
  const sqs = createFakeSqs();
  const { journal, views, holdings, vault, schedules } = await createDynamoRegion(dynamo, masterKey);
  const names = contexts.flatMap(inboxesOf);
  const addresses = Object.fromEntries(
    names.map((name) => [name, { url: name, arn: `arn:${name}`, parkedUrl: `${name}-parked`, parkedArn: `arn:${name}-parked` }]),
  );
  const scheduler = createEventBridgeScheduler({ client: schedules.client, addresses, groupName: 'g', roleArn: 'r', ids: hashIds });
  const inbox = createSqsInbox({ client: sqs.client, addresses, scheduler, clock: createVirtualClock() });
  const readers = { relay: { parkedUrl: 'relay-parked' }, projector: { parkedUrl: 'projector-parked' } };
  const region: OpenedRegion = {
    region: 'jinan',
    place: 'AWS here',
    journal,
    views,
    inbox,
    scheduler: inbox,
    bus: { publish: async () => {} },
    parked: createSqsParked({ client: sqs.client, addresses: { ...addresses, ...readers }, readMessage, waitSeconds: 0 }),
    holdings: async () => holdings,
    masterKey: async () => masterKey,
    adoptKey: async () => {},
    close: () => {},
  };
  return { region, sqs, vault, schedules, drain: () => names.filter((name) => sqs.bodies(name).length > 0) };
};
const all = async <One>(these: AsyncIterable<One>): Promise<readonly One[]> => {
  const found: One[] = [];
  for await (const one of these) found.push(one);
  return found;
};
const sure = { contexts, isSure: true } as const;

describe('a pilot that grows into a deployment', () => {
  it('is only counted without --yes', async () => {
    const { region } = await deploy();
    const { value, lines } = await move({ from: pilot, to: region, contexts, isSure: false });
    expect(value).toMatchObject({ isDone: false, plan: { commits: expect.any(Number) } });
    expect(lines.at(-1)).toMatch(/^Nothing was written\./);
    expect(await region.journal.load(`prescription#${prescriptionId}`)).toEqual([]);
  });

  it('is there whole, and can be read under the key there: verified by counts and hashes', async () => {
    const { region, sqs, vault, schedules } = await deploy();
    await pilot.parked.park('routing', {
      id: 'evt_parked',
      reason: 'failure',
      message: { id: 'evt_parked', type: 't', occurredAt: createVirtualClock().now(), correlationId: 'c', causationId: 'x', data: {} },
    });
    let hasAdopted = false;
    const adopt = async () => {
      hasAdopted = true;
    };
    const report = await move({ from: pilot, to: region, ...sure, beforeWriting: adopt });
    expect(report.value).toMatchObject({ isDone: true });
    expect(hasAdopted).toBe(true);
    expect(await region.journal.load(`prescription#${prescriptionId}`)).toEqual(await pilot.journal.load(`prescription#${prescriptionId}`));

    const [person] = await all((await region.holdings()).subjects());
    expect(person?.records.some(({ content }) => content !== undefined && content.length > 10)).toBe(true);
    expect(await vault.open('pt_erased', 'identity')).toEqual({ kind: 'erased' });
    // Deadlines of hours and days sleep in the scheduler, those of minutes in their queues.
    expect(schedules.schedules.size).toBeGreaterThan(0);
    expect(sqs.bodies('routing-parked')).toHaveLength(1);
  });

  it('goes on where it was broken off, and twice is once', async () => {
    const { region, sqs } = await deploy();
    const [some] = await all((await pilot.holdings()).commits());
    if (some === undefined) throw new Error('an empty pilot');
    // As a deployment begins by itself: the same command at another time.
    await region.journal.append({ ...some, at: createVirtualClock().now(), causationId: 'begin' });
    expect((await move({ from: pilot, to: region, ...sure })).value).toMatchObject({ isDone: true });
    const parked = sqs.bodies('routing-parked').length;
    expect((await move({ from: pilot, to: region, ...sure })).value).toMatchObject({ isDone: true });
    expect(sqs.bodies('routing-parked')).toHaveLength(parked);
  });

  it('is the same though a message that was due is handled there at once, and goes on when it broke off then', async () => {
    const { region } = await deploy();
    const { send } = region.inbox;
    let sent = 0;
    // As its reactions do: each message makes a commit of the target's own. The second send fails.
    const handled: OpenedRegion['inbox'] = {
      send: async (inbox, message, options) => {
        sent += 1;
        if (sent === 2) throw new Error('the network is gone');
        const [some] = await all((await pilot.holdings()).commits());
        if (some === undefined) throw new Error('an empty pilot');
        await region.journal.append({ ...some, stream: `handled#${sent}`, version: 1, commandId: `handled-${sent}` });
        await send(inbox, message, options);
      },
    };
    const living = { ...region, inbox: handled };
    await expect(move({ from: pilot, to: living, ...sure })).rejects.toThrow('the network is gone');
    const report = await move({ from: pilot, to: living, ...sure });
    expect(report.value).toMatchObject({ isDone: true, verified: [{ what: 'commits' }] });
    expect(report.lines.join('\n')).toContain('holds all commits already, and 1 since');
    const waiting = (await all((await pilot.holdings()).waiting())).length;
    expect(waiting).toBeGreaterThan(1);
    expect(sent).toBe(2 + waiting);
  });

  it('does not go where somebody lives already', async () => {
    const { region } = await deploy();
    const [some] = await all((await pilot.holdings()).commits());
    if (some === undefined) throw new Error('an empty pilot');
    await region.journal.append({ ...some, commandId: 'another' });
    let hasAdopted = false;
    const adopt = async () => {
      hasAdopted = true;
    };
    const moving = move({ from: pilot, to: region, ...sure, beforeWriting: adopt });
    await expect(moving).rejects.toThrow(/has a life of its own: 1 commit /);
    expect(hasAdopted).toBe(false);
  });

  it('waits until its own readers have read everything', async () => {
    const folder = newFolder();
    const unread = createLaptopRegion(folder, 'jinan', masterKey);
    const [some] = await all((await pilot.holdings()).commits());
    if (some === undefined) throw new Error('an empty pilot');
    await unread.journal.append(some);
    const { region } = await deploy();
    await expect(move({ from: unread, to: region, ...sure })).rejects.toThrow(/1 commit of .+ went nowhere yet\. Start the region/);
    unread.close();
  });
});

describe('a deployment that goes back into a file', () => {
  it('holds the same, timers included, once its queues have run dry', async () => {
    const { region, sqs, drain } = await deploy();
    await move({ from: pilot, to: region, ...sure });
    const folder = newFolder();
    const file = createLaptopRegion(folder, 'jinan', masterKey);
    expect(existsSync(join(folder, 'jinan.key'))).toBe(true);

    const [waiting] = drain();
    if (waiting !== undefined) await expect(move({ from: region, to: file, ...sure })).rejects.toThrow(/wait in .+\. Let no requests in/);
    // As their consumers do.
    for (const name of drain()) {
      await createSqsParked({ client: sqs.client, addresses: { [name]: { parkedUrl: name } }, readMessage, waitSeconds: 0 }).review(
        name,
        1_000,
        () => 'drop',
      );
    }
    const report = await move({ from: region, to: file, ...sure });
    expect(report.value).toMatchObject({ isDone: true });
    expect(await all((await file.holdings()).subjects())).toEqual(await all((await pilot.holdings()).subjects()));
    expect((await all((await file.holdings()).waiting())).length).toBeGreaterThan(0);
    file.close();
  });

  it('does not go into a file that has another key', () => {
    const folder = newFolder();
    createLaptopRegion(folder, 'jinan', masterKey).close();
    const again = createLaptopRegion(folder, 'jinan', randomBytes(32));
    again.close();
    return expect(again.masterKey()).resolves.toEqual(masterKey);
  });
});
