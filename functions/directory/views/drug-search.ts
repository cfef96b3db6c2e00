import { type Drug, DrugCatalogue, type DrugKind } from '../../../events/directory.ts';
import type { Page, Views } from '../../../shared/kernel/views.ts';
import { DRUGS } from '../aggregates.ts';

/** Rows that one search looks at before it answers with what it has. */
export const SCAN_ROWS_MAX = 2_000;
const SCAN_PAGE = 500;

export interface DrugSearch {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly kind?: DrugKind | undefined;
  readonly name?: string | undefined;
}

/** Goes through the catalogue in the order of codes; `nextCursor` is where the next call goes on. */
export const searchDrugs = async (views: Views, search: DrugSearch): Promise<Page<Drug>> => {
  const isWanted = matcherOf(search);
  const found: Drug[] = [];
  let cursor = search.cursor;
  for (let scanned = 0; scanned < SCAN_ROWS_MAX; scanned += SCAN_PAGE) {
    const page = await DrugCatalogue.list(views, { partition: DRUGS, limit: SCAN_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const drug of page.items) {
      if (!isWanted(drug)) continue;
      // One more than asked for proves that there is a next page.
      if (found.length === search.limit) return { items: found, ...cursorOf(found.at(-1)?.drugCode) };
      found.push(drug);
    }
    if (page.nextCursor === undefined) return { items: found };
    cursor = page.nextCursor;
  }
  return { items: found, ...cursorOf(cursor) };
};

const cursorOf = (code: string | undefined) => (code === undefined ? {} : { nextCursor: code });

const matcherOf = ({ kind, name }: DrugSearch): ((drug: Drug) => boolean) => {
  const part = name?.toLowerCase();
  return (drug) =>
    (kind === undefined || drug.kind === kind) &&
    (part === undefined || drug.genericName.toLowerCase().includes(part) || drug.englishName.toLowerCase().includes(part));
};
