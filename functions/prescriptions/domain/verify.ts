import { addMs, DAY_MS, type Instant, instant } from '../../../shared/kernel/time.ts';
import type { PrescriptionDocument } from './document.ts';
import { type PractitionerRefusal, refusalOfPractitioner } from './practitioner.ts';
import type { Verification } from './verification.ts';
import { type DrugsRefusal, refusalOfDrugs } from './verify-drugs.ts';
import { type OnlineRefusal, refusalOfOnline } from './verify-online.ts';
import { refusalOfSupply, type SupplyRefusal } from './verify-supply.ts';

export type VerificationRefusal =
  | PractitionerRefusal
  | SupplyRefusal
  | DrugsRefusal
  | OnlineRefusal
  | { readonly code: 'prescribed-in-future' }
  | { readonly code: 'prescription-expired' }
  | { readonly code: 'validity-too-long'; readonly daysMax: number }
  | { readonly code: 'out-of-region' };

/** `valiEndTime` = `prscTime` + `valiDays` times 24 hours. */
export const validUntilOf = ({ prescribedAt, validDays }: Pick<PrescriptionDocument, 'prescribedAt' | 'validDays'>): Instant =>
  addMs(instant(prescribedAt), validDays * DAY_MS);

/** 预核验 (P1): the first legal or regional rule that the document breaks, or undefined. */
export const refusalOfDocument = (verification: Verification): VerificationRefusal | undefined =>
  refusalOfPractitioner(verification.prescriber, 'doctor', verification.at) ??
  refusalOfValidity(verification) ??
  refusalOfRegion(verification) ??
  refusalOfDrugs(verification) ??
  refusalOfSupply(verification) ??
  refusalOfOnline(verification);

const refusalOfValidity = ({ document, rules, at }: Verification): VerificationRefusal | undefined => {
  if (instant(document.prescribedAt) > addMs(at, rules.clockSkewMs)) return { code: 'prescribed-in-future' };
  const daysMax = document.supply.basis === 'long-term' ? rules.validity.longTermDaysMax : rules.validity.daysMax;
  if (document.validDays > daysMax) return { code: 'validity-too-long', daysMax };
  return validUntilOf(document) <= at ? { code: 'prescription-expired' } : undefined;
};

const refusalOfRegion = ({ document: { insuredRegion }, rules: { insured } }: Verification): VerificationRefusal | undefined => {
  const isOurs = insuredRegion === undefined || insured.regions.some((prefix) => insuredRegion.startsWith(prefix));
  return isOurs || insured.acceptsOthers ? undefined : { code: 'out-of-region' };
};
