import type { Commit } from '../../shared/kernel/journal.ts';
import { TIMELINE_VIEW } from '../../shared/kernel/timeline.ts';
import type { World } from './world.ts';

const COMMITS_MAX = 1_000;

/** Commits as a context would have made them, of events that need not fit its law; both readers have passed them. */
export const putCommit = async ({ engine }: World, context: string, commit: Pick<Commit, 'stream' | 'version'> & Partial<Commit>) => {
  const { stream, version, at = engine.runtime.clock.now(), correlationId = 'journey' } = commit;
  await engine.journal.append({
    commandId: `cmd_${stream}/${version}`,
    requestDigest: 'test',
    actor: { role: 'system' },
    causationId: 'test',
    events: [],
    ...commit,
    at,
    correlationId,
  });
  await engine.runtime.views.put([{ view: TIMELINE_VIEW, partition: correlationId, sort: stream, version: 1, value: context }]);
  for (const reader of ['relay', 'projector'] as const) {
    const cursor = engine.store.cursorOf(reader);
    const last = (await engine.journal.read(cursor.read(), COMMITS_MAX)).at(-1);
    if (last !== undefined) await cursor.move(last.position);
  }
};
