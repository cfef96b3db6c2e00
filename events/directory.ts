import * as z from 'zod/mini';
import { defineView } from '../shared/kernel/views.ts';
import { AgencyId } from './vocabulary/ids.ts';
import { DrugCode, Fen, InstantText, Place } from './vocabulary/values.ts';

/** 11 西药, 12 中成药, 13 中药饮片 (`rxItemTypeCode`). */
export const DrugKind = z.enum(['western', 'chinese-patent', 'herbal-piece']);
export type DrugKind = z.infer<typeof DrugKind>;

/** Legal classes that other rules ask for; a plain prescription drug is `ordinary`. */
export const ControlClass = z.enum([
  'ordinary',
  'vaccine',
  'blood-product',
  'narcotic',
  'psychotropic-1',
  'psychotropic-2',
  'toxic',
  'radioactive',
  'precursor',
]);
export type ControlClass = z.infer<typeof ControlClass>;

/** What a pharmacy must be able to keep it in. */
export const Storage = z.enum(['ambient', 'cool', 'refrigerated']);
export type Storage = z.infer<typeof Storage>;

/** A drug of the region's catalogue, as every context may read it. */
export const Drug = z.object({
  drugCode: DrugCode,
  genericName: z.string(),
  /** Pinyin-free English or INN name, for readers of the other language. */
  englishName: z.string(),
  form: z.string(),
  specification: z.string(),
  /** The dispensing unit that a line's quantity counts. */
  unit: z.string(),
  kind: DrugKind,
  controlClass: ControlClass,
  /** 甲 A, 乙 B, 丙 C: how the insurance list pays it. */
  listClass: z.enum(['A', 'B', 'C']),
  storage: Storage,
  isAntimicrobial: z.boolean(),
  /** 限制使用: reimbursed only under a condition. */
  isRestrictedUse: z.boolean(),
  /** 限价: a sale above it is refused. */
  priceCapFen: Fen,
  /** Units that one traced pack holds, for a drug whose packs may be opened (拆零); absent: a pack is a unit. */
  packUnits: z.optional(z.int().check(z.gte(2), z.lte(10_000))),
  /** Lots that may not be sold any more (药品召回). */
  recalledLots: z.optional(z.array(z.string())),
});
export type Drug = z.infer<typeof Drug>;
/** Partition `drugs`, sorted by drug code. */
export const DrugCatalogue = defineView('directory.drugs', Drug);

/** A time of day in the region, `08:30`. */
export const ClockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
export const PharmacyService = z.enum(['pickup', 'delivery', 'cold-chain', 'herbal-dispensing', 'decoction']);
export type PharmacyService = z.infer<typeof PharmacyService>;

/** A pharmacy as others need to know it: where, when, what it may and can do. */
export const Pharmacy = z.object({
  pharmacyId: AgencyId,
  name: z.string(),
  address: z.string(),
  place: Place,
  /** Regional local time; 1 is Monday. A day without an entry is closed; `24:00` does not exist, use 23:59. */
  hours: z.array(z.object({ weekday: z.int().check(z.gte(1), z.lte(7)), opens: ClockTime, closes: ClockTime })),
  services: z.array(PharmacyService),
  /** Drug kinds and control classes that its licence (药品经营许可证) covers. */
  licence: z.object({
    number: z.string(),
    kinds: z.array(DrugKind),
    classes: z.array(ControlClass),
    validFrom: InstantText,
    validUntil: InstantText,
  }),
  /** 定点: designated by the insurer, from and until; absent when never. */
  designation: z.optional(z.object({ from: InstantText, until: InstantText })),
});
export type Pharmacy = z.infer<typeof Pharmacy>;
/** Partition `pharmacies`, sorted by pharmacy id. */
export const PharmacyDirectory = defineView('directory.pharmacies', Pharmacy);

/** What one pharmacy says it has of one drug, and at what price. */
export const StockLevel = z.object({
  pharmacyId: AgencyId,
  drugCode: DrugCode,
  quantity: z.int(),
  unitPriceFen: Fen,
  asOf: InstantText,
});
export type StockLevel = z.infer<typeof StockLevel>;
/** A feed: the last version wins. Partition: drug code, sorted by pharmacy id. */
export const StockFeed = defineView('directory.stock', StockLevel);
