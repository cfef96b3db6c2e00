import { describe, expect, it } from 'vitest';
import { createSqsParked } from '../../shared/adapters/aws/parked.ts';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteParked } from '../../shared/adapters/sqlite/parked.ts';
import { park } from '../../shared/kernel/messages.ts';
import type { Parked } from '../../shared/kernel/operations.ts';
import { readMessage } from '../../shared/lambda/message.ts';
import { createFakeSqs } from '../support/fake-sqs.ts';
import { createVirtualClock, MONDAY } from '../support/virtual-clock.ts';
import { parkedContract } from './parked-contract.ts';

const createOnSqlite = () => {
  const database = openDatabase({ path: ':memory:' });
  const clock = createVirtualClock();
  const inbox = createSqliteInbox(database, clock, () => []);
  return { database, inbox, boxes: createSqliteParked(database, clock) };
};
const createOnSqs = () => {
  const sqs = createFakeSqs();
  const addresses = {
    routing: { url: 'routing', parkedUrl: 'routing-parked' },
    fulfilment: { url: 'fulfilment', parkedUrl: 'fulfilment-parked' },
    relay: { parkedUrl: 'relay-parked' },
  };
  return { sqs, boxes: createSqsParked({ client: sqs.client, addresses, readMessage, waitSeconds: 0 }) };
};

parkedContract('SQLite', () => {
  const { inbox, boxes } = createOnSqlite();
  return { boxes, due: async (name) => (await inbox.receive(name, 10)).map(({ message }) => message.id) };
});
parkedContract('SQS', () => {
  const { sqs, boxes } = createOnSqs();
  return { boxes, due: async (name) => sqs.bodies(name).map((body) => JSON.parse(body).id) };
});

const message = { id: 'evt_1', type: 't', occurredAt: MONDAY, correlationId: 'c', causationId: 'x', data: {} };

describe('what the file’s engine parks', () => {
  it('comes back with all its receipts before it', async () => {
    const { inbox, boxes } = createOnSqlite();
    await inbox.send('routing', message);
    const [delivery] = await inbox.receive('routing', 1);
    if (delivery === undefined) throw new Error('nothing came');
    await inbox.settle(delivery, park('no-reaction'));
    await boxes.review('routing', 1, () => 'retry');
    expect(await inbox.receive('routing', 1)).toMatchObject([{ attempt: 1, message }]);
  });
  it('as a commit is read as its place', async () => {
    const { inbox, boxes } = createOnSqlite();
    const commit = { stream: 'thing#1' as const, version: 3, commandId: 'c', requestDigest: 'd', at: MONDAY, actor: { role: 'system' } };
    await inbox.parkCommit('relay', { ...commit, correlationId: '1', causationId: 'x', events: [] }, 'failure');
    const found: Parked[] = [];
    await boxes.review('relay', 1, (parked) => {
      found.push(parked);
      return 'keep';
    });
    expect(found).toEqual([{ id: 'thing#1/3', reason: 'failure', place: { stream: 'thing#1', version: 3 } }]);
  });
});

describe('what others of AWS park', () => {
  const look = async (url: string, body: string, attributes?: unknown): Promise<Parked | undefined> => {
    const { sqs, boxes } = createOnSqs();
    sqs.put(url, body, attributes);
    const found: Parked[] = [];
    await boxes.review('routing', 1, (parked) => {
      found.push(parked);
      return 'keep';
    });
    expect(sqs.hidden(url)).toBe(0);
    return found[0];
  };
  it('is a message without a reason when SQS gave it up', async () => {
    expect(await look('routing-parked', JSON.stringify(message))).toEqual({ id: 'evt_1', reason: 'receipts-used-up', message });
  });
  it('is the detail of an event when EventBridge could not deliver it', async () => {
    const code = { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } };
    expect(await look('routing-parked', JSON.stringify({ source: 's', detail: message }), code)).toEqual({
      id: 'evt_1',
      reason: 'NO_PERMISSIONS',
      message,
    });
  });
  it.each(['{"DDBStreamBatchInfo":{"shardId":"s"}}', 'no JSON', '{"detail":7}', ''])(
    'is only known by the queue’s id otherwise: %s',
    async (body) => {
      expect(await look('routing-parked', body)).toEqual({ id: 'sqs-1', reason: 'receipts-used-up' });
    },
  );
});
