import { JourneyOpenings, type JourneyStanding, JourneyStandings, localDay, type Standing } from '../../../events/overview.ts';
import { type Agency, AgencyDirectory } from '../../../events/partners.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { epochMs } from '../../../shared/kernel/time.ts';
import { PAGE_ROWS_MAX } from '../../../shared/kernel/views.ts';

/** What the page shows of the region. */
export interface RegionState {
  readonly day: string;
  readonly agencies: readonly Agency[];
  readonly counts: Counts;
  readonly latest: readonly JourneyStanding[];
}

export interface Counts {
  readonly byStatus: ReadonlyMap<Standing, number>;
  readonly total: number;
  /** False when there are more journeys than the page counts. */
  readonly isWhole: boolean;
}

const AGENCIES_SHOWN_MAX = 60;
const LATEST_SHOWN = 12;
/** Pages of a day's journeys that are counted: 20,000 journeys. */
const PAGES_COUNTED_MAX = 20;
/** However many people look, the day is counted at most this often: a day of 10,000 journeys takes some 30 ms. */
const COUNT_EVERY_MS = 2_000;

export type ReadRegion = () => Promise<RegionState>;

export const createReadRegion = ({ views, clock }: Pick<Runtime, 'views' | 'clock'>, timeZone: string): ReadRegion => {
  let counted: { readonly day: string; readonly atMs: number; readonly counts: Promise<Counts> } | undefined;

  const countsOf = (day: string, nowMs: number, isSmall: boolean): Promise<Counts> => {
    const isFresh = counted !== undefined && counted.day === day && nowMs - counted.atMs < COUNT_EVERY_MS;
    if (counted !== undefined && isFresh && !isSmall) return counted.counts;
    const counts = countDay(views, day);
    counted = { day, atMs: nowMs, counts };
    return counts;
  };

  return async () => {
    const now = clock.now();
    const day = localDay(now, timeZone);
    const [agencies, latest] = await Promise.all([
      AgencyDirectory.list(views, { partition: 'agencies', limit: AGENCIES_SHOWN_MAX }),
      latestOf(views, day),
    ]);
    // A day that fits into the list costs nothing to count, so its numbers are never stale.
    const counts = await countsOf(day, epochMs(now), latest.length < LATEST_SHOWN);
    return { day, agencies: agencies.items.toSorted(byRole), counts, latest };
  };
};

/** In the order in which a prescription meets them. */
const ROLES = ['hospital', 'pharmacy', 'patient-app', 'courier', 'insurer', 'regulator', 'platform'];
const byRole = (left: Agency, right: Agency): number =>
  ROLES.indexOf(left.role) - ROLES.indexOf(right.role) || (left.agencyId < right.agencyId ? -1 : 1);

/** The last journeys that opened today, the newest first. A repeat prescription stands once. */
const latestOf = async (views: Runtime['views'], day: string): Promise<readonly JourneyStanding[]> => {
  const openings = await JourneyOpenings.list(views, { partition: day, limit: LATEST_SHOWN, isDescending: true });
  const ids = [...new Set(openings.items.map(({ prescriptionId }) => prescriptionId))];
  const standings = await Promise.all(ids.map((id) => JourneyStandings.get(views, day, id)));
  return standings.filter((standing) => standing !== undefined);
};

const countDay = async (views: Runtime['views'], day: string): Promise<Counts> => {
  const byStatus = new Map<Standing, number>();
  let total = 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_COUNTED_MAX; page += 1) {
    const rows = await JourneyStandings.list(views, {
      partition: day,
      limit: PAGE_ROWS_MAX - 1,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { status } of rows.items) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    total += rows.items.length;
    cursor = rows.nextCursor;
    if (cursor === undefined) return { byStatus, total, isWhole: true };
  }
  return { byStatus, total, isWhole: false };
};
