import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { type Clock, DAY_MS, epochMs, type Instant, SECOND_MS } from '../../kernel/time.ts';
import { PAGE_ROWS_MAX, type StoredRow, type ViewPage, type ViewRecord, type Views } from '../../kernel/views.ts';
import { TooLargeError } from './outage.ts';
import { rowEntity } from './tables.ts';

const ROW_BYTES_MAX = 390 * 1024;
/** Puts under way at once; a stock feed brings hundreds of rows. */
const PUTS_AT_ONCE = 25;
/** Round trips of one list, which reads on past expired and removed rows. */
const ROUNDS_MAX = 50;
/** How long a removed row's version stays: a late copy of it can come from a queue (14 days) or the journal's stream (1 day). */
const REMOVED_MS = 30 * DAY_MS;

interface Item {
  readonly sort: string;
  readonly version: number;
  readonly content?: string | undefined;
  readonly expiresAt?: string | undefined;
}

/** A single table: a view's partition is a partition, each row conditional on its version. */
export const createDynamoViews = (tableName: string, client: DynamoDBDocumentClient, clock: Clock): Views => {
  const { table, row } = rowEntity(tableName, client);

  const put = async (record: ViewRecord): Promise<void> => {
    try {
      await row
        .build(PutItemCommand)
        .item(itemOf(record, clock.now()))
        .options({
          condition: {
            or: [
              { attr: 'version', exists: false },
              { attr: 'version', lt: record.version },
            ],
          },
        })
        .send();
    } catch (thrown) {
      // The row is newer already.
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
    }
  };

  const query = async (rows: string, range: readonly [string, string], isDescending: boolean, limit: number) => {
    const { Items = [], LastEvaluatedKey } = await table
      .build(QueryCommand)
      .query({ partition: rows, range: { between: [range[0], range[1]] } })
      .entities(row)
      .options({ limit, reverse: isDescending })
      .send();
    return { items: Items, isLast: LastEvaluatedKey === undefined };
  };

  return {
    put: async (records) => {
      for (let from = 0; from < records.length; from += PUTS_AT_ONCE) {
        await Promise.all(records.slice(from, from + PUTS_AT_ONCE).map(put));
      }
    },
    get: async (view, partition, sort) => {
      const { Item } = await row
        .build(GetItemCommand)
        .key({ rows: rowsOf(view, partition), sort: `${MARK}${sort}` })
        .send();
      return Item === undefined ? undefined : shown(Item, clock.now());
    },
    list: async (view, page) => {
      const limit = Math.min(page.limit, PAGE_ROWS_MAX);
      const found: StoredRow[] = [];
      let cursor = page.cursor;
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        const range = rangeOf({ ...page, ...(cursor === undefined ? {} : { cursor }) });
        if (range === undefined) return found;
        // One more, because a descending range includes the cursor's own row.
        const { items, isLast } = await query(rowsOf(view, page.partition), range, page.isDescending ?? false, limit + 1);
        found.push(...items.flatMap((item) => (item.sort === `${MARK}${cursor}` ? [] : (shown(item, clock.now()) ?? []))));
        const last = items.at(-1);
        if (found.length >= limit || isLast || last === undefined) return found.slice(0, limit);
        cursor = last.sort.slice(MARK.length);
      }
      throw new Error(`a list of ${view} found no end in ${ROUNDS_MAX} rounds`);
    },
  };
};

/** Stands before every sort key: DynamoDB refuses an empty one. */
const MARK = '#';
const LAST_CHAR = '\u{10ffff}';

const rowsOf = (view: string, partition: string): string => `${view}#${partition}`;

/** The range of sort keys that a page may show; undefined when it is empty, which DynamoDB would refuse. */
const rangeOf = ({ cursor, prefix = '', isDescending = false }: ViewPage): readonly [string, string] | undefined => {
  const first = `${MARK}${prefix}`;
  const last = `${first}${LAST_CHAR}`;
  if (cursor === undefined) return [first, last];
  const [from, to] = isDescending ? [first, minOf(last, `${MARK}${cursor}`)] : [maxOf(first, `${MARK}${cursor}\0`), last];
  return isBefore(to, from) ? undefined : [from, to];
};

/** DynamoDB orders by UTF-8 bytes; JavaScript's `<` would put surrogates before the last of the basic plane. */
const isBefore = (left: string, right: string): boolean => Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;
const minOf = (left: string, right: string): string => (isBefore(right, left) ? right : left);
const maxOf = (left: string, right: string): string => (isBefore(left, right) ? right : left);

const itemOf = ({ view, partition, sort, version, value, expiresAt }: ViewRecord, now: Instant) => {
  const key = { rows: rowsOf(view, partition), sort: `${MARK}${sort}`, version };
  if (value === undefined) return { ...key, expiresAtSeconds: secondsOf(epochMs(now) + REMOVED_MS) };
  const content = JSON.stringify(value);
  if (Buffer.byteLength(content) > ROW_BYTES_MAX) throw new TooLargeError('a row');
  return expiresAt === undefined ? { ...key, content } : { ...key, content, expiresAt, expiresAtSeconds: secondsOf(epochMs(expiresAt)) };
};

const secondsOf = (ms: number): number => Math.ceil(ms / SECOND_MS);

/** DynamoDB deletes an expired row within days, so its time is checked here too. */
const shown = ({ sort, version, content, expiresAt }: Item, now: Instant): StoredRow | undefined => {
  if (content === undefined || (expiresAt !== undefined && expiresAt <= now)) return undefined;
  return { sort: sort.slice(MARK.length), version, value: JSON.parse(content) };
};
