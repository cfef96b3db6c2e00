import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Vault } from '../../kernel/vault.ts';
import { decrypt, encrypt, subjectToken } from '../node/sealing.ts';
import type { DataKeys } from './data-keys.ts';
import { vaultEntity } from './tables.ts';

/** A subject is erased and begins anew at most so often. */
const GENERATIONS_MAX = 100;
/** Rivals that begin a new key for the same subject at the same time. */
const RIVALS_MAX = 4;

const keyName = (generation: number): string => `key#${String(generation).padStart(4, '0')}`;
const recordName = (name: string): string => `record#${name}`;

export interface DynamoVaultOptions {
  readonly tableName: string;
  readonly client: DynamoDBDocumentClient;
  readonly dataKeys: DataKeys;
  /** The region's secret, from which tokens are made. */
  readonly masterKey: Buffer;
}

/** A data key per subject, wrapped by the region's KMS key. Erasing overwrites the wrapped key; the records stay, unreadable. */
export const createDynamoVault = ({ tableName, client, dataKeys, masterKey }: DynamoVaultOptions): Vault => {
  const { table, held } = vaultEntity(tableName, client);
  const read = async (token: string, name: string) =>
    (await held.build(GetItemCommand).key({ token, name }).options({ consistent: true }).send()).Item;
  const keysOf = async (token: string, limit: number) => {
    const { Items = [] } = await table
      .build(QueryCommand)
      .query({ partition: token, range: { beginsWith: 'key#' } })
      .entities(held)
      .options({ consistent: true, reverse: true, limit })
      .send();
    return Items;
  };

  /** Stores a wrapped key as the subject's next; false when a rival was first. */
  const begin = async (token: string, generation: number, bytes: Uint8Array): Promise<boolean> => {
    try {
      const item = { token, name: keyName(generation), generation, bytes };
      await held
        .build(PutItemCommand)
        .item(item)
        .options({ condition: { attr: 'name', exists: false } })
        .send();
      return true;
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) return false;
      throw thrown;
    }
  };

  const keyFor = async (token: string): Promise<{ readonly generation: number; readonly key: Uint8Array }> => {
    for (let rival = 0; rival < RIVALS_MAX; rival += 1) {
      const [newest] = await keysOf(token, 1);
      if (newest?.bytes !== undefined)
        return { generation: newest.generation, key: await dataKeys.unwrap({ token, generation: newest.generation }, newest.bytes) };
      const generation = (newest?.generation ?? 0) + 1;
      if (generation > GENERATIONS_MAX) throw new Error('a subject was erased too often');
      const { key, wrapped } = await dataKeys.create({ token, generation });
      if (await begin(token, generation, wrapped)) return { generation, key };
    }
    throw new Error('a subject has too many writers at once');
  };

  return {
    tokenOf: (identifier) => subjectToken(masterKey, identifier),
    seal: async (token, name, content) => {
      const { generation, key } = await keyFor(token);
      const bytes = encrypt(key, `${token}/${name}`, Buffer.from(content));
      await held
        .build(PutItemCommand)
        .item({ token, name: recordName(name), generation, bytes })
        .send();
    },
    open: async (token, name) => {
      const record = await read(token, recordName(name));
      if (record?.bytes === undefined) return { kind: 'missing' };
      // Read every time: a key that was destroyed is gone though a data key is still cached.
      const wrapped = (await read(token, keyName(record.generation)))?.bytes;
      if (wrapped === undefined) return { kind: 'erased' };
      const key = await dataKeys.unwrap({ token, generation: record.generation }, wrapped);
      return { kind: 'content', content: decrypt(key, `${token}/${name}`, record.bytes).toString() };
    },
    generationOf: async (token) => (await keysOf(token, 1))[0]?.generation ?? 0,
    erase: async (token, throughGeneration = GENERATIONS_MAX) => {
      const keys = await keysOf(token, GENERATIONS_MAX);
      for (const { name, generation } of keys.filter((key) => key.generation <= throughGeneration)) {
        await held.build(PutItemCommand).item({ token, name, generation }).send();
      }
      return keys.length === 0 ? 'unknown' : 'erased';
    },
  };
};
