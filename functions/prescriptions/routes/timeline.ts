import * as z from 'zod/mini';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { TIMELINE_VIEW } from '../../../shared/kernel/relay.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { answer, type Caller, routesOf } from '../../../shared/kernel/route.ts';
import { msBetween } from '../../../shared/kernel/time.ts';
import { defineView } from '../../../shared/kernel/views.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { type HopReply, TimelineReply } from '../contract/replies.ts';
import { PatientQuery, PrescriptionParams } from '../contract/requests.ts';
import { readPrescription } from '../reading.ts';

const route = routesOf(prescriptionProblems);

/** A repeat prescription of many fills has some hundreds; more is cut, and `nextCursor` says where. */
const HOPS_MAX = 500;

/** What a timeline row of any context has. */
const TimelineRow = z.object({
  at: InstantText,
  context: z.string(),
  events: z.array(z.string()),
  actor: z.object({ agencyId: z.optional(z.string()), role: z.string() }),
});
type TimelineRow = z.infer<typeof TimelineRow>;
const Timeline = defineView(TIMELINE_VIEW, TimelineRow);

export const readTimeline = route({
  method: 'GET',
  path: '/v1/prescriptions/{id}/timeline',
  operationId: 'readTimeline',
  summary: 'See what happened to a prescription, hop by hop across contexts and agencies',
  access: ['hospital', 'pharmacy', 'patient-app', 'platform', 'regulator'],
  params: PrescriptionParams,
  query: z.object({ ...PatientQuery.shape, cursor: z.optional(z.string().check(z.maxLength(200))) }),
  success: { status: 200, body: TimelineReply, description: 'In order of time; a moment behind.' },
  problems: [],
  example: { params: { id: '{{prescriptionId}}' } },
  handle: async ({ params, query, caller, now }, runtime) => {
    const found = await readPrescription(params.id, { caller, patientToken: query.patientToken }, runtime);
    if (!found.ok) return found;
    const cursor = query.cursor === undefined ? {} : { cursor: query.cursor };
    const { items, nextCursor } = await Timeline.list(runtime.views, { partition: params.id, limit: HOPS_MAX, ...cursor });
    const hops = items.map((row, index) => hopOf(row, items[index - 1], caller));
    return ok(answer(200, { prescriptionId: params.id, hops, ...(nextCursor === undefined ? {} : { nextCursor }), asOf: now }));
  },
});

const hopOf = (row: TimelineRow, previous: TimelineRow | undefined, caller: Caller): HopReply => ({
  at: row.at,
  msSincePrevious: previous === undefined ? 0 : msBetween(previous.at, row.at),
  context: row.context,
  events: row.events,
  actor: actorFor(row.actor, caller),
});

/** A pharmacy does not learn which rivals were asked. */
const actorFor = ({ agencyId, role }: TimelineRow['actor'], caller: Caller): HopReply['actor'] => {
  const isRival = caller.role === 'pharmacy' && role === 'pharmacy' && agencyId !== caller.agencyId;
  return isRival || agencyId === undefined ? { role } : { agencyId, role };
};
