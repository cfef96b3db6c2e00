import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteHoldings } from '../../shared/adapters/sqlite/holdings.ts';
import { createSqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal, cursorOf } from '../../shared/adapters/sqlite/journal.ts';
import { createSqliteVault } from '../../shared/adapters/sqlite/vault.ts';
import { createSqliteViews } from '../../shared/adapters/sqlite/views.ts';
import { type Dynamo, startDynamo } from '../support/dynamo.ts';
import { createDynamoRegion } from '../support/holdings.ts';
import { createVirtualClock, MONDAY } from '../support/virtual-clock.ts';
import { holdingsContract } from './holdings-contract.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.close());

const createOnSqlite = () => {
  const database = openDatabase({ path: ':memory:' });
  const clock = createVirtualClock();
  const masterKey = randomBytes(32);
  const vault = createSqliteVault(database, masterKey);
  return {
    database,
    vault,
    journal: createSqliteJournal(database),
    views: createSqliteViews(database, clock),
    inbox: createSqliteInbox(database, clock, () => []),
    holdings: createSqliteHoldings(database, vault, masterKey),
  };
};

holdingsContract('SQLite', createOnSqlite);
holdingsContract('DynamoDB', () => createDynamoRegion(dynamo));

const message = { id: 'evt_1', type: 't', occurredAt: MONDAY, correlationId: 'c', causationId: 'x', data: {} };
const first = {
  stream: 'thing#1' as const,
  version: 1,
  commandId: 'c',
  requestDigest: 'd',
  at: MONDAY,
  actor: { role: 'system' },
  correlationId: '1',
  causationId: 'x',
  events: [],
};

describe('a file that took commits over', () => {
  it('has its readers behind none of them', async () => {
    const { holdings, database } = createOnSqlite();
    await holdings.putCommit(first);
    await holdings.putCommit({ ...first, version: 2 });
    expect([cursorOf(database, 'relay').read(), cursorOf(database, 'projector').read()]).toEqual([2, 2]);
  });
  it('says what a reader has not read', async () => {
    const { holdings, database, journal } = createOnSqlite();
    await journal.append(first);
    expect(await holdings.unread()).toBe(1);
    await cursorOf(database, 'relay').move(1);
    await cursorOf(database, 'projector').move(0);
    expect(await holdings.unread()).toBe(1);
    await cursorOf(database, 'projector').move(1);
    expect(await holdings.unread()).toBe(0);
  });
  it('lists what waits with its time and its group, and nothing that is parked', async () => {
    const { holdings, inbox } = createOnSqlite();
    await inbox.send('one', message, { notBefore: MONDAY, group: 'g' });
    await inbox.send('two', message);
    const found = [];
    for await (const waiting of holdings.waiting()) found.push(waiting);
    expect(found).toMatchObject([
      { inbox: 'one', message, at: MONDAY, group: 'g' },
      { inbox: 'two', message },
    ]);
  });
});

describe('a table that took commits over', () => {
  it('marks them, so that its readers do not take them for news', async () => {
    const { holdings, journal, journalTable } = await createDynamoRegion(dynamo);
    await holdings.putCommit(first);
    await journal.append({ ...first, version: 2 });
    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName: journalTable }));
    expect(Items.map((item) => item['moved']?.N)).toEqual(['1', undefined]);
  });
  it('lists the timers of its group', async () => {
    const { holdings, schedules } = await createDynamoRegion(dynamo);
    const Target = { Arn: 'arn:routing', Input: JSON.stringify(message) };
    schedules.schedules.set('a', { ScheduleExpression: 'at(2026-03-05T02:00:00)', Target });
    const found = [];
    for await (const waiting of holdings.waiting()) found.push(waiting);
    expect(found).toEqual([{ inbox: 'routing', message, at: '2026-03-05T02:00:00.000Z' }]);
    schedules.schedules.set('b', { ScheduleExpression: 'rate(1 day)', Target });
    await expect(
      (async () => {
        for await (const _ of holdings.waiting());
      })(),
    ).rejects.toThrow('the schedule b is none of ours');
  });
});
