import { cursorOf } from '../../shared/adapters/sqlite/journal.ts';
import { type Clock, epochMs } from '../../shared/kernel/time.ts';
import type { Engine } from './engine.ts';

const LOOK_EVERY_MS = 100;

/** Messages to receivers outside wait in groups, one a receiver: a dead pharmacy's are no work of ours that waits. */
const OLDEST_DUE = `
  SELECT due_at FROM messages
   WHERE inbox = ? AND due_at <= ? AND parked_because IS NULL AND message_group IS NULL
   ORDER BY due_at LIMIT 1`;

/**
 * How long the oldest work of the region has waited to be taken up: a commit for the relay, a message for its reaction, or the
 * process itself for its turn. Looked at ten times a second, so that asking costs nothing.
 */
export const watchBacklog = ({ database, journal, inboxes }: Engine, clock: Clock) => {
  const relayed = cursorOf(database, 'relay');
  let waitedMs = 0;
  let expectedAt = performance.now() + LOOK_EVERY_MS;

  const agesMs = async (): Promise<readonly number[]> => {
    const now = clock.now();
    const [next] = await journal.read(relayed.read(), 1);
    const due = inboxes.map((inbox) => database.get(OLDEST_DUE, inbox, now)?.['due_at']);
    return [next?.commit.at, ...due].flatMap((at) => (typeof at === 'string' ? [epochMs(now) - Date.parse(at)] : []));
  };
  const look = async (): Promise<void> => {
    const lateMs = Math.max(0, performance.now() - expectedAt);
    expectedAt = performance.now() + LOOK_EVERY_MS;
    try {
      waitedMs = Math.max(lateMs, ...(await agesMs()));
    } catch {
      // Whatever keeps the file from being read is told by whoever needs it; the last look stands.
    }
  };
  const looking = setInterval(() => void look(), LOOK_EVERY_MS).unref();

  return { backlogMs: (): number => waitedMs, stop: (): void => clearInterval(looking) };
};
