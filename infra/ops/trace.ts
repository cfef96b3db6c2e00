import * as z from 'zod/mini';
import { streamId } from '../../shared/kernel/ids.ts';
import { TIMELINE_VIEW } from '../../shared/kernel/relay.ts';
import { instant, msBetween } from '../../shared/kernel/time.ts';
import { PAGE_ROWS_MAX } from '../../shared/kernel/views.ts';
import { type Deps, listIn } from './boxes.ts';
import { boxesOf, type OpenedRegion } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import { plural, type Report, table } from './report.ts';

const PAGES_MAX = 50;

const Hop = z.object({
  at: z.string(),
  context: z.string(),
  stream: z.string(),
  version: z.number(),
  events: z.array(z.string()),
  actor: z.object({ agencyId: z.optional(z.string()), role: z.string() }),
  causationId: z.string(),
  // Of an attempt of a webhook.
  agencyId: z.optional(z.string()),
  endpointId: z.optional(z.string()),
  status: z.optional(z.number()),
  reason: z.optional(z.string()),
});
type Hop = z.infer<typeof Hop>;

/** `trace ID`: all that happened in one journey, in order, webhooks included. The id is the journey's, or that of anything in it. */
export const trace = async (deps: Deps, id: string): Promise<Report> => {
  const { region, contexts } = deps;
  const { journey, hops } = await findJourney(deps, id);
  const began = hops[0]?.at;
  if (began === undefined)
    throw new OpsError(
      `There is no journey ${id} in ${region.region} (${region.place}). Give a prescription's id, or that of anything in its journey.`,
    );
  const told = hops.map((hop, index) => ({
    ...hop,
    ms: msBetween(instant(hops[index - 1]?.at ?? began), instant(hop.at)),
    sinceBeginMs: msBetween(instant(began), instant(hop.at)),
  }));
  const parked = (await listIn(region, boxesOf(contexts))).filter((one) => one.journey === journey);
  const rows = told.map(({ sinceBeginMs, ms, ...hop }) => [
    sinceBeginMs,
    `+${ms}`,
    hop.context,
    hop.events.join(', '),
    whoOf(hop),
    detailOf(hop),
  ]);
  return {
    lines: [
      `${journey}, begun ${began}: ${plural(hops.length, 'hop')}`,
      ...table(['ms', 'step', 'context', 'what', 'who', 'where'], rows),
      ...parked.map(({ box, id: messageId, reason }) => `parked in ${box}: ${messageId} (${reason})`),
    ],
    value: { journey, hops: told, parked },
  };
};

const whoOf = ({ actor }: Hop): string => (actor.agencyId === undefined ? actor.role : `${actor.role} ${actor.agencyId}`);

const detailOf = ({ stream, version, agencyId, endpointId, status, reason }: Hop): string =>
  endpointId === undefined
    ? `${stream}/${version}`
    : [`to ${agencyId} ${endpointId}`, `attempt ${version}`, status, reason].filter(Boolean).join(' ');

const hopsOf = async ({ views }: OpenedRegion, journey: string): Promise<readonly Hop[]> => {
  const hops: Hop[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const rows = await views.list(TIMELINE_VIEW, {
      partition: journey,
      limit: PAGE_ROWS_MAX,
      ...(cursor === undefined ? {} : { cursor }),
    });
    hops.push(...rows.map(({ value }) => Hop.parse(value)));
    cursor = rows.at(-1)?.sort;
    if (rows.length < PAGE_ROWS_MAX) return hops;
  }
  throw new OpsError(`The journey ${journey} has more than ${PAGES_MAX * PAGE_ROWS_MAX} hops.`);
};

/** An id that begins no journey may be of a stream that belongs to one: its first commit names the journey. */
const findJourney = async (
  { region, contexts }: Deps,
  id: string,
): Promise<{ readonly journey: string; readonly hops: readonly Hop[] }> => {
  const hops = await hopsOf(region, id);
  if (hops.length > 0) return { journey: id, hops };
  for (const { name } of contexts.flatMap(({ aggregates }) => aggregates)) {
    const [first] = await region.journal.load(streamId(name, id));
    if (first !== undefined) return { journey: first.correlationId, hops: await hopsOf(region, first.correlationId) };
  }
  return { journey: id, hops };
};
