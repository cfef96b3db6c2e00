import type { SaleLine } from '../../../functions/prescriptions/domain/sale.ts';
import { hold } from './violation.ts';

/** I3 a second time, written from domain.md: whose each pack is, and what is left of an opened one (拆零). */
export const createPackBook = () => {
  const unitsOf = new Map<string, number>();
  /** Every pack in an un-reversed sale, and whose it is. */
  const sold = new Map<string, string>();
  /** Of every opened pack: who took how much of it, also what came back. */
  const portions = new Map<string, { readonly owner: string; readonly quantity: number; isReturned: boolean }[]>();

  const sellWhole = (code: string, owner: string): void => {
    hold('I3', !sold.has(code), () => `pack ${code} sold to ${owner} and ${sold.get(code)}`);
    hold('I3', !portions.has(code), () => `pack ${code} sold whole to ${owner} after it was opened`);
    sold.set(code, owner);
  };
  const sellPortion = (code: string, owner: string, { quantity, units }: { readonly quantity: number; readonly units: number }): void => {
    hold('I3', !sold.has(code), () => `pack ${code} opened for ${owner} and sold whole to ${sold.get(code)}`);
    const taken = [...(portions.get(code) ?? []), { owner, quantity, isReturned: false }];
    const total = taken.reduce((sum, portion) => sum + portion.quantity, 0);
    hold('I3', total <= units, () => `${total} were taken out of pack ${code}, which held ${units}`);
    portions.set(code, taken);
  };

  return {
    sold,
    portions,
    /** What the catalogue says of a drug. */
    list: (drugCode: string, packUnits = 1): void => void unitsOf.set(drugCode, packUnits),
    /** Every unit of a sale is scanned; herbal pieces have no code. */
    sell: (line: SaleLine, { drugCode, isHerbal }: { readonly drugCode: string; readonly isHerbal: boolean }, owner: string): void => {
      const { quantity, traceCodes, opened = [] } = line;
      const units = unitsOf.get(drugCode) ?? 1;
      const scanned = opened.reduce((sum, portion) => sum + portion.quantity, traceCodes.length * units);
      hold('I3', scanned === (isHerbal ? 0 : quantity), () => `${owner}: packs without a code`);
      for (const code of traceCodes) sellWhole(code, owner);
      for (const portion of opened) sellPortion(portion.traceCode, owner, { quantity: portion.quantity, units });
    },
    /** The sale was taken back: whole packs may be sold again, portions may not. */
    takeBack: (owner: string): void => {
      for (const [code, holder] of sold) if (holder === owner) sold.delete(code);
      for (const taken of portions.values()) for (const portion of taken) if (portion.owner === owner) portion.isReturned = true;
    },
  };
};
export type PackBook = ReturnType<typeof createPackBook>;
