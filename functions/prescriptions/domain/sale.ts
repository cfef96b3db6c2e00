import * as z from 'zod/mini';
import { Fen, Quantity } from '../../../events/vocabulary/values.ts';
import type { Line } from './content.ts';
import { Portion, TraceCode } from './pack.ts';
import { Payment } from './payment.ts';

/** What was sold of one line (销售出库明细). */
export const SaleLine = z.object({
  /** The prescription's line, from 1. */
  line: z.int(),
  quantity: Quantity,
  unitPriceFen: Fen,
  /** One for each whole pack. */
  traceCodes: z.array(TraceCode),
  /** 拆零: what came out of packs that were opened for it. */
  opened: z.optional(z.array(Portion)),
  lotNumber: z.string(),
  /** The last day of use, as a local date. */
  expiresOn: z.string(),
});
export type SaleLine = z.infer<typeof SaleLine>;

/** One dispensing: 配药人 and 核对人 are two people. */
export const Sale = z.object({ dispenserId: z.string(), checkerId: z.string(), lines: z.array(SaleLine), payment: Payment });
export type Sale = z.infer<typeof Sale>;

export const totalFenOf = (lines: readonly Pick<SaleLine, 'quantity' | 'unitPriceFen'>[]): number =>
  lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);

export const traceCodesOf = (lines: readonly Pick<SaleLine, 'traceCodes'>[]): readonly string[] =>
  lines.flatMap(({ traceCodes }) => traceCodes);

export const portionsOf = (lines: readonly Pick<SaleLine, 'opened'>[]): readonly Portion[] => lines.flatMap(({ opened = [] }) => opened);

/** How much of each line was dispensed in these sales, in the order of the lines. The header's fill is the fold of its lines. */
export const dispensedOf = (lines: readonly Line[], sales: readonly Sale[]): readonly number[] =>
  lines.map((_line, index) =>
    sales.flatMap((sale) => sale.lines).reduce((sum, { line, quantity }) => sum + (line === index + 1 ? quantity : 0), 0),
  );

export const isAllDispensed = (lines: readonly Line[], sales: readonly Sale[]): boolean =>
  // Stryker disable next-line OptionalChaining: one quantity for each line, which the compiler cannot know
  dispensedOf(lines, sales).every((quantity, index) => quantity === lines[index]?.quantity);

export type SaleRefusal =
  | { readonly code: 'unknown-line'; readonly line: number }
  | { readonly code: 'quantity-exceeds-remaining'; readonly line: number; readonly remaining: number }
  | { readonly code: 'lot-expired'; readonly line: number }
  | { readonly code: 'trace-codes-incomplete'; readonly line: number }
  | { readonly code: 'trace-code-repeated'; readonly line: number }
  | { readonly code: 'pack-not-divisible'; readonly line: number }
  | { readonly code: 'dispenser-is-checker' };

/** What a sale is judged against. */
export interface SaleSetting {
  readonly lines: readonly Line[];
  readonly earlier: readonly Sale[];
  /** Of each line: units in one pack; 1 when packs are sold whole only. */
  readonly packUnits: readonly number[];
  /** The region's local day, `2026-03-02`. */
  readonly today: string;
}

/** 药品追溯码: a scanned code for each whole pack and for each that was opened; herbal pieces have none. */
export const refusalOfSale = (sale: Sale, setting: SaleSetting): SaleRefusal | undefined => {
  if (sale.dispenserId === sale.checkerId) return { code: 'dispenser-is-checker' };
  const before = dispensedOf(setting.lines, setting.earlier);
  // A pack of an earlier part is gone, also while its own stream has not heard of that sale yet.
  const seen = new Set(setting.earlier.flatMap(({ lines }) => traceCodesOf(lines)));
  const taken = new Map<number, number>();
  for (const sold of sale.lines) {
    const { line, quantity, traceCodes, opened = [], expiresOn } = sold;
    const prescribed = setting.lines[line - 1];
    if (prescribed === undefined) return { code: 'unknown-line', line };
    const total = (taken.get(line) ?? before[line - 1] ?? 0) + quantity;
    if (total > prescribed.quantity) {
      return { code: 'quantity-exceeds-remaining', line, remaining: prescribed.quantity - (before[line - 1] ?? 0) };
    }
    taken.set(line, total);
    if (expiresOn < setting.today) return { code: 'lot-expired', line };
    const refusal = refusalOfCodes(sold, prescribed, setting.packUnits[line - 1] ?? 1);
    if (refusal !== undefined) return refusal;
    for (const code of [...traceCodes, ...opened.map(({ traceCode }) => traceCode)]) {
      if (seen.has(code)) return { code: 'trace-code-repeated', line };
      seen.add(code);
    }
  }
  return undefined;
};

/** Whole packs and portions make up exactly the quantity, and a portion is less than a pack. */
const refusalOfCodes = (
  { line, quantity, traceCodes, opened = [] }: SaleLine,
  { kind }: Line,
  packUnits: number,
): SaleRefusal | undefined => {
  const isScanned = kind !== 'herbal-piece';
  if (opened.length > 0 && (!isScanned || opened.some((portion) => portion.quantity >= packUnits)))
    return { code: 'pack-not-divisible', line };
  const inPortions = opened.reduce((sum, portion) => sum + portion.quantity, 0);
  const scanned = traceCodes.length * packUnits + inPortions;
  return scanned === (isScanned ? quantity : 0) ? undefined : { code: 'trace-codes-incomplete', line };
};
