import { randomBytes } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { createDataKeys } from '../../shared/adapters/aws/data-keys.ts';
import { createDynamoJournal } from '../../shared/adapters/aws/journal.ts';
import { JOURNAL_KEY, VAULT_KEY, VIEWS_KEY } from '../../shared/adapters/aws/keys.ts';
import { createDynamoVault } from '../../shared/adapters/aws/vault.ts';
import { createDynamoViews } from '../../shared/adapters/aws/views.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { inboxContract } from '../contract/inbox-contract.ts';
import { journalContract } from '../contract/journal-contract.ts';
import { vaultContract } from '../contract/vault-contract.ts';
import { viewsContract } from '../contract/views-contract.ts';
import { deployedRegion } from './facts.ts';
import { createSqsInboxUnderTest } from './sqs-inbox.ts';

// The suites that sqlite and dynalite pass, against the endpoint's own tables and keys.

const { awsRegion: region } = deployedRegion('jinan');
const client = new DynamoDBClient({ region });
const kms = new KMSClient({ region });
const prefix = `contract-${randomBytes(4).toString('hex')}`;
const WAIT_SECONDS_MAX = 60;
let tables = 0;

const createTable = async (key: { readonly partition: string; readonly sort: string }, sortType: ScalarAttributeType = 'S') => {
  tables += 1;
  const TableName = `${prefix}-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: key.partition, KeyType: 'HASH' },
        { AttributeName: key.sort, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: key.partition, AttributeType: 'S' },
        { AttributeName: key.sort, AttributeType: sortType },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: WAIT_SECONDS_MAX, minDelay: 1 }, { TableName });
  return TableName;
};

const createKey = async (): Promise<string> => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  if (KeyMetadata?.Arn === undefined) throw new Error('KMS made no key');
  return KeyMetadata.Arn;
};

journalContract('DynamoDB', async () => createDynamoJournal(await createTable(JOURNAL_KEY, 'N'), client));
viewsContract('DynamoDB', async (clock) => createDynamoViews(await createTable(VIEWS_KEY), client, clock));
vaultContract('DynamoDB and KMS', async () =>
  createDynamoVault({
    tableName: await createTable(VAULT_KEY),
    client,
    dataKeys: createDataKeys(kms, await createKey(), systemClock),
    masterKey: randomBytes(32),
  }),
);
inboxContract('SQS', () => createSqsInboxUnderTest(region));
