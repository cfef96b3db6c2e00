import * as z from 'zod/mini';
import { OfferId, PrescriptionId } from '../../events/vocabulary/ids.ts';
import { Fill } from '../../events/vocabulary/values.ts';
import type { Deadline } from '../../shared/kernel/aggregate.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import { defineTask } from '../../shared/kernel/reaction.ts';
import type { PrescriptionEvent } from './domain/events.ts';
import type { Portion } from './domain/pack.ts';
import type { Prescription } from './domain/prescription.ts';
import { portionsOf, type Sale, traceCodesOf } from './domain/sale.ts';
import { ReturnPortions, SellPortions } from './opened-packs.ts';
import { FreeTraceCodes, SellTraceCodes } from './trace-codes.ts';

/** The validity of a signed prescription ends. */
export const ValidityEnds = defineTask('prescriptions.validity-ends', z.object({ prescriptionId: PrescriptionId }));
/** A claim's lease ends. */
export const LeaseEnds = defineTask('prescriptions.lease-ends', z.object({ prescriptionId: PrescriptionId, offerId: OfferId }));
/** The next window of a repeat prescription opens. */
export const FillOpens = defineTask('prescriptions.fill-opens', z.object({ prescriptionId: PrescriptionId, fill: Fill }));

interface Place {
  readonly prescriptionId: PrescriptionId;
  readonly commit: Pick<Commit, 'at' | 'commandId'>;
}

/** What must happen later because of an event; the packs of a sale at once, so that no crash can lose them. */
export const deadlinesOf = (event: PrescriptionEvent, state: Prescription, { prescriptionId, commit }: Place): readonly Deadline[] => {
  const { at } = commit;
  if (state.status === 'ABSENT') return [];
  const validityEnds = { type: ValidityEnds.type, at: state.content.validUntil, data: { prescriptionId } };
  switch (event.type) {
    case 'PrescriptionSigned':
    // The end may have come and gone while it was claimed; whoever let go began before it, or by a clock that is behind.
    case 'PrescriptionReleased':
    case 'PrescriptionSuspended':
      return [validityEnds];
    case 'PrescriptionClaimed': {
      const { offerId, leaseEndsAt } = event.claim;
      return [{ type: LeaseEnds.type, at: leaseEndsAt, data: { prescriptionId, offerId } }];
    }
    case 'SaleRecorded': {
      if (!('claim' in state)) return [];
      const holder = { prescriptionId, fill: state.fill, pharmacyId: state.claim.pharmacyId };
      return [
        ...packsOf([event.sale], (codes) => ({ type: SellTraceCodes.type, at, data: { ...holder, codes } })),
        ...openedOf([event.sale], (portions) => ({
          type: SellPortions.type,
          at,
          data: { holder, reservationId: commit.commandId, portions },
        })),
      ];
    }
    case 'PrescriptionSaleReversed': {
      const holder = { prescriptionId, fill: event.fill, pharmacyId: event.pharmacyId };
      const freed = packsOf(event.sales, (codes) => ({ type: FreeTraceCodes.type, at, data: { ...holder, codes } }));
      const returned = openedOf(event.sales, (portions) => ({
        type: ReturnPortions.type,
        at,
        data: { holder, codes: portions.map(({ traceCode }) => traceCode) },
      }));
      return [...freed, ...returned, ...opensNext(event, { prescriptionId, validityEnds })];
    }
    case 'PrescriptionCompleted':
      return opensNext(event, { prescriptionId, validityEnds });
    default:
      return [];
  }
};

const packsOf = (sales: readonly Sale[], deadline: (codes: readonly string[]) => Deadline): readonly Deadline[] =>
  sales
    .map(({ lines }) => traceCodesOf(lines))
    .filter((codes) => codes.length > 0)
    .map(deadline);

const openedOf = (sales: readonly Sale[], deadline: (portions: readonly Portion[]) => Deadline): readonly Deadline[] =>
  sales
    .map(({ lines }) => portionsOf(lines))
    .filter((portions) => portions.length > 0)
    .map(deadline);

const opensNext = (
  { next }: Extract<PrescriptionEvent, { type: 'PrescriptionCompleted' | 'PrescriptionSaleReversed' }>,
  { prescriptionId, validityEnds }: { readonly prescriptionId: PrescriptionId; readonly validityEnds: Deadline },
): readonly Deadline[] =>
  next === undefined ? [] : [{ type: FillOpens.type, at: next.opensAt, data: { prescriptionId, fill: next.fill } }, validityEnds];
