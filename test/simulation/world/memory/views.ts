import type { Clock } from '../../../../shared/kernel/time.ts';
import { PAGE_ROWS_MAX, type StoredRow, type ViewPage, type ViewRecord, type Views } from '../../../../shared/kernel/views.ts';
import { jsonCopy } from './json-copy.ts';
import { compareUtf8, countBefore } from './sorted.ts';

interface Partition {
  readonly rows: Map<string, ViewRecord>;
  /** The rows' names in their order. */
  readonly sorts: string[];
}

export type MemoryViews = Views & {
  /** All rows, also those that were taken away: their value is undefined. */
  all(): readonly ViewRecord[];
};

/** Read models in memory; `first` is what stands in them already. */
export const createMemoryViews = (clock: Clock, first: readonly ViewRecord[] = []): MemoryViews => {
  const views = new Map<string, Map<string, Partition>>();

  const partitionOf = (view: string, name: string): Partition => {
    const partitions = views.get(view) ?? new Map<string, Partition>();
    views.set(view, partitions);
    const partition = partitions.get(name) ?? { rows: new Map(), sorts: [] };
    partitions.set(name, partition);
    return partition;
  };
  const keep = (record: ViewRecord): void => {
    const { rows, sorts } = partitionOf(record.view, record.partition);
    const known = rows.get(record.sort);
    if (known !== undefined && known.version >= record.version) return;
    if (known === undefined)
      sorts.splice(
        countBefore(sorts, (sort) => compareUtf8(sort, record.sort) > 0),
        0,
        record.sort,
      );
    rows.set(record.sort, record);
  };
  const shown = (record: ViewRecord | undefined): StoredRow | undefined => {
    if (record?.value === undefined) return undefined;
    if (record.expiresAt !== undefined && record.expiresAt <= clock.now()) return undefined;
    return { sort: record.sort, version: record.version, value: record.value };
  };
  for (const record of first) keep(record);

  return {
    put: async (records) => {
      for (const record of records) keep(record.value === undefined ? record : { ...record, value: jsonCopy(record.value) });
    },
    get: async (view, partition, sort) => shown(views.get(view)?.get(partition)?.rows.get(sort)),
    list: async (view, page) => {
      const partition = views.get(view)?.get(page.partition);
      if (partition === undefined) return [];
      const found: StoredRow[] = [];
      for (const sort of sortsOf(partition.sorts, page)) {
        const row = shown(partition.rows.get(sort));
        if (row !== undefined) found.push(row);
        if (found.length >= Math.min(page.limit, PAGE_ROWS_MAX)) break;
      }
      return found;
    },
    all: () => [...views.values()].flatMap((partitions) => [...partitions.values()].flatMap(({ rows }) => [...rows.values()])),
  };
};

/** The names of a page from its cursor on. A cursor only ever narrows what the prefix allows. */
const sortsOf = function* (sorts: readonly string[], { cursor, prefix = '', isDescending = false }: ViewPage): Generator<string> {
  const first = countBefore(sorts, (sort) => compareUtf8(sort, prefix) >= 0);
  const end = countBefore(sorts, (sort) => !sort.startsWith(prefix) && compareUtf8(sort, prefix) > 0);
  if (isDescending) {
    const before = cursor === undefined ? end : countBefore(sorts, (sort) => compareUtf8(sort, cursor) >= 0);
    for (let index = Math.min(end, before) - 1; index >= first; index -= 1) yield sorts[index] ?? '';
    return;
  }
  const after = cursor === undefined ? first : countBefore(sorts, (sort) => compareUtf8(sort, cursor) > 0);
  for (let index = Math.max(first, after); index < end; index += 1) yield sorts[index] ?? '';
};
