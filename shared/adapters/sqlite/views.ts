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
    const from = isDescending ? prefix : (cursor ?? prefix);
    const to = isDescending ? (cursor ?? afterPrefix(prefix)) : afterPrefix(prefix);
    // The cursor's own row was shown already; a prefix's first row was not.
    const isAfterCursor = cursor === undefined ? '>=' : '>';
    const lower = isDescending ? '>=' : isAfterCursor;
    return database
      .all(
        `SELECT sort, version, value FROM views WHERE view = ? AND partition = ? AND sort ${lower} ? AND sort < ? AND ${IS_LIVE}
         ORDER BY sort ${isDescending ? 'DESC' : 'ASC'} LIMIT ?`,
        view,
        partition,
        from,
        to,
        clock.now(),
        Math.min(limit, PAGE_ROWS_MAX),
      )
      .map(rowOf);
  },
});

const put = (database: Database, { view, partition, sort, version, value, expiresAt }: ViewRecord): void => {
  database.run(PUT, view, partition, sort, version, value === undefined ? null : JSON.stringify(value), expiresAt ?? null);
};
