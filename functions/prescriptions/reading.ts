import type { PrescriptionId } from '../../events/vocabulary/ids.ts';
import { ok, type Result, refuse } from '../../shared/kernel/result.ts';
import type { Caller } from '../../shared/kernel/route.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { prescriptions } from './aggregate.ts';
import { isHolder, type Present } from './domain/prescription.ts';

/** Who reads: an agency and, for a patient app, the patient whom it names. */
export interface Reader {
  readonly caller: Caller;
  readonly patientToken?: string | undefined;
}

const maySee = (state: Present, { caller, patientToken }: Reader): boolean => {
  switch (caller.role) {
    case 'hospital':
      return state.content.hospitalId === caller.agencyId;
    case 'pharmacy':
      return isHolder(state, caller.agencyId);
    case 'patient-app':
      return state.content.patientToken === patientToken;
    case 'platform':
    case 'regulator':
      return true;
    default:
      return false;
  }
};

/** The prescription as its own stream says it, for a reader who may see it; for anyone else there is none. */
export const readPrescription = async (
  id: PrescriptionId,
  reader: Reader,
  { load }: Pick<Runtime, 'load'>,
): Promise<Result<{ readonly state: Present; readonly version: number }, { readonly code: 'not-found' }>> => {
  const { state, version } = await load(prescriptions, id);
  return state.status !== 'ABSENT' && maySee(state, reader) ? ok({ state, version }) : refuse({ code: 'not-found' });
};
