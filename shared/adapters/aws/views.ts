import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Clock, DAY_MS, epochMs, type Instant, SECOND_MS } from '../../kernel/time.ts';
import { PAGE_ROWS_MAX, type StoredRow, type ViewPage, type ViewRecord, type Views } from '../../kernel/views.ts';
import { VIEWS_KEY } from './keys.ts';
import { TooLargeError } from './outage.ts';
import { createTable, type Item } from './table.ts';

const ROW_BYTES_MAX = 390 * 1024;
/** Puts under way at once; a stock feed brings hundreds of rows. */
const PUTS_AT_ONCE = 25;
/** Round trips of one list, which reads on past expired and removed rows. */
const ROUNDS_MAX = 50;
/** How long a removed row's version stays: a late copy of it can come from a queue (14 days) or the journal's stream (1 day). */
const REMOVED_MS = 30 * DAY_MS;

/** One row of one view. Without `content` it was taken away, and only keeps its version. */
const Row = z.object({ sort: z.string(), version: z.number(), content: z.optional(z.string()), expiresAt: z.optional(z.string()) });
type Row = z.infer<typeof Row>;

/** A single table: a view's partition is a partition, each row conditional on its version. */
export const createDynamoViews = (tableName: string, client: DynamoDBClient, clock: Clock): Views => {
  const table = createTable({ client, name: tableName, key: VIEWS_KEY, row: Row });

  /** Where it is refused, the row is newer already. */
  const put = (record: ViewRecord) =>
    table.put(itemOf(record, clock.now()), {
      expression: 'attribute_not_exists(version) OR version < :version',
      values: { ':version': record.version },
    });

  return {
    put: async (records) => {
      for (let from = 0; from < records.length; from += PUTS_AT_ONCE) {
        await Promise.all(records.slice(from, from + PUTS_AT_ONCE).map(put));
      }
    },
    get: async (view, partition, sort) => {
      const row = await table.get({ rows: rowsOf(view, partition), sort: `${MARK}${sort}` });
      return row === undefined ? undefined : shown(row, clock.now());
    },
    list: async (view, page) => {
      const limit = Math.min(page.limit, PAGE_ROWS_MAX);
      const found: StoredRow[] = [];
      let cursor = page.cursor;
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        const range = rangeOf({ ...page, ...(cursor === undefined ? {} : { cursor }) });
        if (range === undefined) return found;
        // One more, because a descending range includes the cursor's own row.
        const { rows, isLast } = await table.page({
          partition: rowsOf(view, page.partition),
          between: range,
          isDescending: page.isDescending ?? false,
          limit: limit + 1,
        });
        found.push(...rows.flatMap((row) => (row.sort === `${MARK}${cursor}` ? [] : (shown(row, clock.now()) ?? []))));
        const last = rows.at(-1);
        if (found.length >= limit || isLast || last === undefined) return found.slice(0, limit);
        cursor = last.sort.slice(MARK.length);
      }
      throw new Error(`a list of ${view} found no end in ${ROUNDS_MAX} rounds`);
    },
  };
};

/** Stands before every sort key: DynamoDB refuses an empty one. */
export const MARK = '#';
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

export const itemOf = ({ view, partition, sort, version, value, expiresAt }: ViewRecord, now: Instant): Item => {
  const key = { rows: rowsOf(view, partition), sort: `${MARK}${sort}`, version };
  if (value === undefined) return { ...key, expiresAtSeconds: secondsOf(epochMs(now) + REMOVED_MS) };
  const content = JSON.stringify(value);
  if (Buffer.byteLength(content) > ROW_BYTES_MAX) throw new TooLargeError('a row');
  return expiresAt === undefined ? { ...key, content } : { ...key, content, expiresAt, expiresAtSeconds: secondsOf(epochMs(expiresAt)) };
};

const secondsOf = (ms: number): number => Math.ceil(ms / SECOND_MS);

/** DynamoDB deletes an expired row within days, so its time is checked here too. */
const shown = ({ sort, version, content, expiresAt }: Row, now: Instant): StoredRow | undefined => {
  if (content === undefined || (expiresAt !== undefined && expiresAt <= now)) return undefined;
  return { sort: sort.slice(MARK.length), version, value: JSON.parse(content) };
};
