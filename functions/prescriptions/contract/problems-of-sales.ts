import { defineProblems } from '../../../shared/kernel/problem.ts';

/** 核销: what is wrong with a sale. */
export const saleProblems = defineProblems({
  'unknown-line': { status: 422, title: 'The prescription has no such line', remedy: 'Number the lines as the prescription does, from 1.' },
  'quantity-exceeds-remaining': {
    status: 422,
    title: 'More than the prescription still allows',
    remedy: 'Dispense at most remaining of that line.',
  },
  'lot-expired': { status: 422, title: 'The lot is past its last day', remedy: 'Take a pack of another lot.' },
  'trace-codes-incomplete': {
    status: 422,
    title: 'There is not one trace code for each pack',
    remedy: 'Scan every pack of that line (药品追溯码); herbal pieces have none.',
  },
  'trace-code-repeated': { status: 422, title: 'A trace code stands twice', remedy: 'Scan each pack once.' },
  'trace-code-already-sold': {
    status: 409,
    title: 'A pack with that trace code was sold, or is being sold, elsewhere',
    remedy: 'Put the pack aside, report it, and take another.',
  },
  'dispenser-is-checker': { status: 422, title: 'One person dispensed and checked', remedy: 'Let another pharmacist check.' },
  'payment-mode-unavailable': {
    status: 422,
    title: 'This way of paying is not open yet',
    remedy: 'Settle at the counter with payMode 1 (自费).',
  },
  'payment-mismatch': {
    status: 422,
    title: 'The receipt is not of exactly these lines',
    remedy: 'Send totalFen, the sum of quantity times unit price, as paidFen.',
  },
  'receipt-already-used': { status: 422, title: 'The receipt paid for an earlier part', remedy: 'Send the receipt of this part.' },
});
