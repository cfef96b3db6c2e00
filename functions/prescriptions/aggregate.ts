import { PrescriptionId } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import { announcementsOf } from './announcements.ts';
import { deadlinesOf } from './deadlines.ts';
import type { PrescriptionCommand } from './domain/commands.ts';
import { decide } from './domain/decide.ts';
import type { PrescriptionRefusal } from './domain/decision.ts';
import { PrescriptionEvent } from './domain/events.ts';
import { evolve } from './domain/evolve.ts';
import type { Prescription } from './domain/prescription.ts';
import { rowsOf } from './views.ts';

/** 医保处方: one stream for a prescription and all its fills. */
export const prescriptions = defineAggregate<Prescription, PrescriptionCommand, PrescriptionEvent, PrescriptionRefusal>({
  name: 'prescription',
  event: PrescriptionEvent,
  initial: { status: 'ABSENT' },
  decide,
  evolve,
  announces: (event, state, { id }) => announcementsOf(event, state, PrescriptionId.parse(id)),
  deadlines: (event, state, { id, commit }) => deadlinesOf(event, state, { prescriptionId: PrescriptionId.parse(id), commit }),
  views: (state, { id, commit }) => rowsOf(state, id, commit),
});
