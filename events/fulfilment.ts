import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { AgencyId, PatientToken, PickupId, PrescriptionId } from './vocabulary/ids.ts';
import { Fill, InstantText } from './vocabulary/values.ts';

const context = 'fulfilment';

const pickup = {
  pickupId: PickupId,
  prescriptionId: PrescriptionId,
  fill: Fill,
  hospitalId: AgencyId,
  pharmacyId: AgencyId,
  patientToken: PatientToken,
};
const examplePickup = {
  pickupId: 'pkp_2nXc1eLdYh7tRw2kPzQm9sVb',
  prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz',
  fill: 1,
  hospitalId: 'ag_hospital0000000000000001',
  pharmacyId: 'ag_pharmacy0000000000000001',
  patientToken: 'pt_8fN3kQw2ZrT6yUb1XcVm5LhJ',
};
const toPharmacyAndPatient = {
  agencies: ['pharmacyId'],
  roles: ['patient-app'],
  fields: ['prescriptionId', 'fill', 'pharmacyId'],
  roleFields: ['patientToken'],
} as const;

/** 待取 */
export const PickupReadyV1 = defineEvent({
  context,
  name: 'pickup.ready',
  version: 1,
  summary: 'The medicine waits at the pharmacy until collectBy.',
  data: z.object({ ...pickup, collectBy: InstantText }),
  webhook: { ...toPharmacyAndPatient, fields: ['prescriptionId', 'fill', 'pharmacyId', 'collectBy'] },
  example: { ...examplePickup, collectBy: '2026-03-04T08:00:00.000Z' },
});

/** 已取药 */
export const PickupCollectedV1 = defineEvent({
  context,
  name: 'pickup.collected',
  version: 1,
  summary: 'The pharmacy handed the medicine over against the patient’s pick-up code.',
  data: z.object(pickup),
  webhook: toPharmacyAndPatient,
  example: examplePickup,
});

/** 逾期未取 */
export const PickupUncollectedV1 = defineEvent({
  context,
  name: 'pickup.uncollected',
  version: 1,
  summary: 'Nobody came in time; the pharmacy must take the sale back and the goods into stock.',
  data: z.object(pickup),
  webhook: toPharmacyAndPatient,
  example: examplePickup,
});

/** 退回库存 */
export const PickupReturnedToStockV1 = defineEvent({
  context,
  name: 'pickup.returned-to-stock',
  version: 1,
  summary: 'The goods of an uncollected or reversed sale are back with the pharmacy.',
  data: z.object(pickup),
  webhook: { agencies: ['pharmacyId'], fields: ['prescriptionId', 'fill'] },
  example: examplePickup,
});
