import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../../infra/local/data-folder.ts';
import { completeSubmissionOf } from '../../../infra/local/sandbox/prescription.ts';
import { runOps } from '../../../infra/ops/cli.ts';
import { openDatabase } from '../../../shared/adapters/sqlite/database.ts';
import { createSqliteParked } from '../../../shared/adapters/sqlite/parked.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';
import { createWholeRegion } from '../../support/whole-region.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanlian-ops-'));
const OPENED_MS_MAX = 30_000;
let prescriptionId: string;

const message = (id: string) => ({
  id,
  type: 'prescription.activated.v1',
  occurredAt: MONDAY,
  correlationId: prescriptionId,
  causationId: 'x',
  data: {},
});
const park = async (box: string, id: string, place?: { readonly stream: string; readonly version: number }): Promise<void> => {
  const database = openDatabase({ path: join(folder, 'jinan.sqlite') });
  const boxes = createSqliteParked(database, createVirtualClock());
  await boxes.park(box, place === undefined ? { id, reason: 'failure', message: message(id) } : { id, reason: 'failure', place });
  database.close();
};

const ops = (...args: readonly string[]) => runOps([...args, '--data', folder]);
const json = async (...args: readonly string[]) => {
  const { exitCode, text } = await ops(...args, '--json');
  return { exitCode, value: JSON.parse(text) };
};
const parkedIds = async (): Promise<readonly string[]> => (await json('parked', 'list')).value.map(({ id }: { id: string }) => id);

beforeAll(async () => {
  const { database } = openDataFolder(folder, 'jinan', true);
  const { world, cast, moving } = await createWholeRegion({ path: database });
  const body = completeSubmissionOf(cast.hospital, { number: 'O-1', prescribedAt: world.clock.now() });
  prescriptionId = (await moving(() => world.call('POST', '/v1/prescriptions', { as: cast.hospital.apiKey, body }))).body.prescriptionId;
  await world.close();
}, OPENED_MS_MAX);
afterAll(() => rmSync(folder, { recursive: true }));

describe('an operator of a region on one machine', () => {
  it('is told every command, and how much is parked where', async () => {
    const { exitCode, text } = await runOps(['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['dlq list', 'dlq show', 'dlq redrive', 'parked retry', 'parked drop', 'replay', 'trace', 'export', 'import']) {
      expect(text).toContain(command);
    }
    const { value } = await json('dlq', 'list');
    expect(value.map(({ box }: { box: string }) => box).slice(0, 4)).toEqual(['relay', 'projector', 'prescriptions', 'routing']);
    expect((await ops('dlq', 'list')).text).toMatch(/^box +waiting +parked\nrelay +0 +0/);
  });

  it('sees the whole story of one prescription, hop by hop, with its webhooks', async () => {
    const { value } = await json('trace', prescriptionId);
    const what = value.hops.flatMap(({ events }: { events: readonly string[] }) => events);
    expect(what).toEqual(expect.arrayContaining(['PrescriptionActivated', 'OffersMade', 'WebhookDelivered']));
    expect(what.indexOf('OffersMade')).toBeGreaterThan(what.indexOf('PrescriptionActivated'));
    expect(new Set(value.hops.map(({ context }: { context: string }) => context))).toEqual(
      new Set(['prescriptions', 'routing', 'partners']),
    );
    expect(value.hops.every(({ ms }: { ms: number }) => ms >= 0)).toBe(true);
    const { text } = await ops('trace', prescriptionId);
    expect(text.split('\n')[0]).toMatch(new RegExp(`^${prescriptionId}, begun .+: \\d+ hops$`));
    // Of anything in the journey, by its own id.
    expect((await json('trace', `${prescriptionId}.1`)).value.journey).toBe(prescriptionId);
  });

  it('looks at what is parked, puts one back, drops one, and does nothing without --yes', async () => {
    for (const id of ['evt_a', 'evt_b', 'evt_c']) await park('routing', id);
    expect((await json('dlq', 'show', 'routing')).value[0]).toEqual({
      box: 'routing',
      id: 'evt_a',
      type: 'prescription.activated.v1',
      reason: 'failure',
      occurredAt: MONDAY,
      journey: prescriptionId,
    });
    expect((await ops('trace', prescriptionId)).text).toContain('parked in routing: evt_b (failure)');
    expect((await ops('parked', 'drop', 'evt_a')).text).toContain('Say --yes to drop it.');
    expect(await parkedIds()).toEqual(['evt_a', 'evt_b', 'evt_c']);

    expect(await ops('parked', 'drop', 'evt_a', '--yes')).toEqual({ exitCode: 0, text: 'Dropped evt_a.' });
    const { value: before } = await json('dlq', 'list');
    expect(await ops('parked', 'retry', 'evt_b', '--yes')).toEqual({ exitCode: 0, text: 'Put back evt_b.' });
    const { value: after } = await json('dlq', 'list');
    const waiting = (boxes: readonly { box: string; waiting: number }[]) => boxes.find(({ box }) => box === 'routing')?.waiting ?? 0;
    expect(waiting(after)).toBe(waiting(before) + 1);

    expect((await ops('dlq', 'redrive', 'routing')).text).toBe('1 message would go back to routing. Say --yes to do it.');
    expect((await ops('dlq', 'redrive', 'routing', '--yes')).text).toBe('1 message went back to routing.');
    expect(await parkedIds()).toEqual([]);
  });

  it('replays the journal to one context under the ids that it had: counts first', async () => {
    const dry = await json('replay', '--context', 'routing', '--since', '2020-01-01T00:00:00Z');
    expect(dry.value).toMatchObject({ context: 'routing', isDone: false, byType: { 'routing prescription.activated.v1': 1 } });
    const waiting = async () => (await json('dlq', 'list')).value.find(({ box }: { box: string }) => box === 'routing').waiting;
    const before = await waiting();
    await ops('replay', '--context', 'routing', '--since', '2020-01-01T00:00:00Z', '--yes');
    const once = await waiting();
    expect(once).toBeGreaterThan(before);
    await ops('replay', '--context', 'routing', '--since', '2020-01-01T00:00:00Z', '--yes');
    expect(await waiting()).toBe(once);
    expect((await json('replay', '--context', 'routing', '--since', '2099-01-01T00:00:00+08:00')).value.messages).toBe(0);
  });

  it('has a parked commit read again, and keeps one that still cannot be read', async () => {
    await park('relay', `prescription#${prescriptionId}/1`, { stream: `prescription#${prescriptionId}`, version: 1 });
    await park('projector', `prescription#${prescriptionId}/1`, { stream: `prescription#${prescriptionId}`, version: 1 });
    await park('projector', `prescription#${prescriptionId}/99`, { stream: `prescription#${prescriptionId}`, version: 99 });
    await park('projector', 'nobody#1/1', { stream: 'nobody#1', version: 1 });
    expect(await ops('dlq', 'redrive', 'relay', '--yes')).toEqual({ exitCode: 0, text: '1 message went back to relay.' });
    const { exitCode, text } = await ops('dlq', 'redrive', 'projector', '--yes');
    expect([exitCode, text]).toEqual([1, expect.stringMatching(/^1 message went back to projector\.\n2 stay parked/)]);
    expect((await ops('parked', 'retry', 'nobody#1/1', '--yes')).exitCode).toBe(1);
    expect(await parkedIds()).toEqual(['nobody#1/1', `prescription#${prescriptionId}/99`]);
    for (const id of await parkedIds()) await ops('parked', 'drop', id, '--yes');
  });
});

describe('an operator who asks for what cannot be', () => {
  it.each([
    [['frob'], 'There is no command frob. npm run ops -- --help lists all.'],
    [['dlq', 'show', 'nowhere'], /^There is no inbox nowhere\. Known: relay, projector, /],
    [['dlq', 'show'], 'Usage: npm run ops -- dlq show INBOX'],
    [['dlq', 'list', 'all'], 'Usage: npm run ops -- dlq list'],
    [['parked', 'retry', 'evt_none'], /^Nothing parked has the id evt_none\./],
    [['trace', 'rx_none'], /^There is no journey rx_none in jinan/],
    [['replay', '--context', 'claims', '--since', '2026-01-01T00:00:00Z'], /^There is no context claims\. Known: prescriptions, /],
    [
      ['replay', '--context', 'directory', '--since', '2026-01-01T00:00:00Z'],
      'directory reads no messages, so there is nothing to replay to it.',
    ],
    [['replay', '--context', 'routing'], 'Usage: npm run ops -- replay --context X --since T'],
    [['replay', '--context', 'routing', '--since', '2026-01-01'], /^--since takes a time with its zone/],
    [['replay', '--context', 'routing', '--since', '2026-13-01T00:00:00Z'], /^--since takes a time with its zone/],
    [
      ['dlq', 'list', '--region', 'nowhere'],
      'There is no region nowhere. Known: jinan, tianjin, sandbox. A region is a file in infra/regions.',
    ],
    [['dlq', 'list', '--region', 'tianjin'], /holds no region tianjin: there is no file/],
    [['dlq', 'list', '--frob'], /^npm run ops -- COMMAND/],
  ])('%j hears one sentence', async (args, sentence) => {
    const { exitCode, text } = await ops(...args);
    expect(exitCode).toBe(1);
    expect(text).toMatch(sentence);
  });

  it('hears which region, when neither a folder nor a name is given', async () => {
    expect(await runOps(['dlq', 'list'])).toEqual({
      exitCode: 1,
      text: 'Say which region: --region NAME for a deployed one, --data DIR for one on this machine.',
    });
  });
  it('hears that a running region has to be stopped', async () => {
    const running = openDatabase({ path: join(folder, 'jinan.sqlite') });
    // Its lock is taken with the first write.
    running.run('DELETE FROM cursors WHERE reader = ?', 'nobody');
    const { exitCode, text } = await ops('dlq', 'list');
    running.close();
    expect([exitCode, text]).toEqual([1, expect.stringMatching(/is in use: the region jinan is running\. Stop it/)]);
  });
  it('hears that a key file is missing or no key', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    openDatabase({ path: join(broken, 'jinan.sqlite') }).close();
    expect((await runOps(['dlq', 'list', '--data', broken])).text).toMatch(/jinan\.key is missing/);
    writeFileSync(join(broken, 'jinan.key'), 'short');
    expect((await runOps(['dlq', 'list', '--data', broken])).text).toMatch(/is not a key of 32 bytes/);
  });
});
