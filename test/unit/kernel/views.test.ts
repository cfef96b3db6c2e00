import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openDatabase } from '../../../shared/adapters/sqlite/database.ts';
import { createSqliteViews } from '../../../shared/adapters/sqlite/views.ts';
import { defineView, type Views } from '../../../shared/kernel/views.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';

const Hats = defineView('hats', z.object({ size: z.int() }));
const at = (sort: string) => ({ partition: 'p', sort });

let views: Views;
beforeEach(async () => {
  views = createSqliteViews(openDatabase({ path: ':memory:' }), createVirtualClock());
  await views.put(['a', 'b', 'c'].map((sort, index) => Hats.record(at(sort), 1, { size: index })));
});

describe('a row of a read model', () => {
  it('has its place, its version and its value, and an end only where it is given one', () => {
    expect(Hats.name).toBe('hats');
    expect(Hats.record(at('a'), 7, { size: 1 })).toStrictEqual({ view: 'hats', partition: 'p', sort: 'a', version: 7, value: { size: 1 } });
    expect(Hats.record(at('a'), 7, { size: 1 }, MONDAY)).toMatchObject({ version: 7, expiresAt: MONDAY });
    expect(Hats.gone(at('a'), 8)).toStrictEqual({ view: 'hats', partition: 'p', sort: 'a', version: 8, value: undefined });
  });
  it('is read back through the schema', async () => {
    expect(await Hats.get(views, 'p', 'b')).toEqual({ size: 1 });
    expect(await Hats.get(views, 'p', 'z')).toBeUndefined();
    await views.put([{ view: 'hats', ...at('b'), version: 2, value: { size: 'large' } }]);
    await expect(Hats.get(views, 'p', 'b')).rejects.toThrow();
    await expect(Hats.list(views, { partition: 'p', limit: 5 })).rejects.toThrow();
  });
  it('that is gone is not read', async () => {
    await views.put([Hats.gone(at('b'), 2)]);
    expect(await Hats.get(views, 'p', 'b')).toBeUndefined();
  });
});

describe('a page', () => {
  it.each([
    { limit: 1, sizes: [0], nextCursor: 'a' },
    { limit: 2, sizes: [0, 1], nextCursor: 'b' },
    { limit: 3, sizes: [0, 1, 2], nextCursor: undefined },
    { limit: 4, sizes: [0, 1, 2], nextCursor: undefined },
  ])('of $limit of three rows goes on after $nextCursor', async ({ limit, sizes, nextCursor }) => {
    const page = await Hats.list(views, { partition: 'p', limit });
    expect(page.items.map(({ size }) => size)).toEqual(sizes);
    expect(page).toStrictEqual({ items: page.items, ...(nextCursor === undefined ? {} : { nextCursor }) });
  });
  it('of nothing ends', async () => {
    expect(await Hats.list(views, { partition: 'q', limit: 1 })).toStrictEqual({ items: [] });
    expect(await Hats.list(views, { partition: 'p', limit: 0 })).toStrictEqual({ items: [] });
  });
  it('follows the one before, in either direction', async () => {
    expect(await Hats.list(views, { partition: 'p', limit: 2, cursor: 'b' })).toStrictEqual({ items: [{ size: 2 }] });
    expect(await Hats.list(views, { partition: 'p', limit: 1, cursor: 'c', isDescending: true })).toStrictEqual({
      items: [{ size: 1 }],
      nextCursor: 'b',
    });
    expect(await Hats.list(views, { partition: 'p', limit: 5, prefix: 'c' })).toStrictEqual({ items: [{ size: 2 }] });
  });
});
