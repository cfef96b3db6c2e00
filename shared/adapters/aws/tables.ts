import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { binary } from 'dynamodb-toolbox/schema/binary';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { JOURNAL_KEY, VAULT_KEY, VIEWS_KEY } from './keys.ts';

// Times come from our clock, and a table holds one kind of item, so neither automatic timestamps nor an entity attribute.
const PLAIN = { timestamps: false, entityAttribute: false } as const;

/** One commit, one item. Its content is JSON text: smaller than a map, and read back to the same value. */
export const commitEntity = (tableName: string, documentClient: DynamoDBDocumentClient) => {
  const table = new Table({
    name: tableName,
    partitionKey: { name: JOURNAL_KEY.partition, type: 'string' },
    sortKey: { name: JOURNAL_KEY.sort, type: 'number' },
    documentClient,
  });
  const schema = item({ stream: string().key(), version: number().key(), content: string() });
  return { table, commit: new Entity({ name: 'commit', table, schema, ...PLAIN }) };
};

/** One row of one view. Without `content` it was taken away, and only keeps its version. */
export const rowEntity = (tableName: string, documentClient: DynamoDBDocumentClient) => {
  const table = new Table({
    name: tableName,
    partitionKey: { name: VIEWS_KEY.partition, type: 'string' },
    sortKey: { name: VIEWS_KEY.sort, type: 'string' },
    documentClient,
  });
  const schema = item({
    rows: string().key(),
    sort: string().key(),
    version: number(),
    content: string().optional(),
    expiresAt: string().optional(),
    expiresAtSeconds: number().optional(),
  });
  return { table, row: new Entity({ name: 'row', table, schema, ...PLAIN }) };
};

/** Per subject: its keys (`key#0001`, without `bytes` once destroyed) and its records (`record#…`, sealed under a generation). */
export const vaultEntity = (tableName: string, documentClient: DynamoDBDocumentClient) => {
  const table = new Table({
    name: tableName,
    partitionKey: { name: VAULT_KEY.partition, type: 'string' },
    sortKey: { name: VAULT_KEY.sort, type: 'string' },
    documentClient,
  });
  const schema = item({ token: string().key(), name: string().key(), generation: number(), bytes: binary().optional() });
  return { table, held: new Entity({ name: 'held', table, schema, ...PLAIN }) };
};
