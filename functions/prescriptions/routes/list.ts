import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, type Caller, routesOf } from '../../../shared/kernel/route.ts';
import { type Instant, utcDay } from '../../../shared/kernel/time.ts';
import type { Page, ViewDefinition, ViewPage, Views } from '../../../shared/kernel/views.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { ListReply } from '../contract/replies.ts';
import { ListQuery } from '../contract/requests.ts';
import type { Status } from '../contract/status.ts';
import { ByDay, ByHospital, ByPatient, ByPharmacy, type PrescriptionPlace, type PrescriptionRow, sortOf } from '../views.ts';

const route = routesOf(prescriptionProblems);

const LIMIT_USUAL = 20;
/** Pages that a filtered list looks through for one answer; the caller goes on with `nextCursor`. */
const PAGES_MAX = 5;

/** A list, and how its rows are read. */
interface Shelf {
  readonly partition: string;
  readonly read: (views: Views, page: ViewPage) => Promise<Page<PrescriptionRow>>;
}

/** The rows that the places of a page name. A place whose row is not written yet is passed over. */
const rowsAt =
  (view: ViewDefinition<PrescriptionPlace>): Shelf['read'] =>
  async (views, page) => {
    const { items, ...rest } = await view.list(views, page);
    const rows = await Promise.all(items.map((place) => ByHospital.get(views, place.hospitalId, sortOf(place))));
    return { items: rows.filter((row) => row !== undefined), ...rest };
  };

/** Where the caller's own list stands; undefined when a patient app names no patient. */
const shelfOf = (
  { role, agencyId }: Caller,
  query: { readonly patientToken?: string | undefined; readonly day?: string | undefined },
  now: Instant,
): Shelf | undefined => {
  if (role === 'hospital') return { partition: agencyId, read: ByHospital.list };
  if (role === 'pharmacy') return { partition: agencyId, read: rowsAt(ByPharmacy) };
  if (role === 'platform') return { partition: query.day ?? utcDay(now), read: rowsAt(ByDay) };
  return query.patientToken === undefined ? undefined : { partition: query.patientToken, read: rowsAt(ByPatient) };
};

export const listPrescriptions = route({
  method: 'GET',
  path: '/v1/prescriptions',
  operationId: 'listPrescriptions',
  summary: 'List your prescriptions, the newest first',
  access: ['hospital', 'pharmacy', 'patient-app', 'platform'],
  query: ListQuery,
  success: { status: 200, body: ListReply, description: 'A page; a moment behind the prescriptions themselves.' },
  problems: [],
  example: { query: { limit: '20', status: 'ACTIVE' } },
  handle: async ({ query, caller, now }, { views }) => {
    const shelf = shelfOf(caller, query, now);
    if (shelf === undefined) return refuse({ code: 'request-invalid', errors: [{ pointer: '/query/patientToken', code: 'required' }] });
    const { limit = LIMIT_USUAL, cursor, status } = query;
    const page = { partition: shelf.partition, limit, isDescending: true, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await find(shelf.read, views, { page, status });
    return ok(answer(200, { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }), asOf: now }));
  },
});

/** Rows of that status from a few pages, at most `limit`; the cursor stands after the last row looked at. */
const find = async (
  read: Shelf['read'],
  views: Views,
  { page, status }: { readonly page: ViewPage; readonly status: Status | undefined },
): Promise<Page<PrescriptionRow>> => {
  if (status === undefined) return read(views, page);
  const items: PrescriptionRow[] = [];
  let next: ViewPage = page;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const { items: seen, nextCursor } = await read(views, next);
    for (const [index, row] of seen.entries()) {
      if (row.status !== status) continue;
      items.push(row);
      const isMore = index + 1 < seen.length || nextCursor !== undefined;
      if (items.length === page.limit) return isMore ? { items, nextCursor: sortOf(row) } : { items };
    }
    if (nextCursor === undefined) return { items };
    next = { ...page, cursor: nextCursor };
  }
  return next.cursor === undefined ? { items } : { items, nextCursor: next.cursor };
};
