import * as z from 'zod/mini';
import { PatientErasedV1 } from '../../events/prescriptions.ts';
import { PatientToken } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import { defineTask } from '../../shared/kernel/reaction.ts';
import { decide, type ErasePatient, evolve, type Patient, PatientEvent } from './domain/patient.ts';

/** The keys must go, also when the process that was asked to destroy them died. */
export const DestroyPatientKeys = defineTask(
  'patients.destroy-keys',
  z.object({ patientToken: PatientToken, generation: z.int().check(z.gte(1)) }),
);

export const patients = defineAggregate<Patient, ErasePatient, PatientEvent, never>({
  name: 'patient',
  event: PatientEvent,
  initial: { status: 'NEVER_ERASED' },
  decide,
  evolve,
  announces: (_event, _state, { id }) => [PatientErasedV1.announce({ patientToken: PatientToken.parse(id) })],
  deadlines: ({ generation }, _state, { id, commit }) => [
    { type: DestroyPatientKeys.type, at: commit.at, data: { patientToken: id, generation } },
  ],
});
