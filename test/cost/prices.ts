import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { type Line, RESOURCES, type Resource } from './ledger.ts';

export const PRICES_FILE = 'docs/prices/2026-11-22.json';

const Price = z.object({
  perMillion: z.number().check(z.positive()),
  status: z.enum(['read', 'believed']),
  source: z.string().check(z.minLength(1)),
});
const PriceList = z.object({
  partition: z.enum(['aws', 'aws-cn']),
  currency: z.string(),
  /** US dollars for one unit of the currency. */
  usdRate: z.number(),
  prices: z.record(z.enum(RESOURCES), Price),
});
const PriceFile = z.object({ asOf: z.iso.date(), note: z.string(), lists: z.record(z.string(), PriceList) });
export type PriceList = z.infer<typeof PriceList>;

export const readPrices = (): z.infer<typeof PriceFile> => PriceFile.parse(JSON.parse(readFileSync(PRICES_FILE, 'utf8')));

/** US dollars for a million times this quantity. */
export const usdOf = ({ prices, usdRate }: PriceList, resource: Resource, quantity: number): number =>
  quantity * prices[resource].perMillion * usdRate;

export const usdOfLines = (list: PriceList, lines: readonly Line[]): number =>
  lines.reduce((sum, { resource, quantity }) => sum + usdOf(list, resource, quantity), 0);
