import type { Task } from 'fhir/r4.js';
import type { PrescriptionReply, TimelineReply } from '../../contract/replies.ts';
import { collectionOf, entryOf } from './collection.ts';
import { agencyReference, nameOf, prescriptionIdentifier } from './names.ts';
import { taskOf } from './prescription.ts';

type Hop = TimelineReply['hops'][number];

const hopTask = (whole: string, { at, context, events, actor }: Hop): Task => ({
  resourceType: 'Task',
  status: 'completed',
  intent: 'order',
  code: { coding: events.map((code) => ({ system: `urn:sanlian:fhir:code:event:${context}`, code })), text: events.join(', ') },
  partOf: [{ reference: whole }],
  executionPeriod: { start: at, end: at },
  requester: actor.agencyId === undefined ? { display: actor.role } : { ...agencyReference(actor.agencyId), display: actor.role },
});

/** What happened, as tasks that are done: parts of the one that the prescription is. */
export const timelineBundleOf = ({ prescriptionId, hops, nextCursor }: TimelineReply, reply: PrescriptionReply) => {
  const whole = nameOf('Task', prescriptionId);
  const next =
    nextCursor === undefined ? [] : [{ relation: 'next', url: `${reply.links.timeline}?cursor=${encodeURIComponent(nextCursor)}` }];
  const bundle = collectionOf(prescriptionIdentifier(prescriptionId), [
    entryOf(whole, taskOf(reply)),
    ...hops.map((hop, index) => entryOf(nameOf('Task', prescriptionId, index + 1), hopTask(whole, hop))),
  ]);
  return next.length === 0 ? bundle : { ...bundle, link: next };
};
