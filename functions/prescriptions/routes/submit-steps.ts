import type { Runtime } from '../../../shared/kernel/runtime.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { SubmitBody } from '../contract/requests.ts';
import type { DoInOneStep } from '../domain/commands.ts';
import type { Filing, PatientChoice } from '../domain/content.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { personOf, signatureFactOf, verificationOf } from '../facts.ts';
import { findingsOf, outcomeOf } from './hospital.ts';

/** What pre-verification may find. */
export const documentRefusals = [
  'practitioner-unknown',
  'wrong-profession',
  'licence-invalid',
  'prescribed-in-future',
  'prescription-expired',
  'validity-too-long',
  'out-of-region',
  'unknown-drug',
  'duplicate-drug',
  'herbs-mixed',
  'too-many-drugs',
  'restricted-drug-class',
  'long-term-drug-excluded',
  'supply-days-exceeded',
  'supply-reason-missing',
  'consent-missing',
  'repeat-not-allowed',
  'online-not-allowed',
  'first-visit-not-allowed',
  'online-authorisation-missing',
  'guardian-missing',
  'paediatrician-missing',
  'prescriber-too-new',
] as const;

export const submitProblems = [
  ...documentRefusals,
  'invalid-state',
  'review-missing',
  'review-blocked',
  'signature-missing',
  'signature-stale',
  'signature-invalid',
  'not-the-prescriber',
  'not-the-reviewer',
  'pharmacist-is-prescriber',
] as const;

/** 0.01° is about a kilometre: enough to find a pharmacy, too little to find a home. */
const rounded = (degrees: number): number => Math.round(degrees * 100) / 100;

type FilingFacts = Omit<Filing, 'choice' | 'policyVersion'>;

/** The filing without its policy; the place is rounded before anything keeps it. */
export const filingOf = (choice: PatientChoice | undefined, facts: FilingFacts): Omit<Filing, 'policyVersion'> => {
  if (choice?.near === undefined) return { ...facts, choice };
  const { latitude, longitude } = choice.near;
  return { ...facts, choice: { ...choice, near: { latitude: rounded(latitude), longitude: rounded(longitude) } } };
};

/** The submission, and in the same commit whatever further steps the body carries. */
export const stepsOf = async (
  { prescription, review, signatures }: SubmitBody,
  { filing, now }: { readonly filing: Omit<Filing, 'policyVersion'>; readonly now: Instant },
  runtime: Runtime,
): Promise<DoInOneStep> => {
  const { hospitalId: agencyId } = filing;
  const { verification, policyVersion } = await verificationOf(runtime, prescription, { hospitalId: agencyId, at: now });
  const steps: DoInOneStep['steps'][number][] = [{ type: 'SubmitPrescription', verification, filing: { ...filing, policyVersion } }];
  if (review !== undefined) {
    const pharmacist = await personOf(runtime, agencyId, review.pharmacistId);
    steps.push({ type: 'ReviewPrescription', pharmacist, outcome: outcomeOf(review), findings: findingsOf(review.findings), at: now });
  }
  if (signatures !== undefined) {
    const { prescriber, pharmacist } = signatures;
    steps.push(
      {
        type: 'SignPrescription',
        prescriber: await signatureFactOf(runtime, prescriber, { agencyId, role: 'prescriber' }),
        ...(pharmacist === undefined ? {} : { pharmacist: await signatureFactOf(runtime, pharmacist, { agencyId, role: 'pharmacist' }) }),
        rules: PrescriptionPolicy.at(runtime.policies, now).rules,
        at: now,
      },
      { type: 'ActivatePrescription', at: now },
    );
  }
  return { type: 'DoInOneStep', steps };
};
