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

/** The rows themselves. */
export const ByHospital = defineView('prescriptions.by-hospital', PrescriptionRow);

/** Where a prescription's row stands among its hospital's. Nothing in it changes, so it is written once. */
export const PrescriptionPlace = z.object({ prescriptionId: PrescriptionId, hospitalId: AgencyId, createdAt: InstantText });
export type PrescriptionPlace = z.infer<typeof PrescriptionPlace>;

export const ByPharmacy = defineView('prescriptions.by-pharmacy', PrescriptionPlace);
export const ByPatient = defineView('prescriptions.by-patient', PrescriptionPlace);
/** Partition: the UTC day of the creation. */
export const ByDay = defineView('prescriptions.by-day', PrescriptionPlace);

/** All four lists have the same order: time of creation, then id. */
export const sortOf = ({ createdAt, prescriptionId }: Pick<PrescriptionPlace, 'createdAt' | 'prescriptionId'>): string =>
  `${createdAt}#${prescriptionId}`;

/** The rows of one prescription; a pharmacy that let go of it loses its own. */
export const rowsOf = (state: Prescription, id: string, commit: Commit): readonly ViewRecord[] => {
  if (state.status === 'ABSENT') return [];
  const { content, createdAt } = state;
  const pharmacyId = pharmacyOf(state);
  const place = { prescriptionId: PrescriptionId.parse(id), hospitalId: content.hospitalId, createdAt };
  const sort = sortOf(place);
  const row: PrescriptionRow = {
    ...place,
    status: state.status,
    version: commit.version,
    fill: state.fill,
    channel: content.channel,
    lineCount: content.lines.length,
    ...(pharmacyId === undefined ? {} : { pharmacyId }),
    updatedAt: commit.at,
    validUntil: content.validUntil,
  };
  return [
    ByHospital.record({ partition: content.hospitalId, sort }, commit.version, row),
    ByPatient.record({ partition: content.patientToken, sort }, commit.version, place),
    ByDay.record({ partition: utcDay(createdAt), sort }, commit.version, place),
    ...state.holders.map((holder) =>
      isHolder(state, holder)
        ? ByPharmacy.record({ partition: holder, sort }, commit.version, place)
        : ByPharmacy.gone({ partition: holder, sort }, commit.version),
    ),
  ];
};
