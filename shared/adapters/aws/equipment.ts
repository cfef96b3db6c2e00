import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import type { Context } from '../../kernel/context.ts';
import type { Post } from '../../kernel/runtime.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Vault } from '../../kernel/vault.ts';
import type { PostOptions } from '../node/http-post.ts';
import { createDataKeys } from './data-keys.ts';
import { createDynamoVault } from './vault.ts';

export interface VaultPlace {
  readonly tableName: string;
  readonly keyArn: string;
  readonly client: DynamoDBClient;
  readonly masterKey: Buffer;
  readonly clock: Clock;
}

/** What not every context uses, and what would make its bundle a tenth larger: the entry file brings it. */
export interface Equipment {
  readonly vault?: (place: VaultPlace) => Vault;
  readonly post?: (options: PostOptions) => Post;
}

interface NoEquipment {
  readonly vault?: never;
  readonly post?: never;
}
type VaultOf<Declared> = Declared extends { readonly usesVault: true } ? Required<Pick<Equipment, 'vault'>> : Pick<NoEquipment, 'vault'>;
type PostOf<Declared> = Declared extends { readonly usesPost: true } ? Required<Pick<Equipment, 'post'>> : Pick<NoEquipment, 'post'>;

/** As an argument: exactly what the manifest says that its handlers use; nothing, when it says nothing. */
export type EquipmentOf<Declared extends Context> = Declared extends { readonly usesVault: true } | { readonly usesPost: true }
  ? [equipment: VaultOf<Declared> & PostOf<Declared>]
  : [equipment?: NoEquipment];

/** Personal data in DynamoDB, under keys of KMS. */
export const kmsVault = ({ tableName, keyArn, client, masterKey, clock }: VaultPlace): Vault =>
  createDynamoVault({ tableName, client, dataKeys: createDataKeys(new KMSClient({}), keyArn, clock), masterKey });
