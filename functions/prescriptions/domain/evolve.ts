import { unreachable } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Content } from './content.ts';
import type { PrescriptionEvent } from './events.ts';
import type { Filed, PastFill, Prescription, Present } from './prescription.ts';
import { dispensedOf } from './sale.ts';

type EventOf<Type extends PrescriptionEvent['type']> = Extract<PrescriptionEvent, { type: Type }>;

const filedAnew = (content: Content, createdAt: Instant): Filed => ({
  content,
  createdAt,
  fill: 1,
  sales: [],
  pastFills: [],
  deadOffers: [],
  holders: [],
});

/** What every state has; the rest belongs to a variant. */
const filedOf = ({ content, createdAt, signedAt, fill, sales, pastFills, deadOffers, holders }: Present): Filed => ({
  content,
  createdAt,
  ...(signedAt === undefined ? {} : { signedAt }),
  fill,
  sales,
  pastFills,
  deadOffers,
  holders,
});

/** The same after the live claim's end: its secret is dead. */
const unclaimed = (state: Present): Filed => {
  const filed = filedOf(state);
  return 'claim' in state ? { ...filed, deadOffers: [...filed.deadOffers, state.claim.offerId] } : filed;
};

const impossible = (state: Prescription, event: PrescriptionEvent): never => {
  throw new Error(`${event.type} in ${state.status}: no decision leads here`);
};

/** The state after an event. Throws only on a history that `decide` can never produce. */
export const evolve = (state: Prescription, event: PrescriptionEvent): Prescription => {
  if (event.type === 'PrescriptionPreVerified') return { ...filedAnew(event.content, event.at), status: 'PRE_VERIFIED' };
  if (state.status === 'ABSENT') return impossible(state, event);
  switch (event.type) {
    case 'PrescriptionReviewPassed':
      return { ...filedOf(state), status: 'PRE_VERIFIED', reviewerId: event.pharmacistId };
    case 'PrescriptionReviewRejected':
      return { ...filedOf(state), status: 'REVIEW_REJECTED', reasonCode: event.reasonCode, severity: event.severity };
    case 'PrescriptionRevised':
      return { ...filedAnew(event.content, state.createdAt), status: 'PRE_VERIFIED' };
    case 'ReviewOverridden':
      return state;
    case 'PrescriptionSigned':
      return { ...filedOf(state), status: 'SIGNED', signedAt: event.at };
    case 'PrescriptionConfirmed':
      return { ...filedOf(state), status: 'ACTIVE', signedAt: event.at };
    case 'PrescriptionActivated':
    case 'FillOpened':
      return { ...filedOf(state), status: 'ACTIVE' };
    case 'PrescriptionClaimed':
      return claimed(state, event);
    case 'ClaimRefused':
      return { ...state, deadOffers: [...state.deadOffers, event.offerId] };
    case 'PrescriptionReleased':
      return { ...unclaimed(state), status: 'ACTIVE' };
    case 'PrescriptionApproved':
      return state.status === 'CLAIMED' ? { ...state, status: 'APPROVED', isCancellationRefused: false } : impossible(state, event);
    case 'PrescriptionSuspended': {
      const { pharmacyId, reasonCode, at } = event;
      return { ...unclaimed(state), status: 'SUSPENDED', doubt: { pharmacyId, reasonCode, at } };
    }
    case 'SaleRecorded':
      return { ...state, sales: [...state.sales, event.sale] };
    case 'PrescriptionDispensed':
      if (state.status !== 'APPROVED') return impossible(state, event);
      return {
        ...filedOf(state),
        status: 'DISPENSED',
        claim: state.claim,
        dispensedAt: event.at,
        isCancellationRefused: state.isCancellationRefused,
      };
    case 'PrescriptionCompleted':
      return fillEnded(state, event, 'COMPLETED');
    case 'PrescriptionSaleReversed':
      return fillEnded(state, event, 'RETURNED');
    case 'CancellationRequested':
      if (state.status !== 'CLAIMED' && state.status !== 'APPROVED') return impossible(state, event);
      return { ...state, pendingCancellation: { by: event.by, reason: event.reason } };
    case 'CancellationRefused':
      return state.status === 'APPROVED' || state.status === 'DISPENSED'
        ? { ...state, isCancellationRefused: true }
        : impossible(state, event);
    case 'PrescriptionCancelled':
      return { ...unclaimed(state), status: 'CANCELLED' };
    case 'PrescriptionExpired':
      return { ...unclaimed(state), status: 'EXPIRED' };
    default:
      return unreachable(event);
  }
};

const claimed = (state: Present, { claim }: EventOf<'PrescriptionClaimed'>): Prescription => {
  const filed = filedOf(state);
  return { ...filed, status: 'CLAIMED', claim, holders: [...new Set([...filed.holders, claim.pharmacyId])] };
};

/** The fill's child record is closed; a repeat prescription waits as ACTIVE for its next one. */
const fillEnded = (
  state: Present,
  { fill, pharmacyId, next }: EventOf<'PrescriptionCompleted' | 'PrescriptionSaleReversed'>,
  status: PastFill['status'],
): Prescription => {
  const dispensed = dispensedOf(state.content.lines, status === 'COMPLETED' ? state.sales : []);
  const pastFills = [...state.pastFills, { fill, status, pharmacyId, dispensed }];
  const sales = status === 'COMPLETED' && next === undefined ? state.sales : [];
  const ended = { ...unclaimed(state), pastFills, sales };
  return next === undefined ? { ...ended, status } : { ...ended, status: 'ACTIVE', fill: next.fill, opensAt: next.opensAt };
};
