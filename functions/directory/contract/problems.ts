import { defineProblems } from '../../../shared/kernel/problem.ts';

export const directoryProblems = defineProblems({
  'agency-not-a-pharmacy': {
    status: 422,
    title: 'No agency of the role pharmacy has this id',
    remedy:
      'Create the agency with the role pharmacy first, then register its pharmacy; one created a moment ago is known within a second.',
    isRetryable: true,
    retryAfterSeconds: 1,
  },
  'pharmacy-already-registered': { status: 409, title: 'This agency has its pharmacy already', remedy: 'Change it with PUT.' },
  'hours-invalid': {
    status: 422,
    title: 'Opening hours end before they begin, or overlap',
    remedy: 'Correct the entries that errors points at; split a night at midnight.',
  },
  'licence-dates-invalid': { status: 422, title: 'The licence ends before it begins', remedy: 'Send validUntil after validFrom.' },
  'platform-only-field': {
    status: 403,
    title: 'Only the platform changes this field',
    remedy: 'Send hours and services only; ask the platform about the rest.',
  },
  'too-many-changes': {
    status: 409,
    title: 'The pharmacy has changed its entry as often as the region allows',
    remedy: 'Ask the platform to make the change.',
  },
  'designation-dates-invalid': { status: 422, title: 'The designation ends before it begins', remedy: 'Send until after from.' },
  'not-designated': { status: 409, title: 'There is no designation to suspend', remedy: 'Designate the pharmacy first.' },
  'drug-kind-mismatch': {
    status: 422,
    title: 'The national code says another kind of drug',
    remedy: 'X is western, Z a Chinese patent medicine, T a herbal piece: correct the code or the kind.',
  },
  'too-many-recalls': {
    status: 409,
    title: 'As many lots of this drug are recalled as the catalogue lists',
    remedy: 'Take the drug out of the catalogue with DELETE.',
  },
  'unknown-drug': {
    status: 400,
    title: 'A drug is not in the catalogue of this region',
    remedy: 'Leave out the items that errors points at, or have the platform list the drug.',
  },
  'duplicate-drug': { status: 400, title: 'A drug is named twice', remedy: 'Send each drug once; errors points at the second mention.' },
  'pharmacy-not-registered': {
    status: 409,
    title: 'The directory has no pharmacy of this agency',
    remedy: 'Ask the platform to register the pharmacy.',
  },
});
