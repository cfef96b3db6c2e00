import { randomBytes } from 'node:crypto';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { DataKeys } from '../../shared/adapters/aws/data-keys.ts';
import { createDynamoHoldings } from '../../shared/adapters/aws/holdings.ts';
import { createDynamoJournal } from '../../shared/adapters/aws/journal.ts';
import { JOURNAL_KEY, VAULT_KEY, VIEWS_KEY } from '../../shared/adapters/aws/keys.ts';
import { createDynamoVault } from '../../shared/adapters/aws/vault.ts';
import { createDynamoViews } from '../../shared/adapters/aws/views.ts';
import { decrypt, encrypt } from '../../shared/adapters/node/sealing.ts';
import { readMessage } from '../../shared/lambda/message.ts';
import type { Dynamo } from './dynamo.ts';
import { createVirtualClock } from './virtual-clock.ts';

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

/** One-shot schedules of one group; `Name` is the key, as with the service. */
export const createFakeSchedules = () => {
  const schedules = new Map<string, object>();
  const send = async ({ input }: { readonly input: { readonly Name?: string; readonly Target?: object } }): Promise<unknown> => {
    if (input.Target !== undefined) return void schedules.set(input.Name ?? '', input);
    return input.Name === undefined ? { Schedules: [...schedules.keys()].map((Name) => ({ Name })) } : schedules.get(input.Name);
  };
  return { client: { send } as unknown as SchedulerClient, schedules };
};

/** A deployed region's tables on a DynamoDB look-alike. */
export const createDynamoRegion = async (dynamo: Dynamo, masterKey = randomBytes(32)) => {
  const clock = createVirtualClock();
  const [journalTable, viewsTable, vaultTable] = [
    await dynamo.createTable(JOURNAL_KEY, 'N'),
    await dynamo.createTable(VIEWS_KEY),
    await dynamo.createTable(VAULT_KEY),
  ];
  const { client } = dynamo;
  const dataKeys = createLocalDataKeys();
  const vault = createDynamoVault({ tableName: vaultTable, client, dataKeys, masterKey });
  const schedules = createFakeSchedules();
  const timers = { client: schedules.client, groupName: 'g', inboxOf: (arn: string) => arn.slice('arn:'.length), readMessage };
  return {
    masterKey,
    journalTable,
    journal: createDynamoJournal(journalTable, client),
    views: createDynamoViews(viewsTable, client, clock),
    vault,
    schedules,
    holdings: createDynamoHoldings({ client, journalTable, viewsTable, vaultTable, vault, dataKeys, timers, clock }),
  };
};
