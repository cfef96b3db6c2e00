import type { Schema } from './policy.ts';
import type { Instant } from './time.ts';

/** One row of a read model. A later `version` replaces an earlier one; an equal or older one changes nothing. */
export interface ViewRecord {
  readonly view: string;
  readonly partition: string;
  readonly sort: string;
  readonly version: number;
  /** `undefined` takes the row away (its version stays behind, so that a late copy cannot bring it back). */
  readonly value: unknown;
  readonly expiresAt?: Instant;
}

/** Rows of one partition in the order of `sort`, after (or before, when descending) `cursor`. */
export interface ViewPage {
  readonly partition: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly isDescending?: boolean;
  /** Only rows whose `sort` starts so. */
  readonly prefix?: string;
}

export interface StoredRow {
  readonly sort: string;
  readonly version: number;
  readonly value: unknown;
}

/** Read models: lists and searches. They lag behind the journal. */
export interface Views {
  put(records: readonly ViewRecord[]): Promise<void>;
  get(view: string, partition: string, sort: string): Promise<StoredRow | undefined>;
  /** At most `PAGE_ROWS_MAX` rows. */
  list(view: string, page: ViewPage): Promise<readonly StoredRow[]>;
}

export const PAGE_ROWS_MAX = 1_000;

export interface Page<Value> {
  readonly items: readonly Value[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** A read model by name, and the shape of its rows. Published ones stand in `events/`, so that other contexts may read them. */
export interface ViewDefinition<Value> {
  readonly name: string;
  readonly value: Schema<Value>;
  record(key: { readonly partition: string; readonly sort: string }, version: number, value: Value, expiresAt?: Instant): ViewRecord;
  gone(key: { readonly partition: string; readonly sort: string }, version: number): ViewRecord;
  get(views: Views, partition: string, sort: string): Promise<Value | undefined>;
  list(views: Views, page: ViewPage): Promise<Page<Value>>;
}

export const defineView = <Value>(name: string, value: Schema<Value>): ViewDefinition<Value> => ({
  name,
  value,
  record: (key, version, row, expiresAt) => ({
    view: name,
    ...key,
    version,
    value: row,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }),
  gone: (key, version) => ({ view: name, ...key, version, value: undefined }),
  get: async (views, partition, sort) => {
    const row = await views.get(name, partition, sort);
    return row === undefined ? undefined : value.parse(row.value);
  },
  list: async (views, page) => {
    const rows = await views.list(name, { ...page, limit: page.limit + 1 });
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => value.parse(row.value)),
      ...(rows.length > page.limit && last !== undefined ? { nextCursor: last.sort } : {}),
    };
  },
});
