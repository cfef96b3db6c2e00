import { DrugCatalogue, PharmacyDirectory, StockFeed } from '../../../events/directory.ts';
import { SuspendedAgencies } from '../../../events/partners.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { ViewDefinition, Views } from '../../../shared/kernel/views.ts';
import type { Line } from '../domain/facts.ts';
import { RoutingPolicy } from '../domain/policy.ts';
import type { Moment } from '../domain/wave.ts';

const PAGE_ROWS = 500;
/** 5,000 pharmacies: more than the largest of our regions has. */
const PAGES_MAX = 10;

/** Reads what is published about pharmacies and these drugs. A change afterwards decides nothing anew until the next wave. */
export const readMoment = async (
  { views, policies, log }: Pick<Runtime, 'views' | 'policies' | 'log'>,
  at: Instant,
  lines: readonly Line[],
): Promise<Moment> => {
  const drugCodes = [...new Set(lines.map(({ drugCode }) => drugCode))];
  const deps = { views, log };
  const [pharmacies, suspended, drugs, stock] = await Promise.all([
    drugCodes.length === 0 ? [] : listAll(deps, PharmacyDirectory, 'pharmacies'),
    drugCodes.length === 0 ? [] : listAll(deps, SuspendedAgencies, 'agencies'),
    Promise.all(drugCodes.map((drugCode) => DrugCatalogue.get(views, 'drugs', drugCode))),
    Promise.all(drugCodes.map((drugCode) => listAll(deps, StockFeed, drugCode))),
  ]);
  return {
    at,
    facts: {
      pharmacies,
      suspended: suspended.map(({ agencyId }) => agencyId),
      drugs: drugs.filter((drug) => drug !== undefined),
      stock: stock.flat(),
      policy: RoutingPolicy.at(policies, at),
    },
  };
};

const listAll = async <Row>(
  { views, log }: { readonly views: Views; readonly log: Runtime['log'] },
  view: ViewDefinition<Row>,
  partition: string,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { items, nextCursor } = await view.list(views, { partition, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...items);
    if (nextCursor === undefined) return rows;
    cursor = nextCursor;
  }
  log.info('view.cut-short', { view: view.name, rows: rows.length });
  return rows;
};
