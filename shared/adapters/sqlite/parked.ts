import type { Message } from '../../kernel/messages.ts';
import type { Parked, ParkedBoxes } from '../../kernel/operations.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Database } from './database.ts';

const COUNTS = `
  SELECT COUNT(*) FILTER (WHERE parked_because IS NULL) AS waiting, COUNT(*) FILTER (WHERE parked_because IS NOT NULL) AS parked
    FROM messages WHERE inbox = ?`;
const PARKED =
  'SELECT id, content, parked_because FROM messages WHERE inbox = ? AND parked_because IS NOT NULL ORDER BY due_at, id LIMIT ?';
const RETRY = `UPDATE messages SET parked_because = NULL, attempts = 0, due_at = ?
  WHERE inbox = ? AND id = ? AND parked_because IS NOT NULL`;
const DROP = 'DELETE FROM messages WHERE inbox = ? AND id = ? AND parked_because IS NOT NULL';
const PARK = `INSERT INTO messages (inbox, id, content, due_at, parked_because) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (inbox, id) DO UPDATE SET parked_because = excluded.parked_because`;

/** On a laptop what is parked stays where it is, set aside. */
export const createSqliteParked = (database: Database, clock: Clock): ParkedBoxes => ({
  counts: async (box) => {
    const row = database.get(COUNTS, box);
    return { waiting: Number(row?.['waiting'] ?? 0), parked: Number(row?.['parked'] ?? 0) };
  },
  review: async (box, limit, judge) => {
    for (const row of database.all(PARKED, box, limit)) {
      const id = String(row['id']);
      const verdict = await judge(parkedOf(id, JSON.parse(String(row['content'])), String(row['parked_because'])));
      if (verdict === 'retry') await database.write(() => database.run(RETRY, clock.now(), box, id));
      if (verdict === 'drop') await database.write(() => database.run(DROP, box, id));
    }
  },
  park: async (box, { id, reason, message, place }) => {
    const at = message?.occurredAt ?? clock.now();
    const commit: Message = { id, type: COMMIT, occurredAt: at, correlationId: id, causationId: id, data: place };
    await database.write(() => database.run(PARK, box, id, JSON.stringify(message ?? commit), at, reason));
  },
});

/** The type under which the engine parks a commit. */
const COMMIT = 'commit';

const parkedOf = (id: string, message: Message, reason: string): Parked => {
  const place = /^(.+)\/(\d+)$/.exec(id);
  if (message.type !== COMMIT || place === null) return { id, reason, message };
  return { id, reason, place: { stream: place[1] ?? '', version: Number(place[2]) } };
};
