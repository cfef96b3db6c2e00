import { defineProblems } from '../../../shared/kernel/problem.ts';

/** Whether the pharmacy holds it. */
export const claimProblems = defineProblems({
  'claim-pending': {
    status: 409,
    title: 'Your claim is on its way',
    remedy: 'Repeat the request after a second.',
    isRetryable: true,
    retryAfterSeconds: 1,
  },
  'claim-secret-mismatch': {
    status: 403,
    title: 'The claim secret is missing or not genuine',
    remedy: 'Send the Claim-Secret header as the acceptance of the offer answered it.',
  },
  'not-claim-holder': {
    status: 412,
    title: 'Your claim has ended',
    remedy: 'Stop; the secret of a claim that ended opens nothing. Wait for a new offer.',
  },
  'lease-expired': {
    status: 409,
    title: 'The lease of your claim is over',
    remedy: 'Stop; the prescription goes to others. Wait for a new offer.',
  },
  'cancellation-pending': {
    status: 409,
    title: 'The prescriber wants it back',
    remedy: 'Stop and release it; nothing may be dispensed any more.',
  },
  'partly-dispensed': {
    status: 409,
    title: 'A part was supplied already',
    remedy: 'Supply the rest, or close with isFinal; it cannot go to another pharmacy.',
  },
});
