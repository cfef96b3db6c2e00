import * as z from 'zod/mini';
import { ClockTime, ControlClass, Drug, DrugKind, PharmacyService, Storage } from '../../../events/directory.ts';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { name, note, pageLimit } from '../../../events/vocabulary/texts.ts';
import { DrugCode, Fen, InstantText, Place } from '../../../events/vocabulary/values.ts';

const TEXT_MAX = 200;
const REASON_MAX = 500;
const LOT_MAX = 40;
/** Four openings on each day of a week. */
const HOURS_MAX = 28;
export const STOCK_ITEMS_MAX = 1_000;
export const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;
const STOCK_QUANTITY_MAX = 1_000_000;

const Hours = z
  .array(z.strictObject({ weekday: z.int().check(z.gte(1), z.lte(7)), opens: ClockTime, closes: ClockTime }))
  .check(z.maxLength(HOURS_MAX));
const Services = z.array(PharmacyService).check(z.maxLength(PharmacyService.options.length));
const Licence = z.strictObject({
  number: name(TEXT_MAX),
  kinds: z.array(DrugKind).check(z.maxLength(DrugKind.options.length)),
  classes: z.array(ControlClass).check(z.maxLength(ControlClass.options.length)),
  validFrom: InstantText,
  validUntil: InstantText,
});
const StrictPlace = z.strictObject(Place.shape);

export const RegisterPharmacyBody = z.strictObject({
  agencyId: AgencyId,
  name: name(TEXT_MAX),
  address: name(TEXT_MAX),
  place: StrictPlace,
  hours: Hours,
  services: Services,
  licence: Licence,
});

/** What is left out stays. A pharmacy sends hours and services. */
export const ChangePharmacyBody = z.strictObject({
  name: z.exactOptional(name(TEXT_MAX)),
  address: z.exactOptional(name(TEXT_MAX)),
  place: z.exactOptional(StrictPlace),
  hours: z.exactOptional(Hours),
  services: z.exactOptional(Services),
  licence: z.exactOptional(Licence),
});

export const DesignationBody = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('designate'), from: InstantText, until: InstantText }),
  z.strictObject({ action: z.literal('suspend'), reason: name(REASON_MAX) }),
]);

export const ListDrugBody = z.strictObject({
  drugCode: DrugCode,
  genericName: name(TEXT_MAX),
  englishName: name(TEXT_MAX),
  form: name(TEXT_MAX),
  specification: name(TEXT_MAX),
  unit: name(TEXT_MAX),
  kind: DrugKind,
  controlClass: ControlClass,
  listClass: Drug.shape.listClass,
  storage: Storage,
  isAntimicrobial: z.boolean(),
  isRestrictedUse: z.boolean(),
  priceCapFen: Fen,
  packUnits: z.exactOptional(z.int().check(z.gte(2), z.lte(10_000))),
});

/** 批号, spelled one way: what is printed on a pack is typed by hand. */
export const RecallBody = z.strictObject({
  lotNumber: name(LOT_MAX).check(z.toUpperCase()),
  reason: name(REASON_MAX),
});

export const StockBody = z.strictObject({
  /** Chosen by the pharmacy, growing: a counter, or milliseconds since 1970. */
  version: z.int().check(z.gte(1)),
  items: z
    .array(z.strictObject({ drugCode: DrugCode, quantity: z.int().check(z.gte(0), z.lte(STOCK_QUANTITY_MAX)), unitPriceFen: Fen }))
    .check(z.minLength(1), z.maxLength(STOCK_ITEMS_MAX)),
});

const Limit = z._default(pageLimit(PAGE_MAX), PAGE_DEFAULT);

export const PageQuery = z.strictObject({ limit: Limit, cursor: z.optional(note(TEXT_MAX)) });
export const DrugQuery = z.strictObject({
  limit: Limit,
  cursor: z.optional(note(TEXT_MAX)),
  kind: z.optional(DrugKind),
  /** A part of the Chinese or English name. */
  name: z.optional(name(60)),
});

export const PharmacyParams = z.object({ id: AgencyId });
export const DrugParams = z.object({ code: DrugCode });
/** Other headers pass by. */
export const IfMatch = z.object({ 'if-match': z.optional(note(40)) });
