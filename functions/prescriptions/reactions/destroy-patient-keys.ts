import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { DestroyPatientKeys } from '../patients.ts';

/** The erasure again, for the case that the request died between its commit and the vault. */
export const destroyPatientKeys = reaction({
  name: 'destroy-patient-keys',
  on: DestroyPatientKeys,
  handle: async ({ data: { patientToken, generation } }, { vault }) => {
    await vault.erase(patientToken, generation);
    return done;
  },
});
