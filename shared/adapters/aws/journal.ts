import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { COMMITS_PER_STREAM_MAX, type Commit, type Journal } from '../../kernel/journal.ts';
import { readCommit } from './commit.ts';
import { TooLargeError } from './outage.ts';
import { commitEntity } from './tables.ts';

/** DynamoDB refuses an item of 400 KB; the rest is left for the keys. */
export const COMMIT_BYTES_MAX = 390 * 1024;
/** A query answers at most 1 MB at once; a full stream of the largest commits is 78 MB. */
const PAGES_MAX = 100;

/** One strongly consistent query to load, one conditional put to append; no transaction and no scan. */
export const createDynamoJournal = (tableName: string, client: DynamoDBDocumentClient): Journal => {
  const { table, commit: entity } = commitEntity(tableName, client);
  return {
    load: async (stream) => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: stream })
        .entities(entity)
        .options({ consistent: true, maxPages: PAGES_MAX, limit: COMMITS_PER_STREAM_MAX })
        .send();
      return Items.map(({ content }) => readCommit(content));
    },
    append: async (commit: Commit) => {
      const content = JSON.stringify(commit);
      if (Buffer.byteLength(content) > COMMIT_BYTES_MAX) throw new TooLargeError('a commit');
      try {
        await entity
          .build(PutItemCommand)
          .item({ stream: commit.stream, version: commit.version, content })
          .options({ condition: { attr: 'version', exists: false } })
          .send();
        return 'appended';
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return 'conflict';
        throw thrown;
      }
    },
  };
};
