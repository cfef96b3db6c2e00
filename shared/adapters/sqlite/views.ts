import type { Clock } from '../../kernel/time.ts';
import { PAGE_ROWS_MAX, type StoredRow, type ViewRecord, type Views } from '../../kernel/views.ts';
import type { Database } from './database.ts';

const PUT = `INSERT INTO views (view, partition, sort, version, value, expires_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (view, partition, sort) DO UPDATE
  SET version = excluded.version, value = excluded.value, expires_at = excluded.expires_at WHERE excluded.version > views.version`;

const IS_LIVE = 'value IS NOT NULL AND (expires_at IS NULL OR expires_at > ?)';

const rowOf = (row: Record<string, unknown>): StoredRow => ({
  sort: String(row['sort']),
  version: Number(row['version']),
  value: JSON.parse(String(row['value'])),
});

/** Just above every text that starts with the prefix. */
const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;

export const createSqliteViews = (database: Database, clock: Clock): Views => ({
  put: async (records) => {
    if (records.length === 0) return;
    await database.write(() => {
      for (const record of records) put(database, record);
    });
  },
  get: async (view, partition, sort) => {
    const row = database.get(
      `SELECT sort, version, value FROM views WHERE view = ? AND partition = ? AND sort = ? AND ${IS_LIVE}`,
      view,
      partition,
      sort,
      clock.now(),
    );
    return row === undefined ? undefined : rowOf(row);
  },
  list: async (view, { partition, limit, cursor, isDescending = false, prefix = '' }) => {
    const end = afterPrefix(prefix);
    // A cursor only ever narrows what the prefix allows, since it may come from a client. SQLite compares, because JavaScript orders
    // text by other units than UTF-8; the bounds are one each, so that a deep page costs no more than the first.
    return database
      .all(
        `SELECT sort, version, value FROM views
          WHERE view = ? AND partition = ? AND sort >= max(?, ?) AND sort < min(?, ?) AND sort IS NOT ? AND ${IS_LIVE}
          ORDER BY sort ${isDescending ? 'DESC' : 'ASC'} LIMIT ?`,
        view,
        partition,
        prefix,
        isDescending ? prefix : (cursor ?? prefix),
        end,
        isDescending ? (cursor ?? end) : end,
        cursor ?? null,
        clock.now(),
        Math.min(limit, PAGE_ROWS_MAX),
      )
      .map(rowOf);
  },
});

const put = (database: Database, { view, partition, sort, version, value, expiresAt }: ViewRecord): void => {
  database.run(PUT, view, partition, sort, version, value === undefined ? null : JSON.stringify(value), expiresAt ?? null);
};
