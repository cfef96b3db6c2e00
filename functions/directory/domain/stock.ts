import type { DirectoryRules } from './policy.ts';

/** What a pharmacy says of one drug. */
export interface StockItem {
  readonly drugCode: string;
  readonly quantity: number;
  readonly unitPriceFen: number;
}

/** What it said last. */
export interface KnownLevel {
  readonly version: number;
  readonly quantity: number;
  readonly unitPriceFen: number;
}

export interface StockCounts {
  /** Stored now, or stored before under the same version with the same content. */
  readonly accepted: number;
  /** Left as they were: the feed holds a later version, or another content under this one. */
  readonly stale: number;
  /** Of all items, those that the catalogue does not know; only an open region has any. */
  readonly unknownDrugs: number;
}

export interface JudgedStock {
  readonly fresh: readonly StockItem[];
  readonly counts: StockCounts;
}

/** Which items are news. The versions are per drug, so that a feed of more than one page may use one version for all of them. */
export const judgeStock = (
  { version, items }: { readonly version: number; readonly items: readonly StockItem[] },
  levels: ReadonlyMap<string, KnownLevel>,
  knownDrugs: ReadonlySet<string>,
): JudgedStock => {
  const fresh = items.filter(({ drugCode }) => (levels.get(drugCode)?.version ?? 0) < version);
  const repeated = items.filter((item) => isRepeat(item, version, levels.get(item.drugCode)));
  const accepted = fresh.length + repeated.length;
  const unknownDrugs = items.filter(({ drugCode }) => !knownDrugs.has(drugCode)).length;
  return { fresh, counts: { accepted, stale: items.length - accepted, unknownDrugs } };
};

const isRepeat = (item: StockItem, version: number, level: KnownLevel | undefined): boolean =>
  level?.version === version && level.quantity === item.quantity && level.unitPriceFen === item.unitPriceFen;

/** Places of items that name a drug for a second time: which of the two is meant, nobody can tell. */
export const duplicatesIn = (items: readonly StockItem[]): readonly number[] => {
  const seen = new Set<string>();
  return items.flatMap(({ drugCode }, index) => {
    const isSecond = seen.has(drugCode);
    seen.add(drugCode);
    return isSecond ? [index] : [];
  });
};

/** Places of items that a closed catalogue refuses. */
export const refusedIn = (
  items: readonly StockItem[],
  knownDrugs: ReadonlySet<string>,
  { catalogue }: Pick<DirectoryRules, 'catalogue'>,
): readonly number[] => (catalogue === 'open' ? [] : items.flatMap(({ drugCode }, index) => (knownDrugs.has(drugCode) ? [] : [index])));
