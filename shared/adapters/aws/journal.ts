import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { COMMITS_PER_STREAM_MAX, type Commit, type Journal } from '../../kernel/journal.ts';
import { readCommit } from './commit.ts';
import { COMMIT_ATTRIBUTE, JOURNAL_KEY } from './keys.ts';
import { TooLargeError } from './outage.ts';
import { createTable } from './table.ts';

/** DynamoDB refuses an item of 400 KB; the rest is left for the keys. */
export const COMMIT_BYTES_MAX = 390 * 1024;

/** One commit, one item. */
const Row = z.object({ [COMMIT_ATTRIBUTE]: z.string() });

/** One strongly consistent query to load, one conditional put to append; no transaction and no scan. */
export const createDynamoJournal = (tableName: string, client: DynamoDBClient): Journal => {
  const table = createTable({ client, name: tableName, key: JOURNAL_KEY, row: Row });
  return {
    load: async (stream) => {
      const rows = await table.all({ partition: stream, isConsistent: true, limit: COMMITS_PER_STREAM_MAX });
      return rows.map(({ content }) => readCommit(content));
    },
    append: async (commit: Commit) => {
      const content = JSON.stringify(commit);
      if (Buffer.byteLength(content) > COMMIT_BYTES_MAX) throw new TooLargeError('a commit');
      const item = { stream: commit.stream, version: commit.version, [COMMIT_ATTRIBUTE]: content };
      return (await table.put(item, { expression: 'attribute_not_exists(version)' })) === 'put' ? 'appended' : 'conflict';
    },
  };
};
