import type { Commit, Journal, JournalTail, Position } from '../../kernel/journal.ts';
import type { Database } from './database.ts';

const commitOf = (row: Record<string, unknown>): Commit => JSON.parse(String(row['content']));

export const createSqliteJournal = (database: Database, onAppended: () => void = () => {}): Journal & JournalTail => ({
  load: async (stream) => database.all('SELECT content FROM journal WHERE stream = ? ORDER BY version', stream).map(commitOf),
  append: async (commit) => {
    const inserted = await database.write(() =>
      database.run(
        'INSERT INTO journal (stream, version, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        commit.stream,
        commit.version,
        JSON.stringify(commit),
      ),
    );
    if (inserted === 0) return 'conflict';
    onAppended();
    return 'appended';
  },
  read: async (after, limit) =>
    database
      .all('SELECT position, content FROM journal WHERE position > ? ORDER BY position LIMIT ?', after, limit)
      .map((row) => ({ position: Number(row['position']), commit: commitOf(row) })),
});

/** Where a reader of the journal stood; moved in the same transaction as what it wrote. */
export const cursorOf = (database: Database, reader: string) => ({
  read: (): Position => Number(database.get('SELECT position FROM cursors WHERE reader = ?', reader)?.['position'] ?? 0),
  move: (position: Position): Promise<number> =>
    database.write(() =>
      database.run(
        'INSERT INTO cursors (reader, position) VALUES (?, ?) ON CONFLICT (reader) DO UPDATE SET position = excluded.position',
        reader,
        position,
      ),
    ),
});
