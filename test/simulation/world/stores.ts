import { openSqliteStore, type Store, type StoreNeeds } from '../../../infra/local/store.ts';
import { instant } from '../../../shared/kernel/time.ts';
import type { ViewRecord } from '../../../shared/kernel/views.ts';
import { type Beginning, openMemoryStore } from './memory/store.ts';

/** A store, and what a history must see of it from outside. */
export interface WatchedStore extends Store {
  /** All rows of read models, also those that were taken away: their value is undefined. */
  rows(): readonly ViewRecord[];
  /** The inboxes that have something to hand out, and when its first is due. */
  waiting(): readonly { readonly inbox: string; readonly at: string }[];
}
export type OpenStore = (needs: StoreNeeds, beginning?: Beginning) => WatchedStore;

const inMemory: OpenStore = (needs, beginning) => {
  const store = openMemoryStore(needs, beginning);
  return { ...store, rows: store.views.all, waiting: store.inbox.waiting };
};

const onSqlite: OpenStore = (needs, beginning = { commits: [], rows: [] }) => {
  const store = openSqliteStore({ path: ':memory:', whenToCommit: (commit) => commit() }, needs);
  const { all, run } = store.database;
  for (const commit of beginning.commits)
    run('INSERT INTO journal (stream, version, content) VALUES (?, ?, ?)', commit.stream, commit.version, JSON.stringify(commit));
  for (const reader of ['relay', 'projector'])
    run('INSERT INTO cursors (reader, position) VALUES (?, ?)', reader, beginning.commits.length);
  for (const { view, partition, sort, version, value, expiresAt } of beginning.rows) {
    const content = value === undefined ? null : JSON.stringify(value);
    run('INSERT INTO views VALUES (?, ?, ?, ?, ?, ?)', view, partition, sort, version, content, expiresAt ?? null);
  }
  return {
    ...store,
    rows: () =>
      all('SELECT view, partition, sort, version, value, expires_at FROM views').map((row) => ({
        view: String(row['view']),
        partition: String(row['partition']),
        sort: String(row['sort']),
        version: Number(row['version']),
        value: row['value'] === null ? undefined : JSON.parse(String(row['value'])),
        ...(row['expires_at'] === null ? {} : { expiresAt: instant(String(row['expires_at'])) }),
      })),
    waiting: () =>
      all('SELECT inbox, MIN(due_at) AS at FROM messages WHERE parked_because IS NULL GROUP BY inbox').map(({ inbox, at }) => ({
        inbox: String(inbox),
        at: String(at),
      })),
  };
};

/** What a history can run on: the same seed holds on both. */
export const STORES = { memory: inMemory, sqlite: onSqlite } as const;
export type StoreName = keyof typeof STORES;
