import * as z from 'zod/mini';
import { type TimelineHop, timelineOf } from '../../../events/timeline.ts';
import { note } from '../../../events/vocabulary/texts.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { answer, type Caller, routesOf } from '../../../shared/kernel/route.ts';
import { msBetween } from '../../../shared/kernel/time.ts';
import { hopSort } from '../../../shared/kernel/timeline.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { type HopReply, replyOf, TimelineReply } from '../contract/replies.ts';
import { PatientQuery, PrescriptionParams } from '../contract/requests.ts';
import { asFhir, isFhir } from '../fhir/prescription-form.ts';
import { timelineBundleOf } from '../fhir/write/timeline.ts';
import { readPrescription } from '../reading.ts';

const route = routesOf(prescriptionProblems);

/** A repeat prescription of many fills has some hundreds; more is cut, and `nextCursor` says where. */
const HOPS_MAX = 500;

export const readTimeline = route({
  method: 'GET',
  path: '/v1/prescriptions/{id}/timeline',
  operationId: 'readTimeline',
  summary: 'See what happened to a prescription, hop by hop across contexts and agencies',
  access: ['hospital', 'pharmacy', 'patient-app', 'platform', 'regulator'],
  params: PrescriptionParams,
  query: z.object({ ...PatientQuery.shape, cursor: z.optional(note(200)) }),
  success: { status: 200, body: TimelineReply, description: 'In order of time; a moment behind.' },
  representations: [asFhir('Task')],
  problems: [],
  example: { params: { id: '{{prescriptionId}}' } },
  handle: async ({ params, query, caller, types, now }, runtime) => {
    const found = await readPrescription(params.id, { caller, patientToken: query.patientToken }, runtime);
    if (!found.ok) return found;
    const all = await timelineOf(runtime, params.id);
    const left = all.filter((hop) => query.cursor === undefined || hopSort(hop) > query.cursor);
    const shown = left.slice(0, HOPS_MAX);
    const hops = shown.map((hop, index) => hopOf(hop, shown[index - 1], caller));
    const last = left.length > HOPS_MAX ? shown.at(-1) : undefined;
    const timeline = { prescriptionId: params.id, hops, ...(last === undefined ? {} : { nextCursor: hopSort(last) }), asOf: now };
    if (!isFhir(types)) return ok(answer(200, timeline));
    const { state, version } = found.value;
    return ok(answer(200, timelineBundleOf(timeline, replyOf(state, version, { id: params.id, seesPatient: false }))));
  },
});

const hopOf = (row: TimelineHop, previous: TimelineHop | undefined, caller: Caller): HopReply => ({
  at: row.at,
  msSincePrevious: previous === undefined ? 0 : msBetween(previous.at, row.at),
  context: row.context,
  events: [...row.events],
  actor: actorFor(row.actor, caller),
});

/** A pharmacy does not learn which rivals were asked. */
const actorFor = ({ agencyId, role }: TimelineHop['actor'], caller: Caller): HopReply['actor'] => {
  const isRival = caller.role === 'pharmacy' && role === 'pharmacy' && agencyId !== caller.agencyId;
  return isRival || agencyId === undefined ? { role } : { agencyId, role };
};
