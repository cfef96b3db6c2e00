import { beforeEach, describe, expect, it } from 'vitest';
import { streamId } from '../../shared/kernel/ids.ts';
import { COMMITS_PER_STREAM_MAX, type Commit, type Journal } from '../../shared/kernel/journal.ts';
import { instant } from '../../shared/kernel/time.ts';

const commit = (id: string, version: number, over: Partial<Commit> = {}): Commit => ({
  stream: streamId('thing', id),
  version,
  commandId: `cmd_${id}_${version}`,
  requestDigest: 'digest',
  at: instant('2026-03-02T02:00:00.000Z'),
  actor: { role: 'hospital', agencyId: 'ag_1' },
  correlationId: id,
  causationId: 'req_1',
  events: [{ type: 'Happened', nth: version }],
  ...over,
});

/** What every journal must do, whatever it is built on. `createJournal` gives a fresh one. */
export const journalContract = (name: string, createJournal: () => Journal | Promise<Journal>): void => {
  describe(`the ${name} journal`, () => {
    let journal: Journal;
    beforeEach(async () => {
      journal = await createJournal();
    });

    it('gives nothing for a stream that has no commit', async () => {
      expect(await journal.load(streamId('thing', 'none'))).toEqual([]);
    });
    it('gives back what was appended, to the last field', async () => {
      const events = [{ type: 'Ünïcode 处方 𠮷', empty: '', none: null, list: [], deep: { a: [{ b: 0.1 }] }, big: 2 ** 53 - 1 }];
      const whole = commit('one', 1, { events, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
      expect(await journal.append(whole)).toBe('appended');
      expect(await journal.load(whole.stream)).toEqual([whole]);
    });
    it('keeps an actor without an agency so', async () => {
      const bySystem = commit('one', 1, { actor: { role: 'system' } });
      await journal.append(bySystem);
      expect(await journal.load(bySystem.stream)).toEqual([bySystem]);
    });
    it('refuses a version that is taken, and keeps the first', async () => {
      await journal.append(commit('one', 1));
      expect(await journal.append(commit('one', 1, { commandId: 'rival' }))).toBe('conflict');
      expect(await journal.load(streamId('thing', 'one'))).toEqual([commit('one', 1)]);
    });
    it('lets one of many rivals win', async () => {
      const rivals = Array.from({ length: 50 }, (_, index) => commit('one', 1, { commandId: `rival-${index}` }));
      const outcomes = await Promise.all(rivals.map((rival) => journal.append(rival)));
      expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(1);
      const winner = rivals[outcomes.indexOf('appended')];
      expect(await journal.load(streamId('thing', 'one'))).toEqual([winner]);
    });
    it.each(['x'.repeat(300), `'; DROP TABLE journal; --`, 'a#b/c', '处方𠮷', ' '])('takes a stream called %j', async (id) => {
      expect(await journal.append(commit(id, 1))).toBe('appended');
      expect(await journal.load(streamId('thing', id))).toEqual([commit(id, 1)]);
    });
    it('keeps streams apart, also when one name begins with the other', async () => {
      await journal.append(commit('one', 1));
      await journal.append(commit('one2', 1));
      expect(await journal.load(streamId('thing', 'one'))).toEqual([commit('one', 1)]);
    });
    it('loads a full stream in the order of versions', async () => {
      for (let version = 1; version <= COMMITS_PER_STREAM_MAX; version += 1) await journal.append(commit('long', version));
      const versions = (await journal.load(streamId('thing', 'long'))).map((one) => one.version);
      expect(versions).toEqual(Array.from({ length: COMMITS_PER_STREAM_MAX }, (_, index) => index + 1));
    });
    it('loads a stream of more than a megabyte whole', async () => {
      const note = 'x'.repeat(200 * 1024);
      for (let version = 1; version <= 8; version += 1) await journal.append(commit('wide', version, { events: [{ note }] }));
      expect(await journal.load(streamId('thing', 'wide'))).toHaveLength(8);
    });
  });
};
