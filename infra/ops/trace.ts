import { type TimelineHop, timelineOf } from '../../events/timeline.ts';
import { streamId } from '../../shared/kernel/ids.ts';
import { msBetween } from '../../shared/kernel/time.ts';
import { createTrail } from '../../shared/kernel/timeline.ts';
import { type Deps, listIn } from './boxes.ts';
import { boxesOf } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import { plural, type Report, table } from './report.ts';

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
    ms: msBetween(hops[index - 1]?.at ?? began, hop.at),
    sinceBeginMs: msBetween(began, hop.at),
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

const whoOf = ({ actor }: TimelineHop): string => (actor.agencyId === undefined ? actor.role : `${actor.role} ${actor.agencyId}`);

const detailOf = ({ stream, version, agencyId, endpointId, status, reason }: TimelineHop): string =>
  endpointId === undefined
    ? `${stream}/${version}`
    : [`to ${agencyId} ${endpointId}`, `attempt ${version}`, status, reason].filter(Boolean).join(' ');

/** An id that begins no journey may be of a stream that belongs to one: its first commit names the journey. */
const findJourney = async (
  { region, contexts }: Deps,
  id: string,
): Promise<{ readonly journey: string; readonly hops: readonly TimelineHop[] }> => {
  const deps = { views: region.views, trail: createTrail(region) };
  const hops = await timelineOf(deps, id);
  if (hops.length > 0) return { journey: id, hops };
  for (const { name } of contexts.flatMap(({ aggregates }) => aggregates)) {
    const [first] = await region.journal.load(streamId(name, id));
    if (first !== undefined) return { journey: first.correlationId, hops: await timelineOf(deps, first.correlationId) };
  }
  return { journey: id, hops };
};
