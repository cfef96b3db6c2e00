import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createEventBridgeBus } from '../../shared/adapters/aws/bus.ts';
import { readMasterKey } from '../../shared/adapters/aws/core.ts';
import { createDataKeys } from '../../shared/adapters/aws/data-keys.ts';
import { createDynamoHoldings } from '../../shared/adapters/aws/holdings.ts';
import { createSqsInbox } from '../../shared/adapters/aws/inbox.ts';
import { createDynamoJournal } from '../../shared/adapters/aws/journal.ts';
import { createSqsParked } from '../../shared/adapters/aws/parked.ts';
import { createEventBridgeScheduler } from '../../shared/adapters/aws/scheduler.ts';
import { createDynamoVault } from '../../shared/adapters/aws/vault.ts';
import { createDynamoViews } from '../../shared/adapters/aws/views.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { hashIds } from '../../shared/adapters/node/ids.ts';
import { pause } from '../../shared/adapters/node/pause.ts';
import { addressesOf, QueuesText } from '../../shared/lambda/env.ts';
import { readMessage } from '../../shared/lambda/message.ts';
import { createDeployedStacks } from '../deployment/deployed-stacks.ts';
import { contexts } from '../regions/contexts.ts';
import { ADDRESSES_OUTPUT, ADDRESSES_STACK, RegionAddresses } from './addresses.ts';
import type { OpenedRegion } from './opened-region.ts';
import { OpsError } from './ops-error.ts';

/** A deployed region, found by what its stacks say of themselves. */
export const openAwsRegion = async (region: string, awsRegion: string): Promise<OpenedRegion> => {
  const addresses = await findAddresses(region, awsRegion);
  const at = { region: awsRegion };
  const [dynamo, sqs, schedules] = [
    new DynamoDBClient(at),
    new SQSClient({ ...at, useQueueUrlAsEndpoint: false }),
    new SchedulerClient(at),
  ];
  const secrets = new SecretsManagerClient(at);
  const inboxes = addressesOf(QueuesText.parse(JSON.parse(addresses.queues)));
  const { journalTable, viewsTable, vaultTable, vaultKeyArn, masterSecretArn, busName, scheduleGroup, parkedUrls } = addresses;
  const scheduler = createEventBridgeScheduler({
    client: schedules,
    addresses: inboxes,
    groupName: scheduleGroup,
    roleArn: addresses.schedulerRoleArn,
    ids: hashIds,
  });
  const inbox = createSqsInbox({ client: sqs, addresses: inboxes, scheduler, clock: systemClock });
  const sources = new Map(contexts.flatMap(({ publishes }) => publishes.map(({ type, source }) => [type, source] as const)));
  const events = new EventBridgeClient(at);
  const masterKey = () => readMasterKey(masterSecretArn, secrets);
  return {
    region,
    place: `AWS ${awsRegion}`,
    journal: createDynamoJournal(journalTable, dynamo),
    views: createDynamoViews(viewsTable, dynamo, systemClock),
    inbox,
    scheduler: inbox,
    bus: createEventBridgeBus({ client: events, busName, sourceOf: (type) => sources.get(type), pause }),
    parked: createSqsParked({
      client: sqs,
      addresses: { ...inboxes, relay: { parkedUrl: parkedUrls.relay }, projector: { parkedUrl: parkedUrls.projector } },
      readMessage,
    }),
    holdings: async () => {
      const dataKeys = createDataKeys(new KMSClient(at), vaultKeyArn, systemClock);
      const vault = createDynamoVault({ tableName: vaultTable, client: dynamo, dataKeys, masterKey: await masterKey() });
      const inboxOf = (queueArn: string) => Object.entries(inboxes).find(([, { arn }]) => arn === queueArn)?.[0];
      const timers = { client: schedules, groupName: scheduleGroup, inboxOf, readMessage };
      return createDynamoHoldings({ client: dynamo, journalTable, viewsTable, vaultTable, vault, dataKeys, timers, clock: systemClock });
    },
    masterKey,
    adoptKey: async (key) => {
      await secrets.send(new PutSecretValueCommand({ SecretId: masterSecretArn, SecretString: key.toString('hex') }));
    },
    close: () => {
      for (const client of [dynamo, sqs, schedules, secrets, events]) client.destroy();
    },
  };
};

const findAddresses = async (region: string, awsRegion: string): Promise<RegionAddresses> => {
  const stack = await createDeployedStacks(awsRegion).find(`${region}-${ADDRESSES_STACK}`);
  const output = stack?.outputs[ADDRESSES_OUTPUT];
  if (output === undefined)
    throw new OpsError(
      `The region ${region} is not deployed in ${awsRegion}. Deploy it (npm run deploy -- --region ${region}), name another AWS region with --aws-region, or a folder with --data.`,
    );
  return RegionAddresses.parse(JSON.parse(output));
};
