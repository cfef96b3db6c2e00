import type { Practitioner } from '../../../events/partners.ts';
import type { Instant } from '../../../shared/kernel/time.ts';

export type PractitionerRefusal =
  | { readonly code: 'practitioner-unknown' }
  | { readonly code: 'wrong-profession' }
  | { readonly code: 'licence-invalid' };

/**
 * Whether the licence had ended by then, as we know today. A lapse since says nothing of a signature given before it, and a renewed
 * licence begins later than its predecessor did; only an end before the signature tells that it was never worth anything.
 */
export const hadLapsed = (practitioner: Practitioner | undefined, at: Instant): boolean =>
  practitioner !== undefined && practitioner.licence.validUntil <= at;

/**
 * Only a licensed human of that profession acts (互联网诊疗监管细则: software never prescribes or reviews). The agency's directory lists
 * nobody else, so a program's name is unknown here.
 */
export const refusalOfPractitioner = (
  practitioner: Practitioner | undefined,
  kind: Practitioner['kind'],
  at: Instant,
): PractitionerRefusal | undefined => {
  if (practitioner === undefined) return { code: 'practitioner-unknown' };
  if (practitioner.kind !== kind) return { code: 'wrong-profession' };
  const { validFrom, validUntil } = practitioner.licence;
  return validFrom <= at && at < validUntil ? undefined : { code: 'licence-invalid' };
};
