import type { SqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import type { Commit, JournalTail, Position } from '../../shared/kernel/journal.ts';
import type { Log, Reader } from '../../shared/kernel/log.ts';
import { type Run, runsOf } from '../../shared/kernel/runs.ts';

export interface JournalReaderDeps {
  readonly name: Reader;
  readonly journal: JournalTail;
  readonly cursor: { read(): Position; move(position: Position): Promise<unknown> };
  readonly inbox: Pick<SqliteInbox, 'parkCommit'>;
  readonly log: Log;
  readonly handle: (run: Run) => Promise<unknown>;
}

type Entry = Awaited<ReturnType<JournalTail['read']>>[number];

/** Commits that a reader takes at once. */
const READ_COMMITS = 100;
/** An outage passes; what fails so often is our own fault, and waits for an operator instead of holding up the rest. */
const TRIES_MAX = 5;

/**
 * Reads on from the reader's cursor and answers how many commits it got behind it; 0 when there are none, or when the first
 * one failed and must come again. Handling a commit twice sends the same ids and writes the same rows.
 */
export const createJournalReader = ({ name, journal, cursor, inbox, log, handle }: JournalReaderDeps) => {
  const failures = new Map<Position, number>();

  const isHandled = async (position: Position, commit: Commit): Promise<boolean> => {
    const { stream, version } = commit;
    try {
      await handle([commit]);
    } catch (thrown) {
      const tries = (failures.get(position) ?? 0) + 1;
      failures.set(position, tries);
      log.failure(`${name}.failed`, thrown, { stream, version, attempt: tries });
      if (tries < TRIES_MAX || !(await isParked(commit))) return false;
    }
    failures.delete(position);
    return true;
  };

  const isParked = async (commit: Commit): Promise<boolean> => {
    try {
      await inbox.parkCommit(name, commit, 'failure');
      return true;
    } catch (thrown) {
      // A disk that takes nothing takes no parked commit either.
      log.failure(`${name}.not-parked`, thrown, { stream: commit.stream, version: commit.version });
      return false;
    }
  };

  /** The positions that are behind us. Of a run that failed each commit is handled alone, so that one holds up no other. */
  const handleRun = async (run: readonly Entry[]): Promise<readonly Position[]> => {
    if (run.length > 1 && (await isDone(run))) return run.map(({ position }) => position);
    const behind: Position[] = [];
    for (const { position, commit } of run) if (await isHandled(position, commit)) behind.push(position);
    return behind;
  };

  const isDone = async (run: readonly Entry[]): Promise<boolean> => {
    try {
      await handle(run.map(({ commit }) => commit));
      return true;
    } catch {
      // Alone, each gets its own verdict and its own line in the log.
      return false;
    }
  };

  return async (limit = READ_COMMITS): Promise<number> => {
    const entries = await journal.read(cursor.read(), limit);
    const handled = new Set((await Promise.all(runsOf(entries).map(handleRun))).flat());
    const firstFailed = entries.findIndex(({ position }) => !handled.has(position));
    const behind = firstFailed === -1 ? entries : entries.slice(0, firstFailed);
    const last = behind.at(-1);
    if (last !== undefined) await cursor.move(last.position);
    return behind.length;
  };
};
