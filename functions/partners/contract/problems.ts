import { defineProblems } from '../../../shared/kernel/problem.ts';

export const partnerProblems = defineProblems({
  'agency-suspended': { status: 409, title: 'The agency is suspended', remedy: 'Resume the agency first.' },
  'own-agency-not-suspendable': {
    status: 409,
    title: 'An agency cannot suspend itself',
    remedy: 'Use a key of another platform agency; suspending your own would lock you out.',
  },
  'practitioner-kind-mismatch': {
    status: 422,
    title: 'An agency of this role has no such practitioners',
    remedy: 'Hospitals have doctors and pharmacists, pharmacies have pharmacists, other agencies have none.',
  },
  'licence-period-invalid': { status: 422, title: 'The licence ends before it begins', remedy: 'Send validFrom before validUntil.' },
  'key-expiry-past': { status: 422, title: 'The key would already be expired', remedy: 'Send an expiresAt in the future, or none.' },
  'key-not-active': {
    status: 409,
    title: 'The key is retiring, expired or revoked',
    remedy: 'Rotate its successor, or issue a new key.',
  },
});
