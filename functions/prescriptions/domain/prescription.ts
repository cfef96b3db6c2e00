import * as z from 'zod/mini';
import { AgencyId, PatientToken } from '../../../events/vocabulary/ids.ts';
import { DrugCode, InstantText, Quantity } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';

export const PrescriptionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('PrescriptionActivated'),
    hospitalId: AgencyId,
    patientToken: PatientToken,
    lines: z.array(z.object({ drugCode: DrugCode, quantity: Quantity })),
    validUntil: InstantText,
  }),
]);
export type PrescriptionEvent = z.infer<typeof PrescriptionEvent>;

export type Prescription =
  | { readonly status: 'ABSENT' }
  | (Omit<Extract<PrescriptionEvent, { type: 'PrescriptionActivated' }>, 'type'> & { readonly status: 'ACTIVE' });

export interface SubmitPrescription extends Omit<Extract<PrescriptionEvent, { type: 'PrescriptionActivated' }>, 'type'> {
  readonly type: 'SubmitPrescription';
  readonly at: Instant;
}

export type PrescriptionRefusal = { readonly code: 'too-many-drugs' };

const LINES_MAX = 5;

export const decide = (_state: Prescription, { lines, hospitalId, patientToken, validUntil }: SubmitPrescription): Result<readonly PrescriptionEvent[], PrescriptionRefusal> =>
  lines.length > LINES_MAX
    ? refuse({ code: 'too-many-drugs' })
    : ok([{ type: 'PrescriptionActivated', lines, hospitalId, patientToken, validUntil }]);

export const evolve = (_state: Prescription, { type: _type, ...facts }: PrescriptionEvent): Prescription => ({ status: 'ACTIVE', ...facts });
