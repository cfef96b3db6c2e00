import type { Commit } from './journal.ts';
import type { ViewRecord } from './views.ts';

/** The read model `timeline`: what was committed in a journey, hop by hop, across contexts. Partition: correlation id, sorted by time. */
export const TIMELINE_VIEW = 'timeline';

export interface Hop {
  readonly at: string;
  readonly context: string;
  readonly stream: string;
  readonly version: number;
  readonly events: readonly string[];
  readonly actor: { readonly agencyId?: string; readonly role: string };
  readonly causationId: string;
}

export const hopSort = ({ at, stream, version }: Pick<Hop, 'at' | 'stream' | 'version'>): string =>
  `${at}/${stream}/${String(version).padStart(4, '0')}`;

export const hopRecord = (context: string, commit: Commit): ViewRecord => {
  const { at, stream, version, actor, causationId } = commit;
  const hop: Hop = { at, context, stream, version, events: commit.events.map(typeOf), actor, causationId };
  return { view: TIMELINE_VIEW, partition: commit.correlationId, sort: hopSort(hop), version: 1, value: hop };
};

const typeOf = (event: unknown): string =>
  typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : 'unknown';
