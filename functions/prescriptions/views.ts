import * as z from 'zod/mini';
import { AgencyId, PrescriptionId } from '../../events/vocabulary/ids.ts';
import { InstantText } from '../../events/vocabulary/values.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import { utcDay } from '../../shared/kernel/time.ts';
import { defineView, type ViewRecord } from '../../shared/kernel/views.ts';
import { Status } from './contract/status.ts';
import { isHolder, type Prescription, pharmacyOf } from './domain/prescription.ts';

/** A line of a list: ids, status and times; what more there is, the prescription itself tells. */
export const PrescriptionRow = z.object({
  prescriptionId: PrescriptionId,
  status: Status,
  version: z.int(),
  fill: z.int(),
  channel: z.enum(['in-person', 'online']),
  lineCount: z.int(),
  hospitalId: AgencyId,
  pharmacyId: z.optional(AgencyId),
  createdAt: InstantText,
  updatedAt: InstantText,
  validUntil: InstantText,
});
export type PrescriptionRow = z.infer<typeof PrescriptionRow>;

export const ByHospital = defineView('prescriptions.by-hospital', PrescriptionRow);
export const ByPharmacy = defineView('prescriptions.by-pharmacy', PrescriptionRow);
export const ByPatient = defineView('prescriptions.by-patient', PrescriptionRow);
/** Partition: the UTC day of the creation. */
export const ByDay = defineView('prescriptions.by-day', PrescriptionRow);

/** The rows of one prescription; a pharmacy that let go of it loses its own. */
export const rowsOf = (state: Prescription, id: string, commit: Commit): readonly ViewRecord[] => {
  if (state.status === 'ABSENT') return [];
  const { content, createdAt } = state;
  const pharmacyId = pharmacyOf(state);
  const sort = `${createdAt}#${id}`;
  const row: PrescriptionRow = {
    prescriptionId: PrescriptionId.parse(id),
    status: state.status,
    version: commit.version,
    fill: state.fill,
    channel: content.channel,
    lineCount: content.lines.length,
    hospitalId: content.hospitalId,
    ...(pharmacyId === undefined ? {} : { pharmacyId }),
    createdAt,
    updatedAt: commit.at,
    validUntil: content.validUntil,
  };
  return [
    ByHospital.record({ partition: content.hospitalId, sort }, commit.version, row),
    ByPatient.record({ partition: content.patientToken, sort }, commit.version, row),
    ByDay.record({ partition: utcDay(createdAt), sort }, commit.version, row),
    ...state.holders.map((holder) =>
      isHolder(state, holder)
        ? ByPharmacy.record({ partition: holder, sort }, commit.version, row)
        : ByPharmacy.gone({ partition: holder, sort }, commit.version),
    ),
  ];
};
