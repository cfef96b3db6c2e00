import { beforeEach, describe, expect, it } from 'vitest';
import type { Commit, Journal } from '../../shared/kernel/journal.ts';
import type { Holdings, Subject } from '../../shared/kernel/operations.ts';
import type { Vault } from '../../shared/kernel/vault.ts';
import type { ViewRecord, Views } from '../../shared/kernel/views.ts';
import { MONDAY } from '../support/virtual-clock.ts';

export interface HoldingsUnderTest {
  readonly holdings: Holdings;
  readonly journal: Journal;
  readonly views: Views;
  readonly vault: Vault;
}

const commit = (id: string, version: number, note = '处方'): Commit => ({
  stream: `thing#${id}`,
  version,
  commandId: `cmd_${id}_${version}`,
  requestDigest: 'digest',
  at: MONDAY,
  actor: { role: 'system' },
  correlationId: id,
  causationId: 'req_1',
  events: [{ type: 'Happened', note }],
});
const row = (sort: string, version: number, value: unknown): ViewRecord => ({ view: 'v.w', partition: 'a#b', sort, version, value });

const all = async <One>(these: AsyncIterable<One>): Promise<readonly One[]> => {
  const found: One[] = [];
  for await (const one of these) found.push(one);
  return found;
};
const sorted = (subjects: readonly Subject[]) => subjects.toSorted((left, right) => (left.token < right.token ? -1 : 1));

/** What an engine gives of all that it keeps, and takes from another. */
export const holdingsContract = (name: string, create: () => HoldingsUnderTest | Promise<HoldingsUnderTest>): void => {
  describe(`what ${name} keeps`, () => {
    let under: HoldingsUnderTest;
    beforeEach(async () => {
      under = await create();
    });

    it('is nothing at first', async () => {
      const { holdings } = under;
      const counts = [
        await all(holdings.commits()),
        await all(holdings.rows()),
        await all(holdings.subjects()),
        await all(holdings.waiting()),
      ];
      expect(counts.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
    });
    it('is every commit, those of a stream in their order', async () => {
      for (let version = 1; version <= 12; version += 1) for (const id of ['a', 'b']) await under.journal.append(commit(id, version));
      const found = await all(under.holdings.commits());
      expect(found).toHaveLength(24);
      const ofA = found.filter(({ stream }) => stream === 'thing#a');
      expect(ofA).toEqual(Array.from({ length: 12 }, (_, index) => commit('a', index + 1)));
    });
    it('takes a commit whatever stands in its place', async () => {
      await under.journal.append(commit('a', 1, 'own'));
      await under.holdings.putCommit(commit('a', 1, 'moved'));
      await under.holdings.putCommit(commit('a', 2));
      expect(await under.journal.load('thing#a')).toEqual([commit('a', 1, 'moved'), commit('a', 2)]);
      expect(await under.holdings.unread()).toBe(0);
    });
    it('is every row, also those that were taken away, and takes them over newer ones', async () => {
      await under.views.put([row('x', 1, { text: '处' }), row('', 5, [1]), row('gone', 2, undefined)]);
      expect((await all(under.holdings.rows())).toSorted((left, right) => (left.sort < right.sort ? -1 : 1))).toEqual([
        row('', 5, [1]),
        row('gone', 2, undefined),
        row('x', 1, { text: '处' }),
      ]);
      await under.holdings.putRows([row('', 4, 'older'), row('y', 1, 0)]);
      expect(await under.views.get('v.w', 'a#b', '')).toMatchObject({ version: 4, value: 'older' });
      expect(await all(under.holdings.rows())).toHaveLength(4);
    });
    it('is every person with what can still be read', async () => {
      await under.vault.seal('pt_1', 'rx_1/document', '处方');
      await under.vault.seal('pt_1', 'identity', '王小明');
      await under.vault.seal('pt_2', 'identity', '张秀英');
      await under.vault.erase('pt_2');
      await under.vault.seal('pt_2', 'rx_2/document', 'again');
      expect(sorted(await all(under.holdings.subjects()))).toEqual([
        {
          token: 'pt_1',
          generation: 1,
          erased: [],
          records: [
            { name: 'identity', generation: 1, content: '王小明' },
            { name: 'rx_1/document', generation: 1, content: '处方' },
          ],
        },
        {
          token: 'pt_2',
          generation: 2,
          erased: [1],
          records: [
            { name: 'identity', generation: 1 },
            { name: 'rx_2/document', generation: 2, content: 'again' },
          ],
        },
      ]);
    });
    it('takes a person whole: what was erased stays erased, what is erased later is erased', async () => {
      const subject: Subject = {
        token: 'pt_2',
        generation: 2,
        erased: [1],
        records: [
          { name: 'identity', generation: 1 },
          { name: 'rx_2/document', generation: 2, content: 'again' },
        ],
      };
      await under.holdings.putSubject(subject);
      await under.holdings.putSubject(subject);
      expect(await all(under.holdings.subjects())).toEqual([subject]);
      expect(await under.vault.open('pt_2', 'identity')).toEqual({ kind: 'erased' });
      expect(await under.vault.open('pt_2', 'rx_2/document')).toEqual({ kind: 'content', content: 'again' });
      expect(await under.vault.open('pt_2', 'other')).toEqual({ kind: 'missing' });
      expect(await under.vault.generationOf('pt_2')).toBe(2);
      await under.vault.seal('pt_2', 'more', 'm');
      expect(await under.vault.erase('pt_2', 2)).toBe('erased');
      expect(await under.vault.open('pt_2', 'more')).toEqual({ kind: 'erased' });
    });
  });
};
