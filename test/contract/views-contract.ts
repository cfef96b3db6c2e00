import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../shared/kernel/time.ts';
import { addMs, SECOND_MS } from '../../shared/kernel/time.ts';
import type { ViewRecord, Views } from '../../shared/kernel/views.ts';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.ts';

const row = (sort: string, over: Partial<ViewRecord> = {}): ViewRecord => ({
  view: 'things',
  partition: 'p',
  sort,
  version: 1,
  value: { of: sort },
  ...over,
});

/** What every engine's read models must do. `createViews` gives fresh ones that tell the time by the clock. */
export const viewsContract = (name: string, createViews: (clock: Clock) => Views | Promise<Views>): void => {
  describe(`the ${name} views`, () => {
    let clock: VirtualClock;
    let views: Views;
    beforeEach(async () => {
      clock = createVirtualClock();
      views = await createViews(clock);
    });
    const sorts = async (page: Omit<Parameters<Views['list']>[1], 'partition'>): Promise<readonly string[]> =>
      (await views.list('things', { partition: 'p', ...page })).map(({ sort }) => sort);
    const putAll = (...names: readonly string[]): Promise<void> => views.put(names.map((sort) => row(sort)));

    it('has nothing where nothing was put', async () => {
      await views.put([]);
      expect(await views.get('things', 'p', 'a')).toBeUndefined();
      expect(await sorts({ limit: 10 })).toEqual([]);
    });
    it('gives back a row whole', async () => {
      const value = { text: '处方 𠮷', none: null, list: [], nested: { zero: 0 } };
      await views.put([row('a', { value, version: 7 })]);
      expect(await views.get('things', 'p', 'a')).toEqual({ sort: 'a', version: 7, value });
    });
    it('keeps views and partitions apart', async () => {
      await views.put([row('a'), row('b', { view: 'others' }), row('c', { partition: 'q' })]);
      expect(await sorts({ limit: 10 })).toEqual(['a']);
    });
    it.each([
      { late: 'an older', version: 4, kept: 'first' },
      { late: 'an equal', version: 5, kept: 'first' },
      { late: 'a newer', version: 6, kept: 'second' },
    ])('after $late copy keeps the $kept', async ({ version, kept }) => {
      await views.put([row('a', { version: 5, value: 'first' })]);
      await views.put([row('a', { version, value: 'second' })]);
      expect((await views.get('things', 'p', 'a'))?.value).toBe(kept);
    });
    it('takes a row away, and no late copy brings it back', async () => {
      await views.put([row('a', { version: 1 })]);
      await views.put([row('a', { version: 3, value: undefined })]);
      await views.put([row('a', { version: 2 })]);
      expect(await views.get('things', 'p', 'a')).toBeUndefined();
      expect(await sorts({ limit: 10 })).toEqual([]);
      await views.put([row('a', { version: 4 })]);
      expect(await sorts({ limit: 10 })).toEqual(['a']);
    });
    it('shows a row until its time is over', async () => {
      await views.put([row('a', { expiresAt: addMs(clock.now(), SECOND_MS) })]);
      expect(await sorts({ limit: 10 })).toEqual(['a']);
      clock.advance(SECOND_MS);
      expect(await sorts({ limit: 10 })).toEqual([]);
      expect(await views.get('things', 'p', 'a')).toBeUndefined();
    });
    it('lists in the order of UTF-8, both ways', async () => {
      await putAll('b', '', 'a/2', 'a', '处', '\u{1F48A}', '\uFF01');
      const up = ['', 'a', 'a/2', 'b', '处', '\uFF01', '\u{1F48A}'];
      expect(await sorts({ limit: 10 })).toEqual(up);
      expect(await sorts({ limit: 10, isDescending: true })).toEqual(up.toReversed());
    });
    it('pages through rows that come and go, each seen once', async () => {
      const all = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'));
      await putAll(...all);
      await views.put(all.slice(3, 15).map((sort) => row(sort, { version: 2, value: undefined })));
      const left = [...all.slice(0, 3), ...all.slice(15)];
      for (const isDescending of [false, true]) {
        const seen: string[] = [];
        for (;;) {
          const cursor = seen.at(-1);
          const page = await sorts({ limit: 4, isDescending, ...(cursor === undefined ? {} : { cursor }) });
          seen.push(...page);
          if (page.length < 4) break;
        }
        expect(seen).toEqual(isDescending ? left.toReversed() : left);
      }
    });
    it('lists only what begins with the prefix, also after a cursor', async () => {
      await putAll('a', 'b/1', 'b/2', 'b/3', 'b0', 'c');
      expect(await sorts({ limit: 10, prefix: 'b/' })).toEqual(['b/1', 'b/2', 'b/3']);
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: 'b/1' })).toEqual(['b/2', 'b/3']);
      expect(await sorts({ limit: 10, prefix: 'b/', isDescending: true })).toEqual(['b/3', 'b/2', 'b/1']);
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: 'b/3', isDescending: true })).toEqual(['b/2', 'b/1']);
      expect(await sorts({ limit: 10, prefix: 'x' })).toEqual([]);
    });
    it('shows nothing outside of the prefix for a cursor that lies there', async () => {
      await putAll('a', 'b/1', 'b/2', 'c');
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: 'a' })).toEqual(['b/1', 'b/2']);
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: '' })).toEqual(['b/1', 'b/2']);
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: 'c' })).toEqual([]);
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: 'zz', isDescending: true })).toEqual(['b/2', 'b/1']);
      expect(await sorts({ limit: 10, prefix: 'b/', cursor: 'a', isDescending: true })).toEqual([]);
    });
    it.each(['x'.repeat(300), `'; DROP TABLE views; --`, '"quoted"', '%_', '处方𠮷', ' '])(
      'takes %j as a name of anything',
      async (odd) => {
        await views.put([row(odd, { partition: odd }), row(`${odd}2`, { partition: odd })]);
        expect(await views.get('things', odd, odd)).toMatchObject({ sort: odd, value: { of: odd } });
        const names = (await views.list('things', { partition: odd, limit: 10, prefix: odd })).map(({ sort }) => sort);
        expect(names).toEqual([odd, `${odd}2`]);
      },
    );
    it('tells a row whose value is null from none', async () => {
      await views.put([row('a', { value: null })]);
      expect(await views.get('things', 'p', 'a')).toEqual({ sort: 'a', version: 1, value: null });
    });
    it.each(['', 'a', 'b/9', 'zz', '\0'])('takes the cursor %j of a row that is not there as a place', async (cursor) => {
      await putAll('a', 'b/1', 'c');
      expect(await sorts({ limit: 10, cursor })).toEqual(['a', 'b/1', 'c'].filter((sort) => sort > cursor));
      expect(await sorts({ limit: 10, cursor, isDescending: true })).toEqual(['c', 'b/1', 'a'].filter((sort) => sort < cursor));
    });
    it('takes hundreds of rows at once', async () => {
      await putAll(...Array.from({ length: 300 }, (_, index) => String(index).padStart(3, '0')));
      expect(await sorts({ limit: 1_000 })).toHaveLength(300);
    });
  });
};
