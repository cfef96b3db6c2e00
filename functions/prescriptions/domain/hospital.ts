import { ok, refuse } from '../../../shared/kernel/result.ts';
import { instant } from '../../../shared/kernel/time.ts';
import type {
  ActivatePrescription,
  CancelPrescription,
  ConfirmPrescription,
  ReviewPrescription,
  RevisePrescription,
  SignPrescription,
  SubmitPrescription,
} from './commands.ts';
import { contentOf } from './content.ts';
import { type Decision, invalidState, type PrescriptionRefusal } from './decision.ts';
import { refusalOfPractitioner } from './practitioner.ts';
import type { Prescription, Present } from './prescription.ts';
import { refusalOfSignature, signedOf } from './signing.ts';
import { refusalOfDocument } from './verify.ts';

const FIRST_REVISION = 1;

/** P1 */
export const submit = (state: Prescription, { verification, filing }: SubmitPrescription): Decision => {
  if (state.status !== 'ABSENT') return refuse(invalidState(state));
  const refusal = refusalOfDocument(verification);
  if (refusal !== undefined) return refuse(refusal);
  return ok([{ type: 'PrescriptionPreVerified', content: contentOf(verification, filing, FIRST_REVISION), at: verification.at }]);
};

/** P3: the prescriber answers a rejection with a changed document, which is verified anew. */
export const revise = (state: Present, { verification, filing }: RevisePrescription): Decision => {
  if (state.status !== 'REVIEW_REJECTED') return refuse(invalidState(state));
  if (filing.patientToken !== state.content.patientToken) return refuse({ code: 'other-patient' });
  if (verification.document.prescriberId !== state.content.prescriberId) return refuse({ code: 'not-the-prescriber' });
  const refusal = refusalOfDocument(verification);
  if (refusal !== undefined) return refuse(refusal);
  return ok([{ type: 'PrescriptionRevised', content: contentOf(verification, filing, state.content.revision + 1), at: verification.at }]);
};

/** P2, or the pass that P4 asks for. */
export const review = (state: Present, { pharmacist, outcome, findings, at }: ReviewPrescription): Decision => {
  if (state.status !== 'PRE_VERIFIED') return refuse(invalidState(state));
  if (pharmacist.practitionerId === state.content.prescriberId) return refuse({ code: 'pharmacist-is-prescriber' });
  const refusal = refusalOfPractitioner(pharmacist.practitioner, 'pharmacist', at);
  if (refusal !== undefined) return refuse(refusal);
  const facts = { pharmacistId: pharmacist.practitionerId, findings: [...findings], at };
  if (outcome.kind === 'passed') return ok([{ type: 'PrescriptionReviewPassed', ...facts }]);
  const { reasonCode, severity } = outcome;
  return ok([{ type: 'PrescriptionReviewRejected', ...facts, reasonCode, severity }]);
};

/** P4, or P3's override: the prescriber insists and signs alone. */
export const sign = (state: Present, command: SignPrescription): Decision => {
  if (state.status !== 'PRE_VERIFIED' && state.status !== 'REVIEW_REJECTED') return refuse(invalidState(state));
  const { prescriber, pharmacist, overrideReason, rules, at } = command;
  const isOverride = state.status === 'REVIEW_REJECTED';
  if (isOverride && overrideReason === undefined) return refuse(invalidState(state));
  if (isOverride && state.severity === 'blocking') return refuse({ code: 'review-blocked' });
  if (state.content.validUntil <= at) return refuse({ code: 'prescription-expired' });
  if (prescriber.practitionerId !== state.content.prescriberId) return refuse({ code: 'not-the-prescriber' });

  const { documentHash } = state.content;
  const refusal =
    (isOverride ? undefined : refusalOfReviewer(state, command)) ??
    refusalOfSignature(prescriber, { kind: 'doctor', documentHash, rules, at });
  if (refusal !== undefined) return refuse(refusal);
  const signed = { type: 'PrescriptionSigned', documentHash, prescriber: signedOf(prescriber), at } as const;
  if (overrideReason !== undefined && isOverride) return ok([{ type: 'ReviewOverridden', reasonCode: overrideReason, at }, signed]);
  return ok([pharmacist === undefined ? signed : { ...signed, pharmacist: signedOf(pharmacist) }]);
};

/** 双签: the pharmacist who passed it signs too, and is not the prescriber. */
const refusalOfReviewer = (
  state: Extract<Prescription, { status: 'PRE_VERIFIED' | 'REVIEW_REJECTED' }>,
  { pharmacist, rules, at }: SignPrescription,
): PrescriptionRefusal | undefined => {
  if (state.status !== 'PRE_VERIFIED' || state.reviewerId === undefined) return { code: 'review-missing' };
  if (pharmacist === undefined) return { code: 'signature-missing' };
  if (pharmacist.practitionerId === state.content.prescriberId) return { code: 'pharmacist-is-prescriber' };
  if (pharmacist.practitionerId !== state.reviewerId) return { code: 'not-the-reviewer' };
  return refusalOfSignature(pharmacist, { kind: 'pharmacist', documentHash: state.content.documentHash, rules, at });
};

/** P5 */
export const activate = (state: Present, { at }: ActivatePrescription): Decision => {
  if (state.status !== 'SIGNED') return refuse(invalidState(state));
  return state.content.validUntil <= at ? refuse({ code: 'prescription-expired' }) : ok([{ type: 'PrescriptionActivated', at }]);
};

/** P13 and P14: the prescriber or a delegate of the department takes it back; what was used stays used. */
export const cancel = (state: Present, { doctor, reason, at }: CancelPrescription): Decision => {
  const { practitionerId: by, practitioner } = doctor;
  if (by !== state.content.prescriberId && !state.content.delegateIds.includes(by)) return refuse({ code: 'not-the-prescriber' });
  // A doctor whose licence lapsed may still take a mistake back.
  if (practitioner === undefined) return refuse({ code: 'practitioner-unknown' });
  if (practitioner.kind !== 'doctor') return refuse({ code: 'wrong-profession' });

  switch (state.status) {
    case 'CLAIMED':
    case 'APPROVED':
      if (state.sales.length > 0) break;
      return ok(state.pendingCancellation === undefined ? [{ type: 'CancellationRequested', by, reason, at }] : []);
    case 'DISPENSED':
    case 'COMPLETED':
      break;
    case 'CANCELLED':
    case 'EXPIRED':
    case 'RETURNED':
      return refuse(invalidState(state));
    default: {
      const held = state.status === 'SUSPENDED' ? { pharmacyId: state.doubt.pharmacyId } : {};
      return ok([{ type: 'PrescriptionCancelled', by, reason, ...held, at }]);
    }
  }
  // The first such request is kept, so that its pharmacy and patient hear of it; the caller is refused either way.
  const isNews = (state.status === 'APPROVED' || state.status === 'DISPENSED') && !state.isCancellationRefused;
  if (!isNews) return refuse({ code: 'prescription-already-used' });
  return ok([{ type: 'CancellationRefused', by, pharmacyId: state.claim.pharmacyId, at }]);
};

/** P9b: the prescriber answers a doubt in writing and signs again, after the doubt. */
export const confirm = (state: Present, { confirmation, rules, at }: ConfirmPrescription): Decision => {
  if (state.status !== 'SUSPENDED') return refuse(invalidState(state));
  if (confirmation.practitionerId !== state.content.prescriberId) return refuse({ code: 'not-the-prescriber' });
  if (state.content.validUntil <= at) return refuse({ code: 'prescription-expired' });
  const refusal = refusalOfSignature(confirmation, { kind: 'doctor', documentHash: state.content.documentHash, rules, at });
  if (refusal !== undefined) return refuse(refusal);
  if (instant(confirmation.signedAt) < state.doubt.at) return refuse({ code: 'signature-stale' });
  return ok([{ type: 'PrescriptionConfirmed', confirmation: signedOf(confirmation), at }]);
};
