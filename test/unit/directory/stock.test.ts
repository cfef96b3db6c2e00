import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicatesIn, judgeStock, refusedIn, type StockItem } from '../../../functions/directory/domain/stock.ts';

const item = (drugCode: string, over: Partial<StockItem> = {}): StockItem => ({ drugCode, quantity: 5, unitPriceFen: 100, ...over });
const level = (version: number) => ({ version, quantity: 5, unitPriceFen: 100 });

describe('a stock feed', () => {
  it.each([
    { known: undefined, fresh: 1, counts: { accepted: 1, stale: 0 } },
    { known: level(6), fresh: 1, counts: { accepted: 1, stale: 0 } },
    { known: level(7), fresh: 0, counts: { accepted: 1, stale: 0 } },
    { known: { ...level(7), quantity: 4 }, fresh: 0, counts: { accepted: 0, stale: 1 } },
    { known: { ...level(7), unitPriceFen: 99 }, fresh: 0, counts: { accepted: 0, stale: 1 } },
    { known: level(8), fresh: 0, counts: { accepted: 0, stale: 1 } },
  ])('of version 7 where $known stands stores $fresh and counts $counts', ({ known, fresh, counts }) => {
    const judged = judgeStock({ version: 7, items: [item('A')] }, new Map(known === undefined ? [] : [['A', known]]), new Set(['A']));
    expect(judged.fresh).toHaveLength(fresh);
    expect(judged.counts).toEqual({ ...counts, unknownDrugs: 0 });
  });
  it('names the second mention of a drug', () => {
    expect(duplicatesIn([item('A'), item('B'), item('A'), item('A')])).toEqual([2, 3]);
    expect(duplicatesIn([])).toEqual([]);
  });
  it('refuses what a closed catalogue lacks; an open one counts it', () => {
    const items = [item('A'), item('B')];
    expect(refusedIn(items, new Set(['A']), { catalogue: 'closed' })).toEqual([1]);
    expect(refusedIn(items, new Set(['A']), { catalogue: 'open' })).toEqual([]);
    expect(judgeStock({ version: 1, items }, new Map(), new Set(['A'])).counts).toEqual({ accepted: 2, stale: 0, unknownDrugs: 1 });
  });
  it('accounts for every item', () => {
    const codes = fc.uniqueArray(fc.string(), { maxLength: 20 });
    const levels = fc.dictionary(
      fc.string(),
      fc.record({ version: fc.integer({ min: 1, max: 9 }), quantity: fc.nat(9), unitPriceFen: fc.nat(9) }),
    );
    fc.assert(
      fc.property(codes, levels, fc.integer({ min: 1, max: 9 }), (names, known, version) => {
        const items = names.map((name) => item(name));
        const { fresh, counts } = judgeStock({ version, items }, new Map(Object.entries(known)), new Set());
        expect(counts.accepted + counts.stale).toBe(items.length);
        expect(fresh.length).toBeLessThanOrEqual(counts.accepted);
      }),
    );
  });
});
