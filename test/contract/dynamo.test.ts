import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataKeys } from '../../shared/adapters/aws/data-keys.ts';
import { createDynamoJournal } from '../../shared/adapters/aws/journal.ts';
import { JOURNAL_KEY, VAULT_KEY, VIEWS_KEY } from '../../shared/adapters/aws/keys.ts';
import { TooLargeError } from '../../shared/adapters/aws/outage.ts';
import { createDynamoVault } from '../../shared/adapters/aws/vault.ts';
import { createDynamoViews } from '../../shared/adapters/aws/views.ts';
import { decrypt, encrypt } from '../../shared/adapters/node/sealing.ts';
import { streamId } from '../../shared/kernel/ids.ts';
import { type Dynamo, startDynamo } from '../support/dynamo.ts';
import { createVirtualClock, MONDAY } from '../support/virtual-clock.ts';
import { journalContract } from './journal-contract.ts';
import { vaultContract } from './vault-contract.ts';
import { viewsContract } from './views-contract.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.close());

/** As KMS does it: a fresh key, and the same key wrapped under its place. */
const createLocalDataKeys = (): DataKeys => {
  const kmsKey = randomBytes(32);
  return {
    create: async (place) => {
      const key = randomBytes(32);
      return { key, wrapped: encrypt(kmsKey, JSON.stringify(place), key) };
    },
    unwrap: async (place, wrapped) => decrypt(kmsKey, JSON.stringify(place), wrapped),
  };
};

const createJournal = async () => createDynamoJournal(await dynamo.createTable(JOURNAL_KEY, 'N'), dynamo.client);

journalContract('DynamoDB', createJournal);
viewsContract('DynamoDB', async (clock) => createDynamoViews(await dynamo.createTable(VIEWS_KEY), dynamo.client, clock));
vaultContract('DynamoDB', async () =>
  createDynamoVault({
    tableName: await dynamo.createTable(VAULT_KEY),
    client: dynamo.client,
    dataKeys: createLocalDataKeys(),
    masterKey: randomBytes(32),
  }),
);

describe('what DynamoDB would refuse', () => {
  it('is refused before it is sent: a commit of 400 KB', async () => {
    const journal = await createJournal();
    const commit = {
      stream: streamId('thing', 'one'),
      version: 1,
      commandId: 'cmd_1',
      requestDigest: 'd',
      at: MONDAY,
      actor: { role: 'system' },
      correlationId: 'one',
      causationId: 'req_1',
      events: ['x'.repeat(400 * 1024)],
    };
    await expect(journal.append(commit)).rejects.toThrow(TooLargeError);
  });
  it('is refused before it is sent: a row of 400 KB', async () => {
    const views = createDynamoViews(await dynamo.createTable(VIEWS_KEY), dynamo.client, createVirtualClock());
    const row = { view: 'v', partition: 'p', sort: 's', version: 1, value: 'x'.repeat(400 * 1024) };
    await expect(views.put([row])).rejects.toThrow(TooLargeError);
  });
});
