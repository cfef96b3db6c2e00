import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ContextReactions } from '../../kernel/context.ts';
import type { Inbox, Scheduler } from '../../kernel/messages.ts';
import type { Post } from '../../kernel/runtime.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Vault } from '../../kernel/vault.ts';
import type { PostOptions } from '../node/http-post.ts';
import { hashIds } from '../node/ids.ts';
import { createDataKeys } from './data-keys.ts';
import { createSqsInbox, type InboxAddresses } from './inbox.ts';
import { createEventBridgeScheduler } from './scheduler.ts';
import { createDynamoVault } from './vault.ts';

export interface VaultPlace {
  readonly tableName: string;
  readonly keyArn: string;
  readonly client: DynamoDBClient;
  readonly masterKey: Buffer;
  readonly clock: Clock;
}

export interface InboxPlace {
  /** Only the inboxes that this function may send to. */
  readonly addresses: InboxAddresses;
  readonly scheduleGroup: string;
  readonly schedulerRoleArn: string;
  readonly clock: Clock;
}

/** What not every context uses, and what would make its bundle a tenth larger: the entry file brings it. */
export interface Equipment {
  readonly vault?: (place: VaultPlace) => Vault;
  readonly post?: (options: PostOptions) => Post;
  readonly inbox?: (place: InboxPlace) => Inbox & Scheduler;
}

type Flag = 'usesVault' | 'usesPost' | 'usesInbox';
interface Flagged {
  readonly usesVault: 'vault';
  readonly usesPost: 'post';
  readonly usesInbox: 'inbox';
}
type NoEquipment = { readonly [Name in keyof Equipment]?: never };
/** What one flag of a manifest asks for: that piece, or that it is not there. */
type PieceOf<Declared, Name extends Flag> =
  Declared extends Readonly<Record<Name, true>> ? Required<Pick<Equipment, Flagged[Name]>> : Pick<NoEquipment, Flagged[Name]>;

/** As an argument: exactly what the manifest says that its handlers use; nothing, when it says nothing. */
export type EquipmentOf<Declared extends ContextReactions> = Declared extends {
  readonly [Name in Flag]: Readonly<Record<Name, true>>;
}[Flag]
  ? [equipment: PieceOf<Declared, 'usesVault'> & PieceOf<Declared, 'usesPost'> & PieceOf<Declared, 'usesInbox'>]
  : [equipment?: NoEquipment];

/** Personal data in DynamoDB, under keys of KMS. */
export const kmsVault = ({ tableName, keyArn, client, masterKey, clock }: VaultPlace): Vault =>
  createDynamoVault({ tableName, client, dataKeys: createDataKeys(new KMSClient({}), keyArn, clock), masterKey });

/** Messages through SQS, and through EventBridge's scheduler what is due later than a queue can wait. */
export const sqsInbox = ({ addresses, scheduleGroup, schedulerRoleArn, clock }: InboxPlace): Inbox & Scheduler =>
  createSqsInbox({
    client: new SQSClient({}),
    addresses,
    clock,
    scheduler: createEventBridgeScheduler({
      client: new SchedulerClient({}),
      addresses,
      groupName: scheduleGroup,
      roleArn: schedulerRoleArn,
      ids: hashIds,
    }),
  });
