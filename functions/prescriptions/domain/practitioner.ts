import type { Practitioner } from '../../../events/partners.ts';
import type { Instant } from '../../../shared/kernel/time.ts';

export type PractitionerRefusal =
  | { readonly code: 'practitioner-unknown' }
  | { readonly code: 'wrong-profession' }
  | { readonly code: 'licence-invalid' };

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
