import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { allow } from './allow.ts';
import type { ServiceFunction } from './service-function.ts';

/** A table and the key that its content is encrypted under. */
export interface TableAccess {
  readonly table: Table;
  readonly key: IKey;
}
export interface JournalAccess extends TableAccess {
  readonly streamArn: string;
}

/** DynamoDB opens a table's own key in the name of whoever reads or writes. */
const TABLE_KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey'] as const;

/** Named actions on one table. */
export const onTable = ({ table, key }: TableAccess, grantee: ServiceFunction, ...actions: readonly `dynamodb:${string}`[]): void => {
  table.grant(grantee, ...actions);
  key.grant(grantee, ...TABLE_KEY_ACTIONS);
};

/** What a reader of the stream needs; it loads the history of what it reads from the table. */
export const readStream = (journal: JournalAccess, reader: ServiceFunction): void => {
  onTable(journal, reader, 'dynamodb:Query');
  const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`);
  allow(reader, actions, journal.streamArn);
};
