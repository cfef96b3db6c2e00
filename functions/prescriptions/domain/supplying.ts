import { ok, refuse } from '../../../shared/kernel/result.ts';
import { addMs, DAY_MS, type Instant } from '../../../shared/kernel/time.ts';
import type { CompleteFill, DispensePrescription, ReverseSale } from './commands.ts';
import { type Decision, invalidState, type PrescriptionRefusal } from './decision.ts';
import type { PrescriptionEvent } from './events.ts';
import { refusalOfGoods } from './goods.ts';
import { claimOf, type Live, usableClaimOf } from './holding.ts';
import { refusalOfPayment } from './payment.ts';
import { hadLapsed, refusalOfPractitioner } from './practitioner.ts';
import type { Present } from './prescription.ts';
import { isAllDispensed, refusalOfSale, totalFenOf } from './sale.ts';

/** P10: one sale of all or a part; the last one, or one that says it is final, closes the fill. */
export const dispense = (state: Present, command: DispensePrescription): Decision => {
  const { offerId, sale, isFinal, at } = command;
  const held = usableClaimOf(state, offerId, at);
  if (!held.ok) return held;
  if (held.value.status !== 'APPROVED') return refuse(invalidState(state));
  const { lines } = state.content;
  const refusal = refusalOfDispensing(held.value, command);
  if (refusal !== undefined) return refuse(refusal);

  const recorded: PrescriptionEvent = { type: 'SaleRecorded', sale, at };
  const isComplete = isAllDispensed(lines, [...state.sales, sale]);
  return ok(isComplete || isFinal ? [recorded, { type: 'PrescriptionDispensed', isComplete, at }] : [recorded]);
};

/** P10's guards: who prescribed, what is sold and by whom, who checked, how it was paid. */
const refusalOfDispensing = (
  { content, sales, signedAt }: Live,
  { sale, checker, prescriber, counter, today, at }: DispensePrescription,
): PrescriptionRefusal | undefined => {
  if (signedAt !== undefined && hadLapsed(prescriber, signedAt)) return { code: 'prescriber-licence-invalid' };
  const packUnits = counter.drugs.map((drug) => drug?.packUnits ?? 1);
  return (
    refusalOfSale(sale, { lines: content.lines, earlier: sales, packUnits, today }) ??
    refusalOfGoods(sale.lines, { content, counter, at }) ??
    refusalOfPractitioner(checker.practitioner, 'pharmacist', at) ??
    refusalOfPayment(
      sale.payment,
      totalFenOf(sale.lines),
      sales.map(({ payment }) => payment),
    )
  );
};

/** P11, and P12 when a repeat prescription has fills left. */
export const complete = (state: Present, { fill, pharmacyId, at }: CompleteFill): Decision => {
  if (state.status !== 'DISPENSED' || state.fill !== fill || state.claim.pharmacyId !== pharmacyId) return refuse(invalidState(state));
  return ok([{ type: 'PrescriptionCompleted', fill, pharmacyId, ...nextFill(state, { soldAt: state.dispensedAt, at }), at }]);
};

/**
 * P16: the goods are back, or never left. All sales of the fill are taken back together; a returned fill of a repeat prescription
 * is not given again.
 */
export const reverse = (state: Present, { offerId, reason, at }: ReverseSale): Decision => {
  const held = claimOf(state, offerId);
  if (!held.ok) return held;
  if (held.value.sales.length === 0) return refuse(invalidState(state));
  const { claim, fill, sales } = held.value;
  const soldAt = held.value.status === 'DISPENSED' ? held.value.dispensedAt : at;
  return ok([
    {
      type: 'PrescriptionSaleReversed',
      fill,
      pharmacyId: claim.pharmacyId,
      reason,
      sales: [...sales],
      ...nextFill(state, { soldAt, at }),
      at,
    },
  ]);
};

/**
 * The next window opens `minInrvDays` after the last fill, if uses and validity are left; none opens when this fill ends so late
 * that the validity is over, because nothing would end the prescription any more.
 */
const nextFill = (
  { content, fill }: Present,
  { soldAt, at }: { readonly soldAt: Instant; readonly at: Instant },
): { readonly next?: { fill: number; opensAt: Instant } } => {
  const { repeat, validUntil } = content;
  if (repeat === undefined || fill >= repeat.fillsMax) return {};
  const opensAt = addMs(soldAt, repeat.minIntervalDays * DAY_MS);
  return opensAt < validUntil && at < validUntil ? { next: { fill: fill + 1, opensAt } } : {};
};
