import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** One region's file. All writes go through `write`, so that those which arrive together share one durable transaction. */
export interface Database {
  all(sql: string, ...values: SQLInputValue[]): readonly Record<string, unknown>[];
  get(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined;
  run(sql: string, ...values: SQLInputValue[]): number;
  /** Runs `work` in the next shared transaction; resolves when it is on disk. `work` must be synchronous and may read its own writes. */
  write<Value>(work: () => Value): Promise<Value>;
  /** Folds the write-ahead log back into the file, so that no deleted page stays readable in it. Throws when another reader is in the way. */
  checkpoint(): void;
  close(): void;
}

export interface DatabaseOptions {
  /** A path, or `:memory:`. */
  readonly path: string;
  /** When the writes gathered so far are committed. @default the next turn of the event loop */
  readonly whenToCommit?: (commit: () => void) => void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS journal (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL,
    UNIQUE (stream, version));
  CREATE TABLE IF NOT EXISTS cursors (reader TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS views (
    view TEXT NOT NULL, partition TEXT NOT NULL, sort TEXT NOT NULL, version INTEGER NOT NULL, value TEXT, expires_at TEXT,
    PRIMARY KEY (view, partition, sort)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS messages (
    place INTEGER PRIMARY KEY, inbox TEXT NOT NULL, id TEXT NOT NULL, content TEXT NOT NULL, due_at TEXT NOT NULL, message_group TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, parked_because TEXT, UNIQUE (inbox, id));
  CREATE INDEX IF NOT EXISTS messages_due ON messages (inbox, due_at) WHERE parked_because IS NULL;
  CREATE TABLE IF NOT EXISTS vault_keys (token TEXT NOT NULL, generation INTEGER NOT NULL, wrapped BLOB, PRIMARY KEY (token, generation)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS vault_records (
    token TEXT NOT NULL, name TEXT NOT NULL, generation INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (token, name)) WITHOUT ROWID;
`;

interface Waiting {
  readonly work: () => void;
  readonly succeed: () => void;
  readonly fail: (thrown: unknown) => void;
}

export const openDatabase = ({ path, whenToCommit = setImmediate }: DatabaseOptions): Database => {
  const sqlite = new DatabaseSync(path);
  // EXCLUSIVE: two processes on one file would relay everything twice; the second fails to open it.
  // FULL: a commit that was answered survives a power cut. secure_delete: what is deleted is overwritten, not just unlinked.
  // The log is folded back every 32 MiB instead of 4: a page that many commits touch is written to the file once.
  sqlite.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -16384;');
  sqlite.exec(
    'PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;',
  );
  sqlite.exec(SCHEMA);

  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? sqlite.prepare(sql);
    prepared.set(sql, known);
    return known;
  };

  let waiting: Waiting[] = [];
  const commit = (batch: readonly Waiting[]): void => {
    try {
      prepare('BEGIN IMMEDIATE').run();
      for (const { work } of batch) work();
      prepare('COMMIT').run();
    } catch (thrown) {
      if (sqlite.isTransaction) prepare('ROLLBACK').run();
      // One failed for all; alone, each gets its own verdict.
      if (batch.length > 1) for (const one of batch) commit([one]);
      else batch[0]?.fail(thrown);
      return;
    }
    for (const { succeed } of batch) succeed();
  };
  const commitWaiting = (): void => {
    const batch = waiting;
    waiting = [];
    commit(batch);
  };

  return {
    all: (sql, ...values) => prepare(sql).all(...values),
    get: (sql, ...values) => prepare(sql).get(...values),
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    write: <Value>(work: () => Value) =>
      new Promise<Value>((resolve, reject) => {
        let value: Value;
        const isFirst = waiting.length === 0;
        waiting.push({
          work: () => {
            value = work();
          },
          succeed: () => resolve(value),
          fail: reject,
        });
        if (isFirst) whenToCommit(commitWaiting);
      }),
    checkpoint: () => {
      const { busy } = sqlite.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {};
      if (busy !== 0) throw new Error('the write-ahead log could not be folded back');
    },
    close: () => sqlite.close(),
  };
};
