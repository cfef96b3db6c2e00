import { defineProblems } from '../../../shared/kernel/problem.ts';
import { claimProblems } from './problems-of-claims.ts';
import { documentProblems } from './problems-of-documents.ts';
import { fhirProblems } from './problems-of-fhir.ts';
import { saleProblems } from './problems-of-sales.ts';
import { signatureProblems } from './problems-of-signatures.ts';

/** Every way in which a request to this context can go wrong. */
export const prescriptionProblems = defineProblems({
  'invalid-state': {
    status: 409,
    title: 'The prescription is in a state in which that cannot be done',
    remedy: 'Read currentStatus, and the prescription, and act on what it is now.',
  },
  'prescription-expired': { status: 403, title: 'The prescription is no longer valid', remedy: 'Ask the prescriber for a new one.' },
  'prescription-already-used': {
    status: 409,
    title: 'The prescription was used already (处方已使用)',
    remedy: 'It cannot be cancelled any more; agree on a return with the pharmacy.',
  },
  'prescription-erased': {
    status: 410,
    title: 'The personal data of this prescription were erased',
    remedy: 'Nothing can bring them back; do not ask again.',
  },
  ...documentProblems,
  ...signatureProblems,
  ...claimProblems,
  ...saleProblems,
  ...fhirProblems,
});
