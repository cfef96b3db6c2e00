import { LRUCache } from 'lru-cache';
import type { StreamId } from '../../kernel/ids.ts';
import type { Commit, Journal, JournalTail, Position } from '../../kernel/journal.ts';
import type { Database } from './database.ts';

/** Commits of the streams used last that stay in memory, a few KiB each. */
const REMEMBERED_COMMITS_MAX = 2_000;

const read = (content: unknown): Commit => JSON.parse(String(content));

/**
 * The journal of one file. This process alone writes it (the file is locked), so that a stream which was read once can be
 * remembered and stays true: an append adds to what is remembered after it is on disk.
 */
export const createSqliteJournal = (database: Database, onAppended: () => void = () => {}): Journal & JournalTail => {
  const remembered = new LRUCache<string, readonly Commit[]>({
    maxSize: REMEMBERED_COMMITS_MAX,
    sizeCalculation: (commits) => Math.max(1, commits.length),
  });

  const load = (stream: StreamId): readonly Commit[] => {
    const known = remembered.get(stream);
    if (known !== undefined) return known;
    const commits = database
      .all('SELECT content FROM journal WHERE stream = ? ORDER BY version', stream)
      .map((row) => read(row['content']));
    remembered.set(stream, commits);
    return commits;
  };

  return {
    load: async (stream) => load(stream),
    append: async (commit) => {
      const content = JSON.stringify(commit);
      const inserted = await database.write(() =>
        database.run(
          'INSERT INTO journal (stream, version, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          commit.stream,
          commit.version,
          content,
        ),
      );
      // Read again from disk after a conflict, and when what is remembered is not the stream just before this commit.
      const before = remembered.get(commit.stream);
      if (inserted === 1 && before?.length === commit.version - 1) remembered.set(commit.stream, [...before, read(content)]);
      else remembered.delete(commit.stream);
      if (inserted === 0) return 'conflict';
      onAppended();
      return 'appended';
    },
    read: async (after, limit) =>
      database
        .all('SELECT position, stream, version, content FROM journal WHERE position > ? ORDER BY position LIMIT ?', after, limit)
        .map((row) => {
          const known = remembered.get(String(row['stream']))?.[Number(row['version']) - 1];
          return { position: Number(row['position']), commit: known ?? read(row['content']) };
        }),
  };
};

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
