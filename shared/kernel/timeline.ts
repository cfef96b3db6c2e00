import { toStreamId } from './ids.ts';
import type { Commit, Journal } from './journal.ts';
import { PAGE_ROWS_MAX, type StoredRow, type ViewRecord, type Views } from './views.ts';

/**
 * The read model `timeline`: which streams a journey went through, each by its context. Partition: correlation id, sorted by stream;
 * a row is written once. What happened there, the streams themselves say.
 */
export const TIMELINE_VIEW = 'timeline';

export interface Hop {
  readonly at: Commit['at'];
  readonly context: string;
  readonly stream: string;
  readonly version: number;
  readonly events: readonly string[];
  readonly actor: { readonly agencyId?: string; readonly role: string };
  readonly causationId: string;
}

export const hopSort = ({ at, stream, version }: Pick<Hop, 'at' | 'stream' | 'version'>): string =>
  `${at}/${stream}/${String(version).padStart(4, '0')}`;

/** The journeys that came to a stream with the last `count` of its commits. */
export const arrivals = (context: string, history: readonly Commit[], count: number): readonly ViewRecord[] =>
  history
    .slice(-count)
    .filter((commit) => history.find(({ correlationId }) => correlationId === commit.correlationId) === commit)
    .map(({ correlationId, stream, version }) => ({
      view: TIMELINE_VIEW,
      partition: correlationId,
      sort: stream,
      version,
      value: context,
    }));

/** What was committed in a journey, hop by hop, across contexts and in the order of time; of a stream, from when the projector saw it. */
export type Trail = (journey: string) => Promise<readonly Hop[]>;

const ROW_PAGES_MAX = 10;
const LOADS_AT_ONCE = 25;

export const createTrail = ({
  journal,
  views,
}: {
  readonly journal: Pick<Journal, 'load'>;
  readonly views: Pick<Views, 'list'>;
}): Trail => {
  const rowsOf = async (journey: string): Promise<readonly StoredRow[]> => {
    const rows: StoredRow[] = [];
    for (let page = 0; page < ROW_PAGES_MAX; page += 1) {
      const cursor = rows.at(-1)?.sort;
      const found = await views.list(TIMELINE_VIEW, {
        partition: journey,
        limit: PAGE_ROWS_MAX,
        ...(cursor === undefined ? {} : { cursor }),
      });
      rows.push(...found);
      if (found.length < PAGE_ROWS_MAX) return rows;
    }
    throw new Error(`a journey through ${rows.length} streams, and more`);
  };

  return async (journey) => {
    const rows = await rowsOf(journey);
    const hops: Hop[] = [];
    // Stryker disable next-line EqualityOperator: one more turn finds no rows
    for (let from = 0; from < rows.length; from += LOADS_AT_ONCE) {
      const found = await Promise.all(
        rows.slice(from, from + LOADS_AT_ONCE).map(async ({ sort, value }) => {
          const commits = await journal.load(toStreamId(sort));
          return commits.filter(({ correlationId }) => correlationId === journey).map((commit) => hopOf(String(value), commit));
        }),
      );
      hops.push(...found.flat());
    }
    // Stryker disable next-line EqualityOperator: no two hops stand in one place
    return hops.sort((left, right) => (hopSort(left) < hopSort(right) ? -1 : 1));
  };
};

const hopOf = (context: string, { at, stream, version, actor, causationId, events }: Commit): Hop => ({
  at,
  context,
  stream,
  version,
  events: events.map(typeOf),
  actor,
  causationId,
});

const typeOf = (event: unknown): string =>
  typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : 'unknown';
