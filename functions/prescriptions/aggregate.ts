import { PrescriptionActivatedV1 } from '../../events/prescriptions.ts';
import { PrescriptionId } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import { decide, evolve, PrescriptionEvent, type Prescription, type PrescriptionRefusal, type SubmitPrescription } from './domain/prescription.ts';

export const prescriptions = defineAggregate<Prescription, SubmitPrescription, PrescriptionEvent, PrescriptionRefusal>({
  name: 'prescription',
  event: PrescriptionEvent,
  initial: { status: 'ABSENT' },
  decide,
  evolve,
  announces: (event, _state, { id }) => [
    PrescriptionActivatedV1.announce({ ...event, prescriptionId: PrescriptionId.parse(id), fill: 1 }),
  ],
});
