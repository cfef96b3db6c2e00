import type { Database } from '../../shared/adapters/sqlite/database.ts';
import { cursorOf } from '../../shared/adapters/sqlite/journal.ts';
import { epochMs } from '../../shared/kernel/time.ts';
import type { Engine } from './engine.ts';
import { SAFE_HEADERS } from './respond.ts';
import type { Page } from './server.ts';

interface Lag {
  /** Commits that the reader has not handled yet. */
  readonly commits: number;
  /** Age of the first of them. */
  readonly ms: number;
}

/** Parked messages that are counted; beyond this the number says only that it is too many. */
const PARKED_COUNTED_MAX = 1_000;

const countOf = (database: Database, sql: string, ...values: number[]): number => Number(database.get(sql, ...values)?.['count'] ?? 0);

/** `GET /healthz`: whether the journal answers, how far its readers are behind, and what waits for an operator. 503 when it does not answer. */
export const healthPage = ({ database, journal, runtime }: Engine): Page => {
  const lagOf = async (reader: string): Promise<Lag> => {
    const position = cursorOf(database, reader).read();
    const [next] = await journal.read(position, 1);
    if (next === undefined) return { commits: 0, ms: 0 };
    const commits = countOf(database, 'SELECT COUNT(*) AS count FROM journal WHERE position > ?', position);
    return { commits, ms: Math.max(0, epochMs(runtime.clock.now()) - epochMs(next.commit.at)) };
  };
  const check = async () => {
    try {
      const [relay, projector] = await Promise.all([lagOf('relay'), lagOf('projector')]);
      const commits = countOf(database, 'SELECT MAX(position) AS count FROM journal');
      const parkedSql = `SELECT COUNT(*) AS count FROM (SELECT 1 FROM messages WHERE parked_because IS NOT NULL LIMIT ${PARKED_COUNTED_MAX})`;
      return {
        status: 'ok',
        region: runtime.region,
        journal: { reachable: true, commits },
        relay,
        projector,
        parked: countOf(database, parkedSql),
      };
    } catch (thrown) {
      runtime.log.failure('health.failed', thrown);
      return { status: 'down', region: runtime.region, journal: { reachable: false } };
    }
  };
  return async (_request, response) => {
    const health = await check();
    response
      .writeHead(health.journal.reachable ? 200 : 503, { ...SAFE_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(health));
  };
};
