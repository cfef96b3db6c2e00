import { defineProblems } from '../../../shared/kernel/problem.ts';

/** Who acts, and how it is proven. */
export const signatureProblems = defineProblems({
  'practitioner-unknown': {
    status: 403,
    title: 'Your agency has no such practitioner',
    remedy: 'Register the person with the region; a program never prescribes or reviews.',
  },
  'wrong-profession': {
    status: 403,
    title: 'The person has another profession',
    remedy: 'A doctor prescribes; a pharmacist reviews and checks.',
  },
  'licence-invalid': { status: 403, title: 'The person’s licence is not valid now', remedy: 'Let a person with a valid licence act.' },
  'prescriber-licence-invalid': {
    status: 403,
    title: 'The prescriber’s licence had ended before the prescription was signed, as is known now',
    remedy: 'Release it and tell the hospital; the patient needs a prescription by another doctor.',
  },
  'not-the-prescriber': {
    status: 403,
    title: 'Only the prescriber may do that',
    remedy: 'Let the prescriber act; a delegate of the department may cancel.',
  },
  'not-the-reviewer': { status: 403, title: 'Another pharmacist passed the review', remedy: 'Let the reviewing pharmacist sign.' },
  'pharmacist-is-prescriber': {
    status: 403,
    title: 'The prescriber may not review the own prescription',
    remedy: 'Let a pharmacist review who did not prescribe it.',
  },
  'review-missing': { status: 409, title: 'The hospital’s pharmacist has not passed it yet', remedy: 'Review it first.' },
  'review-blocked': {
    status: 422,
    title: 'The review found something that may not be overridden',
    remedy: 'Change the prescription; see the rejection’s reason.',
  },
  'signature-missing': { status: 403, title: 'The pharmacist’s signature is missing', remedy: 'Send both signatures (双签).' },
  'signature-stale': {
    status: 403,
    title: 'The signature is too old, or of another version of the document',
    remedy: 'Sign the present documentHash now, and send it within the region’s time.',
  },
  'signature-invalid': {
    status: 403,
    title: 'The signature is not this person’s of this document',
    remedy: 'Sign the text of the guide with the registered Ed25519 key.',
  },
});
