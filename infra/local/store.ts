import { type Database, openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox, type SqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal, cursorOf } from '../../shared/adapters/sqlite/journal.ts';
import { createSqliteVault } from '../../shared/adapters/sqlite/vault.ts';
import { createSqliteViews } from '../../shared/adapters/sqlite/views.ts';
import type { Journal, JournalTail, Position } from '../../shared/kernel/journal.ts';
import type { Clock, Instant } from '../../shared/kernel/time.ts';
import type { Vault } from '../../shared/kernel/vault.ts';
import type { Views } from '../../shared/kernel/views.ts';

/** What one region is kept in. */
export interface Store {
  readonly journal: Journal & JournalTail;
  readonly views: Views;
  readonly inbox: SqliteInbox;
  readonly vault: Vault;
  /** Where a reader of the journal stood. */
  cursorOf(reader: string): Cursor;
  /** Takes rows away whose time is over; reading passed over them already. */
  sweep(): Promise<unknown>;
  close(): void;
}

export interface Cursor {
  read(): Position;
  move(position: Position): Promise<unknown>;
}

/** What a store asks of its engine, and tells it. */
export interface StoreNeeds {
  readonly clock: Clock;
  readonly masterKey: Buffer;
  readonly subscribersOf: (type: string) => readonly string[];
  readonly onAppended: () => void;
  readonly onDue: (inbox: string, at: Instant) => void;
}

export type SqliteStore = Store & { readonly database: Database };

export interface SqliteStoreOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly whenToCommit?: ((commit: () => void) => void) | undefined;
}

export const openSqliteStore = (
  { path, whenToCommit }: SqliteStoreOptions,
  { clock, masterKey, subscribersOf, onAppended, onDue }: StoreNeeds,
): SqliteStore => {
  const database = openDatabase({ path, ...(whenToCommit === undefined ? {} : { whenToCommit }) });
  return {
    database,
    journal: createSqliteJournal(database, onAppended),
    views: createSqliteViews(database, clock),
    inbox: createSqliteInbox(database, clock, subscribersOf, onDue),
    vault: createSqliteVault(database, masterKey),
    cursorOf: (reader) => cursorOf(database, reader),
    sweep: () => database.write(() => database.run('DELETE FROM views WHERE expires_at < ?', clock.now())),
    close: () => database.close(),
  };
};
