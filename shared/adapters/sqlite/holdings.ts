import { randomBytes } from 'node:crypto';
import type { Commit } from '../../kernel/journal.ts';
import type { Holdings, Subject, SubjectRecord } from '../../kernel/operations.ts';
import { instant } from '../../kernel/time.ts';
import type { Vault } from '../../kernel/vault.ts';
import type { ViewRecord } from '../../kernel/views.ts';
import { encrypt } from '../node/sealing.ts';
import type { Database } from './database.ts';
import { sealKey } from './vault.ts';

const PAGE_ROWS = 500;
/** A billion rows of one table. */
const PAGES_MAX = 2_000_000;

type Row = Readonly<Record<string, unknown>>;

const COMMITS = 'SELECT position, content FROM journal WHERE position > ? ORDER BY position LIMIT ?';
const ROWS = `SELECT view, partition, sort, version, value, expires_at FROM views WHERE (view, partition, sort) > (?, ?, ?)
  ORDER BY view, partition, sort LIMIT ?`;
const TOKENS = 'SELECT DISTINCT token FROM vault_keys WHERE token > ? ORDER BY token LIMIT ?';
const KEYS = 'SELECT generation, wrapped IS NULL AS erased FROM vault_keys WHERE token = ? ORDER BY generation';
const RECORDS = 'SELECT name, generation FROM vault_records WHERE token = ? ORDER BY name';
const WAITING = `SELECT inbox, id, content, due_at, message_group FROM messages WHERE parked_because IS NULL AND (inbox, id) > (?, ?)
  ORDER BY inbox, id LIMIT ?`;
const PUT_COMMIT = `INSERT INTO journal (stream, version, content) VALUES (?, ?, ?)
  ON CONFLICT (stream, version) DO UPDATE SET content = excluded.content`;
/** Whatever stands in the journal was read where it came from. */
const READ_UP = `INSERT INTO cursors (reader, position) SELECT ?, COALESCE(MAX(position), 0) FROM journal WHERE true
  ON CONFLICT (reader) DO UPDATE SET position = excluded.position`;
const UNREAD = `SELECT COUNT(*) AS unread FROM journal
  WHERE position > (SELECT COALESCE(MIN(position), 0) FROM cursors WHERE reader IN (?, ?))`;
const PUT_ROW = 'INSERT OR REPLACE INTO views (view, partition, sort, version, value, expires_at) VALUES (?, ?, ?, ?, ?, ?)';
const READERS = ['relay', 'projector'];

/** Reads on from the last row of each page until a page is empty. */
const pagesOf = function* (read: (last: Row | undefined) => readonly Row[]): Generator<Row> {
  let last: Row | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const rows = read(last);
    yield* rows;
    last = rows.at(-1);
    if (last === undefined) return;
  }
  throw new Error('a table has no end');
};

/** One region's file, whole. `masterKey` wraps what is put into the vault. */
export const createSqliteHoldings = (database: Database, vault: Vault, masterKey: Buffer): Holdings => {
  const text = (row: Row | undefined, name: string): string => String(row?.[name] ?? '');
  const subjectOf = async (token: string): Promise<Subject> => {
    const keys = database.all(KEYS, token);
    const records: SubjectRecord[] = [];
    for (const { name, generation } of database.all(RECORDS, token)) {
      const opened = await vault.open(token, String(name));
      const content = opened.kind === 'content' ? { content: opened.content } : {};
      records.push({ name: String(name), generation: Number(generation), ...content });
    }
    const erased = keys.filter((key) => key['erased'] === 1).map((key) => Number(key['generation']));
    return { token, generation: Number(keys.at(-1)?.['generation'] ?? 0), erased, records };
  };

  return {
    commits: async function* () {
      for (const row of pagesOf((last) => database.all(COMMITS, Number(last?.['position'] ?? 0), PAGE_ROWS))) yield readCommit(row);
    },
    rows: async function* () {
      const page = (last: Row | undefined) =>
        database.all(ROWS, text(last, 'view'), text(last, 'partition'), text(last, 'sort'), PAGE_ROWS);
      for (const row of pagesOf(page)) yield recordOf(row);
    },
    subjects: async function* () {
      for (const row of pagesOf((last) => database.all(TOKENS, text(last, 'token'), PAGE_ROWS))) yield await subjectOf(text(row, 'token'));
    },
    waiting: async function* () {
      for (const row of pagesOf((last) => database.all(WAITING, text(last, 'inbox'), text(last, 'id'), PAGE_ROWS))) {
        const group = row['message_group'];
        yield {
          inbox: text(row, 'inbox'),
          message: JSON.parse(text(row, 'content')),
          at: instant(text(row, 'due_at')),
          ...(group === null ? {} : { group: String(group) }),
        };
      }
    },
    unread: async () => Number(database.get(UNREAD, ...READERS)?.['unread'] ?? 0),
    putRows: async (rows) => {
      await database.write(() => {
        for (const { view, partition, sort, version, value, expiresAt } of rows) {
          const content = value === undefined ? null : JSON.stringify(value);
          database.run(PUT_ROW, view, partition, sort, version, content, expiresAt ?? null);
        }
      });
    },
    putCommit: async (commit) => {
      await database.write(() => {
        database.run(PUT_COMMIT, commit.stream, commit.version, JSON.stringify(commit));
        for (const reader of READERS) database.run(READ_UP, reader);
      });
    },
    putSubject: async (subject) => {
      await database.write(() => putSubject(database, masterKey, subject));
    },
  };
};

const readCommit = (row: Row): Commit => JSON.parse(String(row['content']));

const recordOf = (row: Row): ViewRecord => {
  const { view, partition, sort, version, value, expires_at: expiresAt } = row;
  return {
    view: String(view),
    partition: String(partition),
    sort: String(sort),
    version: Number(version),
    value: value === null ? undefined : JSON.parse(String(value)),
    ...(expiresAt === null ? {} : { expiresAt: instant(String(expiresAt)) }),
  };
};

const KEY_BYTES = 32;
/** What stands where a record was whose key is destroyed: that there was one is still known. */
const UNREADABLE = new Uint8Array(1);

const putSubject = (database: Database, masterKey: Buffer, { token, generation: newest, erased, records }: Subject): void => {
  database.run('DELETE FROM vault_keys WHERE token = ?', token);
  database.run('DELETE FROM vault_records WHERE token = ?', token);
  const keys = new Map<number, Buffer>();
  for (let generation = 1; generation <= newest; generation += 1) {
    const key = erased.includes(generation) ? undefined : randomBytes(KEY_BYTES);
    if (key !== undefined) keys.set(generation, key);
    const wrapped = key === undefined ? null : sealKey(masterKey, { token, generation }, key);
    database.run('INSERT INTO vault_keys (token, generation, wrapped) VALUES (?, ?, ?)', token, generation, wrapped);
  }
  for (const { name, generation, content } of records) {
    const key = keys.get(generation);
    const bytes = key === undefined || content === undefined ? UNREADABLE : encrypt(key, `${token}/${name}`, Buffer.from(content));
    database.run('INSERT INTO vault_records (token, name, generation, content) VALUES (?, ?, ?, ?)', token, name, generation, bytes);
  }
};
