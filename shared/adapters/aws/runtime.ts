import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { RegionPolicies } from '../../kernel/policy.ts';
import type { Log, Runtime } from '../../kernel/runtime.ts';
import type { Clock } from '../../kernel/time.ts';
import { createPost, type PostOptions } from '../node/http-post.ts';
import { hashIds } from '../node/ids.ts';
import { type CoreSettings, createCore } from './core.ts';
import { createDataKeys } from './data-keys.ts';
import { createSqsInbox, type InboxAddresses } from './inbox.ts';
import { createEventBridgeScheduler } from './scheduler.ts';
import { createDynamoVault } from './vault.ts';
import { createDynamoViews } from './views.ts';

/** Where this region's things are, as CDK tells the function in its environment. */
export interface AwsSettings extends CoreSettings {
  readonly viewsTable: string;
  readonly vaultTable: string;
  readonly vaultKeyArn: string;
  /** Only the inboxes that this function may send to. */
  readonly inboxes: InboxAddresses;
  readonly scheduleGroup: string;
  readonly schedulerRoleArn: string;
}

export interface AwsRuntimeOptions {
  readonly settings: AwsSettings;
  readonly region: string;
  readonly policies: RegionPolicies;
  /** Where its own requests may go. */
  readonly outgoing: PostOptions;
  readonly clock: Clock;
  readonly log: Log;
}

/** The ports on AWS, for the functions of a context. */
export const createAwsRuntime = async ({ settings, region, policies, outgoing, clock, log }: AwsRuntimeOptions): Promise<Runtime> => {
  const { client, masterKey, load, execute, seals } = await createCore(settings);
  const inbox = createSqsInbox({
    client: new SQSClient({}),
    addresses: settings.inboxes,
    clock,
    scheduler: createEventBridgeScheduler({
      client: new SchedulerClient({}),
      addresses: settings.inboxes,
      groupName: settings.scheduleGroup,
      roleArn: settings.schedulerRoleArn,
      ids: hashIds,
    }),
  });
  return {
    region,
    policies,
    load,
    execute,
    views: createDynamoViews(settings.viewsTable, client, clock),
    inbox,
    scheduler: inbox,
    vault: createDynamoVault({
      tableName: settings.vaultTable,
      client,
      dataKeys: createDataKeys(new KMSClient({}), settings.vaultKeyArn, clock),
      masterKey,
    }),
    seals,
    ids: hashIds,
    clock,
    post: createPost(outgoing),
    log,
  };
};
