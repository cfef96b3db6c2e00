import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Vault } from '../../kernel/vault.ts';
import { decrypt, encrypt, subjectToken } from '../node/sealing.ts';
import type { DataKeys } from './data-keys.ts';
import { VAULT_KEY } from './keys.ts';
import { createTable } from './table.ts';

/** A subject is erased and begins anew at most so often. */
const GENERATIONS_MAX = 100;
/** Rivals that begin a new key for the same subject at the same time. */
const RIVALS_MAX = 4;

/** Per subject: its keys (`key#0001`, without `bytes` once destroyed) and its records (`record#…`, sealed under a generation). */
export const Held = z.object({ name: z.string(), generation: z.number(), bytes: z.optional(z.instanceof(Uint8Array)) });

export const keyName = (generation: number): string => `key#${String(generation).padStart(4, '0')}`;
export const recordName = (name: string): string => `record#${name}`;

export interface DynamoVaultOptions {
  readonly tableName: string;
  readonly client: DynamoDBClient;
  readonly dataKeys: DataKeys;
  /** The region's secret, from which tokens are made. */
  readonly masterKey: Buffer;
}

/** A data key per subject, wrapped by the region's KMS key. Erasing overwrites the wrapped key; the records stay, unreadable. */
export const createDynamoVault = ({ tableName, client, dataKeys, masterKey }: DynamoVaultOptions): Vault => {
  const table = createTable({ client, name: tableName, key: VAULT_KEY, row: Held });
  const read = (token: string, name: string) => table.get({ token, name }, true);
  const keysOf = async (token: string, limit: number) => {
    const between = [keyName(1), keyName(GENERATIONS_MAX)] as const;
    return (await table.page({ partition: token, between, isConsistent: true, isDescending: true, limit })).rows;
  };

  /** Stores a wrapped key as the subject's next; false when a rival was first. */
  const begin = async (token: string, generation: number, bytes: Uint8Array): Promise<boolean> => {
    const item = { token, name: keyName(generation), generation, bytes };
    return (await table.put(item, { expression: 'attribute_not_exists(generation)' })) === 'put';
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
      await table.put({ token, name: recordName(name), generation, bytes });
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
        await table.put({ token, name, generation });
      }
      return keys.length === 0 ? 'unknown' : 'erased';
    },
  };
};
