import * as z from 'zod/mini';
import { Fen } from '../../../events/vocabulary/values.ts';

/** `payMode`: 1 自费 (the counter's receipt), 2 医保, 3 自费+医保. */
export const Payment = z.object({ payMode: z.union([z.literal(1), z.literal(2), z.literal(3)]), receiptNumber: z.string(), paidFen: Fen });
export type Payment = z.infer<typeof Payment>;

export type PaymentRefusal =
  | { readonly code: 'payment-mode-unavailable' }
  | { readonly code: 'payment-mismatch'; readonly totalFen: number }
  | { readonly code: 'receipt-already-used' };

/**
 * P10's payment guard: paid in full, for exactly these lines. Today only the patient's own money at the counter; the insurance
 * settlement plugs in here.
 */
export const refusalOfPayment = (payment: Payment, totalFen: number, earlier: readonly Payment[]): PaymentRefusal | undefined => {
  if (payment.payMode !== 1) return { code: 'payment-mode-unavailable' };
  if (earlier.some(({ receiptNumber }) => receiptNumber === payment.receiptNumber)) return { code: 'receipt-already-used' };
  return payment.paidFen === totalFen ? undefined : { code: 'payment-mismatch', totalFen };
};
