import { DrugCatalogue } from '../../../events/directory.ts';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { addMs, HOUR_MS } from '../../../shared/kernel/time.ts';
import type { Views } from '../../../shared/kernel/views.ts';
import { DRUGS, pharmacies } from '../aggregates.ts';
import { StockCountsReply, StockReply } from '../contract/replies.ts';
import { PageQuery, StockBody } from '../contract/requests.ts';
import { DirectoryPolicy } from '../domain/policy.ts';
import { duplicatesIn, judgeStock, type KnownLevel, refusedIn, type StockItem } from '../domain/stock.ts';
import { OwnStockView } from '../views/own-stock.ts';
import { stockRecords } from '../views/stock-records.ts';
import { pageOf, pageReply } from './page.ts';
import { route } from './route.ts';

/** Wrong items that one answer names. */
const ERRORS_SHOWN_MAX = 20;

export const feedStock = route({
  method: 'PUT',
  path: '/v1/stock',
  operationId: 'feedStock',
  summary: 'Tell what you have and at what price; per drug the last version wins',
  access: ['pharmacy'],
  body: StockBody,
  success: { status: 200, body: StockCountsReply, description: 'How many items were news, and until when they count.' },
  problems: ['unknown-drug', 'duplicate-drug', 'pharmacy-not-registered'],
  example: { body: { version: 1, items: [{ drugCode: '{{drugCode}}', quantity: 40, unitPriceFen: 1860 }] } },
  handle: async ({ body, caller, now }, { load, views, policies }) => {
    const { items, version } = body;
    const pharmacyId = AgencyId.parse(caller.agencyId);
    const duplicates = duplicatesIn(items);
    if (duplicates.length > 0) return refuse({ code: 'duplicate-drug', errors: errorsAt(duplicates, 'duplicate-drug') });
    const pharmacy = await load(pharmacies, pharmacyId);
    if (pharmacy.state.status === 'absent') return refuse({ code: 'pharmacy-not-registered' });

    const { rules } = DirectoryPolicy.at(policies, now);
    const knownDrugs = await knownDrugsOf(views, items);
    const refused = refusedIn(items, knownDrugs, rules);
    if (refused.length > 0) return refuse({ code: 'unknown-drug', errors: errorsAt(refused, 'unknown-drug') });

    const { fresh, counts } = judgeStock(body, await levelsOf(views, pharmacyId, items), knownDrugs);
    const expiresAt = addMs(now, rules.stockTtlHours * HOUR_MS);
    await views.put(stockRecords(fresh, { pharmacyId, version, asOf: now, expiresAt }));
    return ok(answer(200, { ...counts, expiresAt }));
  },
});

export const readStock = route({
  method: 'GET',
  path: '/v1/stock',
  operationId: 'readStock',
  summary: 'What you told, by drug code',
  access: ['pharmacy'],
  query: PageQuery,
  success: { status: 200, body: StockReply, description: 'One page of your own feed, also what has expired.' },
  problems: [],
  example: { query: { limit: '100' } },
  handle: async ({ query, caller }, { views }) =>
    ok(answer(200, pageReply(await OwnStockView.list(views, { partition: caller.agencyId, ...pageOf(query) })))),
});

const errorsAt = (places: readonly number[], code: string) =>
  places.slice(0, ERRORS_SHOWN_MAX).map((index) => ({ pointer: `/body/items/${index}/drugCode`, code }));

/** One read per item, and the schema bounds the items. */
const knownDrugsOf = async (views: Views, items: readonly StockItem[]): Promise<ReadonlySet<string>> => {
  const found = await Promise.all(items.map(({ drugCode }) => DrugCatalogue.get(views, DRUGS, drugCode)));
  return new Set(found.flatMap((drug) => (drug === undefined ? [] : [drug.drugCode])));
};

const levelsOf = async (views: Views, pharmacyId: string, items: readonly StockItem[]): Promise<ReadonlyMap<string, KnownLevel>> => {
  const found = await Promise.all(items.map(({ drugCode }) => OwnStockView.get(views, pharmacyId, drugCode)));
  return new Map(found.flatMap((level) => (level === undefined ? [] : [[level.drugCode, level]])));
};
