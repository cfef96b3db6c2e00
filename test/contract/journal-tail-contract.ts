import { beforeEach, describe, expect, it } from 'vitest';
import { streamId } from '../../shared/kernel/ids.ts';
import type { Commit, Journal, JournalTail } from '../../shared/kernel/journal.ts';
import { instant } from '../../shared/kernel/time.ts';

const commit = (id: string, version: number): Commit => ({
  stream: streamId('thing', id),
  version,
  commandId: `cmd_${id}_${version}`,
  requestDigest: 'digest',
  at: instant('2026-03-02T02:00:00.000Z'),
  actor: { role: 'system' },
  correlationId: id,
  causationId: 'req_1',
  events: [{ type: 'Happened', note: '处方' }],
});

/** What a journal that is read as one log must do. */
export const journalTailContract = (name: string, createJournal: () => (Journal & JournalTail) | Promise<Journal & JournalTail>): void => {
  describe(`the tail of the ${name} journal`, () => {
    let journal: Journal & JournalTail;
    beforeEach(async () => {
      journal = await createJournal();
    });

    it('is empty at first', async () => {
      expect(await journal.read(0, 10)).toEqual([]);
    });
    it('gives the commits of all streams in the order in which they were written', async () => {
      const written = [commit('b', 1), commit('a', 1), commit('b', 2), commit('c', 1), commit('a', 2)];
      for (const one of written) await journal.append(one);
      const entries = await journal.read(0, 10);
      expect(entries.map((entry) => entry.commit)).toEqual(written);
      const positions = entries.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].sort((left, right) => left - right));
      expect(positions.every((position) => position > 0)).toBe(true);
    });
    it('goes on from any position, in pages of any size', async () => {
      for (let version = 1; version <= 10; version += 1) await journal.append(commit('a', version));
      for (const limit of [1, 3, 10, 100]) {
        const versions: number[] = [];
        let position = 0;
        for (let page = await journal.read(position, limit); page.length > 0; page = await journal.read(position, limit)) {
          versions.push(...page.map((entry) => entry.commit.version));
          position = page.at(-1)?.position ?? 0;
        }
        expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      }
    });
    it('shows nothing of a conflict', async () => {
      await journal.append(commit('a', 1));
      await journal.append({ ...commit('a', 1), commandId: 'rival' });
      await journal.append(commit('a', 2));
      expect((await journal.read(0, 10)).map((entry) => entry.commit.commandId)).toEqual(['cmd_a_1', 'cmd_a_2']);
    });
    it('misses no commit when many are written at once, and sees a stream in its own order', async () => {
      const streams = Array.from({ length: 50 }, (_, index) => `s${index}`);
      let position = 0;
      const seen: Commit[] = [];
      const look = async () => {
        const page = await journal.read(position, 7);
        seen.push(...page.map((entry) => entry.commit));
        position = page.at(-1)?.position ?? position;
        return page.length;
      };
      const writing = Promise.all(
        streams.map(async (id) => {
          await journal.append(commit(id, 1));
          await journal.append(commit(id, 2));
        }),
      );
      for (let early = 0; early < 10; early += 1) await look();
      await writing;
      while ((await look()) > 0);
      expect(seen).toHaveLength(100);
      for (const id of streams) {
        expect(seen.filter((one) => one.stream === streamId('thing', id)).map(({ version }) => version)).toEqual([1, 2]);
      }
    });
  });
};
