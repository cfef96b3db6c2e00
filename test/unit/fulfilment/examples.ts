import { AgencyId, PatientToken, PickupId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import type { PickupCommand } from '../../../functions/fulfilment/domain/decide.ts';
import type { PickupEvent, PickupFacts } from '../../../functions/fulfilment/domain/events.ts';
import type { FulfilmentRules } from '../../../functions/fulfilment/domain/policy.ts';
import { addMs, DAY_MS, type Instant } from '../../../shared/kernel/time.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

export const rules: FulfilmentRules = { collectDays: 3, codeAttemptsMax: 3, codesMax: 2 };
export const collectBy = addMs(MONDAY, 3 * DAY_MS);

export const facts: PickupFacts = {
  pickupId: PickupId.parse('pkp_one00'),
  prescriptionId: PrescriptionId.parse('rx_one00'),
  fill: 1,
  hospitalId: AgencyId.parse('ag_hospital1'),
  pharmacyId: AgencyId.parse('ag_pharmacy1'),
  patientToken: PatientToken.parse('pt_one00'),
};
export const elsewhere: PickupFacts = { ...facts, pharmacyId: AgencyId.parse('ag_pharmacy2') };

export const makeReady = (pickup = facts, at: Instant = MONDAY): PickupCommand => ({
  type: 'MakeReady',
  pickup,
  rules,
  policyVersion: 'v1',
  at,
});
export const ready = (pickup = facts, at: Instant = MONDAY, until: Instant = addMs(at, 3 * DAY_MS)): PickupEvent => ({
  type: 'PickupReady',
  pickup,
  collectBy: until,
  rules,
  policyVersion: 'v1',
  at,
});
export const issueCode = (codeMac = 'right', at: Instant = MONDAY): PickupCommand => ({ type: 'IssueCode', codeMac, at });
export const issued = (codeMac = 'right'): PickupEvent => ({ type: 'PickupCodeIssued', codeMac, at: MONDAY });
export const handOver = (codeMac = 'right', at: Instant = MONDAY): PickupCommand => ({
  type: 'HandOver',
  codeMac,
  handedOverBy: 'staff-7',
  at,
});
export const mismatched: PickupEvent = { type: 'PickupCodeMismatched', at: MONDAY };
export const collected: PickupEvent = { type: 'PickupCollected', handedOverBy: 'staff-7', at: MONDAY };
export const giveUp = (at: Instant = collectBy): PickupCommand => ({ type: 'GiveUp', at });
export const uncollected: PickupEvent = { type: 'PickupUncollected', at: collectBy };
export const returnToStock = (pickup = facts): PickupCommand => ({ type: 'ReturnToStock', pickup, at: MONDAY });
export const returned = (pickup = facts): PickupEvent => ({ type: 'PickupReturnedToStock', pickup, at: MONDAY });
