import { CancelBody, EmptyBody, type ReviewBody as Review, ReviewBody, SignatureBody, SignBody } from '../contract/requests.ts';
import type { ReviewOutcome } from '../domain/commands.ts';
import type { Finding } from '../domain/events.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import type { Prescription } from '../domain/prescription.ts';
import { personOf, signatureFactOf } from '../facts.ts';
import { hospitalStep } from './hospital-step.ts';

const exampleSignature = {
  documentHash: '7c9e6679f1d2b3a4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c',
  signedAt: '2026-03-02T02:00:00.000Z',
  signature: `${'A'.repeat(86)}==`,
};

export const outcomeOf = ({ outcome, reasonCode, severity }: Review): ReviewOutcome =>
  outcome === 'rejected' && reasonCode !== undefined && severity !== undefined
    ? { kind: 'rejected', reasonCode, severity }
    : { kind: 'passed' };

export const findingsOf = (findings: readonly Finding[] | undefined): readonly Finding[] => findings ?? [];

export const reviewPrescription = hospitalStep({
  step: 'review',
  summary: 'Record what the hospital’s pharmacist decided (审方)',
  description: 'The review stands; after a rejection the prescriber revises or, unless it blocks, overrides.',
  body: ReviewBody,
  problems: ['invalid-state', 'pharmacist-is-prescriber', 'practitioner-unknown', 'wrong-profession', 'licence-invalid'],
  example: {
    pharmacistId: '{{hospitalPharmacistId}}',
    outcome: 'passed',
    findings: [{ source: 'ai', code: 'dose-in-range', severity: 'info' }],
  },
  commandOf: async (_state, { body, caller, now }, runtime) => ({
    type: 'ReviewPrescription',
    pharmacist: await personOf(runtime, caller.agencyId, body.pharmacistId),
    outcome: outcomeOf(body),
    findings: findingsOf(body.findings),
    at: now,
  }),
});

export const signPrescription = hospitalStep({
  step: 'sign',
  summary: 'Add the signatures of prescriber and pharmacist (双签)',
  description: 'Signed: its validity runs.',
  body: SignBody,
  problems: [
    'invalid-state',
    'review-missing',
    'review-blocked',
    'signature-missing',
    'signature-stale',
    'signature-invalid',
    'not-the-prescriber',
    'not-the-reviewer',
    'pharmacist-is-prescriber',
    'practitioner-unknown',
    'wrong-profession',
    'licence-invalid',
    'prescription-expired',
  ],
  example: {
    prescriber: { practitionerId: '{{doctorId}}', ...exampleSignature },
    pharmacist: { practitionerId: '{{hospitalPharmacistId}}', ...exampleSignature },
  },
  commandOf: async (_state, { body, caller, now }, runtime) => {
    const { agencyId } = caller;
    const { prescriber, pharmacist, overrideReason } = body;
    return {
      type: 'SignPrescription',
      prescriber: await signatureFactOf(runtime, prescriber, { agencyId, role: 'prescriber' }),
      ...(pharmacist === undefined ? {} : { pharmacist: await signatureFactOf(runtime, pharmacist, { agencyId, role: 'pharmacist' }) }),
      overrideReason,
      rules: PrescriptionPolicy.at(runtime.policies, now).rules,
      at: now,
    };
  },
});

export const activatePrescription = hospitalStep({
  step: 'activate',
  summary: 'Make a signed prescription available to pharmacies (上传)',
  description: 'Active: its first fill is offered to pharmacies.',
  body: EmptyBody,
  problems: ['invalid-state', 'prescription-expired'],
  example: {},
  commandOf: (_state, { now }) => ({ type: 'ActivatePrescription', at: now }),
});

export const cancelProblems = [
  'invalid-state',
  'prescription-already-used',
  'not-the-prescriber',
  'practitioner-unknown',
  'wrong-profession',
] as const;

/** A cancellation that lost the race is kept, and refused all the same. */
export const refusalAfterCancellation = (state: Prescription): 'prescription-already-used' | undefined => {
  const isRefused = (state.status === 'APPROVED' || state.status === 'DISPENSED') && state.isCancellationRefused;
  return isRefused ? 'prescription-already-used' : undefined;
};

export const cancelPrescription = hospitalStep({
  step: 'cancel',
  summary: 'Take a prescription back (撤销)',
  description: 'Cancelled; or, while a pharmacy holds it, isCancellationPending until the pharmacy stops or its lease ends.',
  body: CancelBody,
  problems: cancelProblems,
  example: { practitionerId: '{{doctorId}}', reason: 'prescribing-error' },
  commandOf: async (_state, { body, caller, now }, runtime) => ({
    type: 'CancelPrescription',
    doctor: await personOf(runtime, caller.agencyId, body.practitionerId),
    reason: body.reason,
    at: now,
  }),
  refusalAfter: refusalAfterCancellation,
});

export const confirmPrescription = hospitalStep({
  step: 'confirm',
  summary: 'Answer a pharmacist’s doubt: the prescriber confirms and signs again',
  description: 'Active again, for any pharmacy.',
  body: SignatureBody,
  problems: [
    'invalid-state',
    'not-the-prescriber',
    'practitioner-unknown',
    'wrong-profession',
    'licence-invalid',
    'signature-stale',
    'signature-invalid',
    'prescription-expired',
  ],
  example: { practitionerId: '{{doctorId}}', ...exampleSignature },
  commandOf: async (_state, { body, caller, now }, runtime) => ({
    type: 'ConfirmPrescription',
    confirmation: await signatureFactOf(runtime, body, { agencyId: caller.agencyId, role: 'prescriber' }),
    rules: PrescriptionPolicy.at(runtime.policies, now).rules,
    at: now,
  }),
});
