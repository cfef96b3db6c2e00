import * as z from 'zod/mini';
import { AgencyId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';
import type { Caller } from '../../../shared/kernel/route.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { defineView, type Views } from '../../../shared/kernel/views.ts';

/** One reading of a patient's document: who, when, which, and for what. */
const DocumentAccess = z.object({
  prescriptionId: PrescriptionId,
  patientToken: PatientToken,
  agencyId: AgencyId,
  keyId: z.string(),
  purpose: z.literal('dispensing'),
  at: InstantText,
});

/** The audit of all readings (I19). Partition: prescription id, sorted by time. */
export const DocumentAccesses = defineView('prescriptions.document-access', DocumentAccess);

interface Reading {
  readonly prescriptionId: PrescriptionId;
  readonly patientToken: PatientToken;
  readonly caller: Caller;
  readonly at: Instant;
  readonly requestId: string;
}

/** Writes the reading down. Only then may the document leave. */
export const auditReading = async (views: Views, { prescriptionId, patientToken, caller, at, requestId }: Reading): Promise<void> => {
  const access = {
    prescriptionId,
    patientToken,
    agencyId: AgencyId.parse(caller.agencyId),
    keyId: caller.keyId,
    purpose: 'dispensing',
    at,
  } as const;
  await views.put([DocumentAccesses.record({ partition: prescriptionId, sort: `${at}#${requestId}` }, 1, access)]);
};
