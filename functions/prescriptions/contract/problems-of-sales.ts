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
  'pack-not-divisible': {
    status: 422,
    title: 'A pack of this drug is not sold by the piece, or a portion is a whole pack',
    remedy: 'Send whole packs as traceCodes; only a drug with packUnits in the catalogue is opened (拆零).',
  },
  'opened-pack-short': {
    status: 409,
    title: 'The opened pack does not hold that much any more',
    remedy: 'Take at most remaining out of it, and open another pack for the rest.',
  },
  'pharmacy-not-eligible': {
    status: 403,
    title: 'Your designation (定点) or your licence is not in force',
    remedy: 'Release the prescription, so that another pharmacy can supply it; ask the platform about your designation.',
  },
  'drug-delisted': {
    status: 422,
    title: 'A drug has left the region’s catalogue since it was prescribed',
    remedy: 'Do not supply that line; supply the others with isFinal, or release, and tell the prescriber.',
  },
  'drug-outside-licence': {
    status: 403,
    title: 'Your licence does not cover a drug as it is classed today',
    remedy: 'Release the prescription, so that a pharmacy with that licence can supply it.',
  },
  'lot-recalled': {
    status: 422,
    title: 'The lot was recalled (召回)',
    remedy: 'Put the packs of that lot in quarantine and take another lot.',
  },
  'price-above-cap': { status: 422, title: 'The price is above the region’s cap (限价)', remedy: 'Ask at most capFen for a unit.' },
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
