import * as z from 'zod/mini';
import { type Instant, instant, isInstant } from '../../shared/kernel/time.ts';

const [FIRST_MS, LAST_MS] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];
const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most;
/** ISO 8601 with a zone, kept as written. A zone may move a year out of those that an instant has: `9999-12-31T23:00:00-12:00`. */
export const TimeText = z.iso
  .datetime({ offset: true })
  .check(z.refine((text) => isInstant(text) || isBetween(Date.parse(text), FIRST_MS, LAST_MS)));
/** ISO 8601 with a zone, kept as UTC with milliseconds. */
export const InstantText = z.pipe(
  TimeText,
  z.transform((text): Instant => (isInstant(text) ? text : instant(text))),
);
/** Money in integer fen (分). */
export const Fen = z.int().check(z.gte(0), z.lte(1_000_000_000_00));
export type Fen = z.infer<typeof Fen>;
/** 医保药品编码 `medListCodg`: X… western, Z… Chinese patent medicine, T… herbal pieces, or a region's own code. */
export const DrugCode = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{3,39}$/));
export type DrugCode = z.infer<typeof DrugCode>;
/** How many of the drug's dispensing unit (`drugDosunt`): boxes, bottles; grams for herbal pieces. */
export const Quantity = z.int().check(z.gte(1), z.lte(10_000));
/** Which fill (取药次) of a repeat prescription, from 1. */
export const Fill = z.int().check(z.gte(1), z.lte(99));
export const Place = z.object({
  latitude: z.number().check(z.gte(-90), z.lte(90)),
  longitude: z.number().check(z.gte(-180), z.lte(180)),
});
export type Place = z.infer<typeof Place>;
/** How the patient wants the pharmacy chosen. */
export const Choice = z.enum(['named', 'nearest', 'cheapest', 'soonest']);
export type Choice = z.infer<typeof Choice>;
