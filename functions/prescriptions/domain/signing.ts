import type { Practitioner } from '../../../events/partners.ts';
import { addMs, type Instant, instant } from '../../../shared/kernel/time.ts';
import type { Signed } from './events.ts';
import type { PrescriptionRules } from './policy.ts';
import { type PractitionerRefusal, refusalOfPractitioner } from './practitioner.ts';

/** A signature, and what was found out about it outside of the decision. */
export interface SignatureFact extends Signed {
  readonly practitioner: Practitioner | undefined;
  /** The document that the signer says it signed. */
  readonly documentHash: string;
  /** The mathematics hold: this person's key signed that hash in that role at that time. */
  readonly isGenuine: boolean;
}

export type SignatureRefusal = PractitionerRefusal | { readonly code: 'signature-stale' } | { readonly code: 'signature-invalid' };

/** What a signature must cover, and when. */
export interface SignatureSetting {
  readonly kind: Practitioner['kind'];
  readonly documentHash: string;
  readonly rules: Pick<PrescriptionRules, 'signatureAgeMaxMs' | 'clockSkewMs'>;
  readonly at: Instant;
}

/** P4: a licensed person's fresh and genuine signature of exactly the stored document. */
export const refusalOfSignature = (
  fact: SignatureFact,
  { kind, documentHash, rules, at }: SignatureSetting,
): SignatureRefusal | undefined => {
  const refusal = refusalOfPractitioner(fact.practitioner, kind, at);
  if (refusal !== undefined) return refusal;
  if (fact.documentHash !== documentHash) return { code: 'signature-stale' };
  const signedAt = instant(fact.signedAt);
  if (addMs(signedAt, rules.signatureAgeMaxMs) < at || signedAt > addMs(at, rules.clockSkewMs)) return { code: 'signature-stale' };
  return fact.isGenuine ? undefined : { code: 'signature-invalid' };
};

export const signedOf = ({ practitionerId, signedAt, signature }: SignatureFact): Signed => ({ practitionerId, signedAt, signature });
