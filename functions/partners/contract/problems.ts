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
  'webhook-url-refused': {
    status: 422,
    title: 'We do not post to this URL',
    remedy: 'Name a public https address without credentials, on a port that the region allows; reason says what is wrong.',
  },
  'event-type-unknown': {
    status: 422,
    title: 'No event that is told by webhook fits one of the patterns',
    remedy: 'Use types of the event catalogue, a beginning such as offer.*, or *.',
  },
  'endpoint-limit-reached': {
    status: 409,
    title: 'The agency has as many webhook endpoints as the region allows',
    remedy: 'Delete one first, or let one endpoint take more event types.',
  },
  'rotation-in-grace': {
    status: 409,
    title: 'The secret before still signs',
    remedy: 'Rotate again after graceEndsAt, or with graceMs 0, which ends every old secret at once.',
  },
  'changes-exhausted': {
    status: 409,
    title: 'It was changed too often',
    remedy: 'Make a new one in its place; deleting and revoking still work.',
  },
});
