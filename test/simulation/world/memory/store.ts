import type { Store, StoreNeeds } from '../../../../infra/local/store.ts';
import type { Commit } from '../../../../shared/kernel/journal.ts';
import type { ViewRecord } from '../../../../shared/kernel/views.ts';
import { createMemoryInbox, type MemoryInbox } from './inbox.ts';
import { createMemoryJournal, type MemoryJournal } from './journal.ts';
import { createMemoryVault } from './vault.ts';
import { createMemoryViews, type MemoryViews } from './views.ts';

/** What a region holds once it has come to rest and nothing was sealed. Never changes, so that many regions may begin with one. */
export interface Beginning {
  readonly commits: readonly Commit[];
  readonly rows: readonly ViewRecord[];
}

export type MemoryStore = Store & { readonly journal: MemoryJournal; readonly views: MemoryViews; readonly inbox: MemoryInbox };

const NOTHING: Beginning = { commits: [], rows: [] };

/** A store without a disk: passes what SQLite's passes (test/contract), at a tenth of the cost. */
export const openMemoryStore = ({ clock, masterKey, subscribersOf, onAppended, onDue }: StoreNeeds, beginning = NOTHING): MemoryStore => {
  const cursors = new Map<string, number>();
  return {
    journal: createMemoryJournal(onAppended, beginning.commits),
    views: createMemoryViews(clock, beginning.rows),
    inbox: createMemoryInbox({ clock, subscribersOf, onDue }),
    vault: createMemoryVault(masterKey),
    cursorOf: (reader) => ({
      read: () => cursors.get(reader) ?? beginning.commits.length,
      move: async (position) => void cursors.set(reader, position),
    }),
    sweep: async () => {},
    close: () => {},
  };
};
