import type { Region } from '../world/region.ts';
import { LOTS, PACK_UNITS, type PharmacyAgency, QUANTITIES, UNIT_PRICE_FEN } from '../world/template.ts';
import type { Case } from './cases.ts';

/** The packs of a history. */
export interface Shelf {
  /** All that were ever scanned. */
  readonly used: string[];
  /** Those that a pharmacy opened (拆零), by its agency. */
  readonly opened: Map<string, string[]>;
}
export const emptyShelf = (): Shelf => ({ used: [], opened: new Map() });

export interface Counter {
  readonly pharmacy: PharmacyAgency;
  readonly shelf: Shelf;
}

/** A pack from the shelf; a liar takes one that was scanned before. */
const packFrom = ({ used }: Shelf, { misfortune, tally }: Region, one: Case): string => {
  const again = misfortune.strikes('liars', 0.06) ? misfortune.of('liars').oneOf(used) : undefined;
  if (again !== undefined) tally.count('fault used-pack');
  const code = again ?? `81${String(one.number).padStart(6, '0')}${String(used.length).padStart(8, '0')}`;
  used.push(code);
  return code;
};

const OPENS_ANOTHER = 0.4;

/** A pack that is open already and not at hand, or one that is opened now. */
const openedPack = (region: Region, one: Case, { pharmacy, shelf }: Counter, atHand: readonly string[]): string => {
  const { chance } = region;
  const open = shelf.opened.get(pharmacy.agencyId) ?? [];
  const code = chance.happens(OPENS_ANOTHER) ? undefined : chance.oneOf(open.filter((known) => !atHand.includes(known)));
  if (code !== undefined) return code;
  const fresh = packFrom(shelf, region, one);
  shelf.opened.set(pharmacy.agencyId, [...open, fresh]);
  return fresh;
};

interface Scanned {
  readonly traceCodes: readonly string[];
  readonly opened?: readonly { readonly traceCode: string; readonly quantity: number }[];
}

const wholePacks = (region: Region, one: Case, { shelf }: Counter, count: number): readonly string[] =>
  Array.from({ length: count }, () => packFrom(shelf, region, one));

/** Tablets: whole packs as far as the seller likes, and the rest out of opened ones. */
const tabletsOf = (region: Region, one: Case, counter: Counter, quantity: number): Scanned => {
  const { chance } = region;
  const whole = chance.happens(0.5) ? Math.floor(quantity / PACK_UNITS) : 0;
  const opened: { traceCode: string; quantity: number }[] = [];
  for (let left = quantity - whole * PACK_UNITS; left > 0; left -= opened.at(-1)?.quantity ?? left)
    opened.push({
      traceCode: openedPack(
        region,
        one,
        counter,
        opened.map(({ traceCode }) => traceCode),
      ),
      quantity: Math.min(left, 1 + chance.below(PACK_UNITS - 1)),
    });
  const traceCodes = wholePacks(region, one, counter, whole);
  return opened.length === 0 ? { traceCodes } : { traceCodes, opened };
};

const PARTS = [
  { line: 1, quantity: 1 },
  { line: 2, quantity: 1 },
  { line: 2, quantity: 3 },
] as const;

/** What a pharmacy sells under an offer: mostly all of it. */
export const saleOf = (region: Region, one: Case, counter: Counter) => {
  const { chance, misfortune } = region;
  const { staff } = counter.pharmacy;
  const isPart = chance.happens(0.25);
  const excess = misfortune.strikes('liars', 0.04) ? 1 : 0;
  const all = [
    { line: 1, quantity: QUANTITIES[0] },
    { line: 2, quantity: QUANTITIES[1] + excess },
  ];
  const wanted = isPart ? [chance.oneOf(PARTS) ?? PARTS[0]] : all;
  const lines = wanted.map(({ line, quantity }) => ({
    line,
    quantity,
    unitPriceFen: UNIT_PRICE_FEN,
    ...(line === 1 ? { traceCodes: wholePacks(region, one, counter, quantity) } : tabletsOf(region, one, counter, quantity)),
    lotNumber: chance.oneOf(LOTS) ?? LOTS[0],
    expiresOn: '2035-12-31',
  }));
  const paidFen = lines.reduce((sum, { quantity }) => sum + quantity * UNIT_PRICE_FEN, 0);
  return {
    dispenserId: staff[0].practitionerId,
    checkerId: staff[1].practitionerId,
    lines,
    payment: { payMode: 1, receiptNumber: `R-${one.number}-${one.keys}`, paidFen },
    ...(isPart && chance.happens(0.3) ? { isFinal: true } : {}),
  };
};
