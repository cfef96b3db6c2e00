import { describe, expect, it } from 'vitest';
import type { PrescriptionEvent } from '../../../functions/prescriptions/domain/events.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { command, given } from '../../support/prescription-commands.ts';
import {
  content,
  counter,
  drug,
  LEASE_ENDS,
  lapsedLicence,
  OFFER,
  OTHER_OFFER,
  PHARMACY,
  person,
  RIVAL,
  repeating,
  sale,
  saleLine,
} from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const payment = { payMode: 1, receiptNumber: 'R-1', paidFen: 3000 } as const;

describe('a sale', () => {
  it('of everything closes the fill (P10)', () => {
    given(...until.approved)
      .when(command.dispense())
      .then(happened.sold(), happened.dispensed());
    given(...until.claimed)
      .when(command.dispense())
      .thenRefused({ code: 'invalid-state', currentStatus: 'CLAIMED' });
  });

  it.each([
    { what: 'more than is left', lines: [saleLine(1, 3)], refusal: { code: 'quantity-exceeds-remaining', line: 1, remaining: 2 } },
    {
      what: 'more than is left over two rows',
      lines: [saleLine(1, 2), saleLine(1, 1)],
      refusal: { code: 'quantity-exceeds-remaining', line: 1, remaining: 2 },
    },
    { what: 'a line that is not there', lines: [saleLine(3, 1)], refusal: { code: 'unknown-line', line: 3 } },
    { what: 'a lot past its day', lines: [saleLine(1, 2, { expiresOn: '2026-03-01' })], refusal: { code: 'lot-expired', line: 1 } },
    {
      what: 'a pack that was not scanned',
      lines: [saleLine(1, 2, { traceCodes: ['8100001'] })],
      refusal: { code: 'trace-codes-incomplete', line: 1 },
    },
    {
      what: 'a pack scanned twice',
      lines: [saleLine(1, 2, { traceCodes: ['8100001', '8100001'] })],
      refusal: { code: 'trace-code-repeated', line: 1 },
    },
  ] as const)('is not of $what', ({ lines, refusal }) => {
    given(...until.approved)
      .when(command.dispense({ sale: sale({ lines: [...lines] }) }))
      .thenRefused(refusal);
  });

  describe('by the piece (拆零)', () => {
    const divisible = { counter: counter({ drugs: [drug('XC08CAA001', { packUnits: 2 }), drug('XA10BAD046')] }) };
    const opened = (...quantities: readonly number[]) =>
      quantities.map((quantity, index) => ({ traceCode: `830000${index}`, quantity, packUnits: 2 }));
    const pieces = (traceCodes: readonly string[], quantity: number, ...quantities: readonly number[]) =>
      sale({ lines: [{ ...saleLine(1, quantity, { traceCodes: [...traceCodes] }), opened: opened(...quantities) }] });

    it.each([
      { what: 'one whole pack of two pieces', sold: pieces(['8200001'], 2) },
      { what: 'one piece of each of two packs', sold: pieces([], 2, 1, 1) },
      { what: 'one piece of one pack', sold: pieces([], 1, 1) },
    ])('takes $what', ({ sold }) => {
      expect(given(...until.approved).when(command.dispense({ ...divisible, sale: sold })).decision.ok).toBe(true);
    });

    it.each([
      { what: 'a piece short of what was scanned', sold: pieces(['8200001'], 1), code: 'trace-codes-incomplete' },
      { what: 'a piece more than what was scanned', sold: pieces([], 2, 1), code: 'trace-codes-incomplete' },
      { what: 'a whole pack as a portion', sold: pieces([], 2, 2), code: 'pack-not-divisible' },
    ])('does not take $what: $code', ({ sold, code }) => {
      const { decision } = given(...until.approved).when(command.dispense({ ...divisible, sale: sold }));
      expect(decision).toMatchObject({ ok: false, refusal: { code, line: 1 } });
    });

    it('is not for a drug that comes in whole packs only, nor for herbal pieces', () => {
      const refusal = { code: 'pack-not-divisible', line: 1 } as const;
      given(...until.approved)
        .when(command.dispense({ sale: pieces([], 1, 1) }))
        .thenRefused(refusal);
      const herbal = [
        {
          ...happened.preVerified(),
          content: { ...content(), lines: [{ drugCode: 'T001', quantity: 30, kind: 'herbal-piece' as const }] },
        },
        ...until.approved.slice(1),
      ];
      given(...herbal)
        .when(command.dispense({ ...divisible, sale: pieces([], 1, 1) }))
        .thenRefused(refusal);
    });

    it('may come out of one opened pack in two parts of a fill, but not twice in one', () => {
      const once = happened.sold(pieces([], 1, 1));
      const rest = { ...pieces([], 1, 1), payment: { payMode: 1 as const, receiptNumber: 'R-2', paidFen: 1000 } };
      expect(given(...until.approved, once).when(command.dispense({ ...divisible, sale: rest })).decision.ok).toBe(true);
      const twice = sale({ lines: [{ ...saleLine(1, 2, { traceCodes: [] }), opened: [...opened(1), ...opened(1)] }] });
      given(...until.approved)
        .when(command.dispense({ ...divisible, sale: twice }))
        .thenRefused({ code: 'trace-code-repeated', line: 1 });
    });
  });

  it('is not of a pack that an earlier part of the fill was sold with', () => {
    const part = sale({
      lines: [saleLine(1, 1, { traceCodes: ['8100001'] })],
      payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 1500 },
    });
    given(...until.approved, { type: 'SaleRecorded', sale: part, at: MONDAY })
      .when(command.dispense({ sale: { ...part, payment: { ...part.payment, receiptNumber: 'R-2' } } }))
      .thenRefused({ code: 'trace-code-repeated', line: 1 });
  });

  it('takes two people, the checker a licensed pharmacist', () => {
    given(...until.approved)
      .when(command.dispense({ sale: sale({ dispenserId: 'pharmacist-3' }) }))
      .thenRefused({ code: 'dispenser-is-checker' });
    given(...until.approved)
      .when(command.dispense({ checker: person('doctor-5') }))
      .thenRefused({ code: 'wrong-profession' });
    given(...until.approved)
      .when(command.dispense({ checker: person('pharmacist-3', lapsedLicence) }))
      .thenRefused({ code: 'licence-invalid' });
    const program = { practitionerId: 'pharmacist-3', practitioner: undefined };
    given(...until.approved)
      .when(command.dispense({ checker: program }))
      .thenRefused({ code: 'practitioner-unknown' });
  });

  it.each([
    { what: 'one fen short', over: { paidFen: 2999 }, refusal: { code: 'payment-mismatch', totalFen: 3000 } },
    { what: 'one fen over', over: { paidFen: 3001 }, refusal: { code: 'payment-mismatch', totalFen: 3000 } },
    { what: 'by insurance', over: { payMode: 2 as const }, refusal: { code: 'payment-mode-unavailable' } },
  ] as const)('is not paid $what', ({ over, refusal }) => {
    given(...until.approved)
      .when(command.dispense({ sale: sale({ payment: { ...payment, ...over } }) }))
      .thenRefused(refusal);
  });

  it('of herbal pieces has no trace codes', () => {
    const herbs = [
      { ...happened.preVerified(), content: { ...content(), lines: [{ drugCode: 'T001', quantity: 30, kind: 'herbal-piece' as const }] } },
      ...until.approved.slice(1),
    ];
    expect(given(...herbs).when(command.dispense({ sale: sale({ lines: [saleLine(1, 30, { traceCodes: [] })] }) })).decision.ok).toBe(true);
    given(...herbs)
      .when(command.dispense({ sale: sale({ lines: [saleLine(1, 30)] }) }))
      .thenRefused({ code: 'trace-codes-incomplete', line: 1 });
  });
});

describe('a partial supply (欠药)', () => {
  const part = { lines: [saleLine(1, 1)] };
  const rest = {
    lines: [saleLine(1, 1, { traceCodes: ['8200001'] }), saleLine(2, 1)],
    payment: { payMode: 1 as const, receiptNumber: 'R-2', paidFen: 2000 },
  };
  const partly = [...until.approved, happened.sold(part)];

  it('leaves the fill approved until the rest comes', () => {
    given(...until.approved)
      .when(command.dispense({ sale: sale(part) }))
      .then(happened.sold(part));
    given(...partly)
      .when(command.dispense({ sale: sale(rest) }))
      .then(happened.sold(rest), happened.dispensed());
  });

  it('closes with the rest not supplied when it says so, or when the lease ends', () => {
    given(...until.approved)
      .when(command.dispense({ sale: sale(part), isFinal: true }))
      .then(happened.sold(part), happened.dispensed(false));
    given(...partly)
      .when(command.lapse(LEASE_ENDS))
      .then({ type: 'PrescriptionDispensed', isComplete: false, at: LEASE_ENDS });
  });

  it('never becomes free for another pharmacy', () => {
    given(...partly)
      .when(command.release())
      .thenRefused({ code: 'partly-dispensed' });
    given(...partly)
      .when(command.claim({ offerId: OTHER_OFFER, pharmacyId: RIVAL }))
      .then({
        type: 'ClaimRefused',
        fill: 1,
        offerId: OTHER_OFFER,
        pharmacyId: RIVAL,
        reason: 'already-claimed',
      });
  });

  it('takes a receipt once, and never more than is owing', () => {
    given(...partly)
      .when(command.dispense({ sale: sale({ ...rest, payment: { ...rest.payment, receiptNumber: 'R-1' } }) }))
      .thenRefused({ code: 'receipt-already-used' });
    given(...partly)
      .when(command.dispense())
      .thenRefused({ code: 'quantity-exceeds-remaining', line: 1, remaining: 1 });
  });
});

describe('after the sale', () => {
  it('the hand-over completes it (P11), for its own fill and pharmacy only', () => {
    given(...until.dispensed)
      .when(command.complete())
      .then(happened.completed);
    for (const wrong of [command.complete({ fill: 2 }), command.complete({ pharmacyId: RIVAL })]) {
      given(...until.dispensed)
        .when(wrong)
        .thenRefused({ code: 'invalid-state', currentStatus: 'DISPENSED' });
    }
    given(...until.approved)
      .when(command.complete())
      .thenRefused({ code: 'invalid-state', currentStatus: 'APPROVED' });
  });

  it('the pharmacy may take it back (P16), also a part, but not what is in the patient’s hands', () => {
    const reversed: PrescriptionEvent = {
      type: 'PrescriptionSaleReversed',
      fill: 1,
      pharmacyId: PHARMACY,
      reason: 'uncollected',
      sales: [sale()],
      at: MONDAY,
    };
    given(...until.dispensed)
      .when(command.reverse())
      .then(reversed);
    given(...until.approved, happened.sold())
      .when(command.reverse())
      .then(reversed);
    given(...until.approved)
      .when(command.reverse())
      .thenRefused({ code: 'invalid-state', currentStatus: 'APPROVED' });
    given(...until.dispensed, happened.completed)
      .when(command.reverse())
      .thenRefused({ code: 'invalid-state', currentStatus: 'COMPLETED' });
    given(...until.dispensed, reversed)
      .when(command.reverse())
      .thenRefused({ code: 'invalid-state', currentStatus: 'RETURNED' });
  });
});

describe('a repeat prescription', () => {
  const opensAt = addMs(MONDAY, 21 * DAY_MS);
  const sold = { lines: [saleLine(1, 2)] };
  const fillOnce = [...until.approved.slice(1), happened.sold(sold), happened.dispensed()];
  const next = { fill: 2, opensAt };
  const completed = { ...happened.completed, next };
  const first = [happened.preVerified(repeating), ...fillOnce];
  const opened = { type: 'FillOpened', at: opensAt } as const;

  it('waits as active for its next window (P12)', () => {
    given(...first)
      .when(command.complete())
      .then(completed);
    expect(given(...first, completed).state).toMatchObject({
      status: 'ACTIVE',
      fill: 2,
      opensAt,
      pastFills: [{ fill: 1, status: 'COMPLETED', dispensed: [2] }],
    });
  });

  it('has no next fill when this one ends after the validity, taken back or collected: nothing would end it any more', () => {
    const { state } = given(...first);
    const validUntil = 'content' in state ? state.content.validUntil : MONDAY;
    given(...first)
      .when(command.complete({ at: validUntil }))
      .then({ ...happened.completed, at: validUntil });
    given(...first)
      .when(command.complete({ at: addMs(validUntil, -1) }))
      .then({ ...completed, at: addMs(validUntil, -1) });
    const reversed = given(...first).when(command.reverse({ at: validUntil })).decision;
    expect(reversed.ok && reversed.value).toMatchObject([{ type: 'PrescriptionSaleReversed', at: validUntil }]);
    expect(reversed.ok && reversed.value[0]).not.toHaveProperty('next');
  });

  it('opens its next fill when the interval is over, not before, and once', () => {
    given(...first, completed)
      .when(command.openNext(opensAt))
      .then(opened);
    given(...first, completed)
      .when(command.openNext(addMs(opensAt, -1)))
      .then();
    given(...first, completed)
      .when(command.openNext(opensAt, 3))
      .then();
    given(...first, completed, opened)
      .when(command.openNext(opensAt))
      .then();
  });

  it('gives each fill its own claim and sales', () => {
    const claim = command.claim({ offerId: OTHER_OFFER, pharmacyId: RIVAL, fill: 2, at: opensAt, leaseEndsAt: addMs(opensAt, 1) });
    expect(given(...first, completed).when(claim).decision).toMatchObject({ value: [{ type: 'ClaimRefused', reason: 'fill-not-open' }] });
    expect(given(...first, completed, opened).when(claim).decision).toMatchObject({ value: [{ type: 'PrescriptionClaimed', fill: 2 }] });
    expect(given(...first, completed, opened).state).toMatchObject({ sales: [] });
    given(...first, completed)
      .when(command.approve({ offerId: OFFER }))
      .thenRefused({ code: 'not-claim-holder' });
  });

  it('ends with its last fill', () => {
    const lastDone = { ...happened.completed, fill: 2, next: { fill: 3, opensAt } } as const;
    const second = [
      completed,
      opened,
      happened.claimed({ offerId: OTHER_OFFER, fill: 2 }),
      happened.approved,
      happened.sold(sold),
      happened.dispensed(),
    ];
    const third = [
      lastDone,
      opened,
      happened.claimed({ offerId: OFFER, fill: 3 }),
      happened.approved,
      happened.sold(sold),
      happened.dispensed(),
    ];
    given(...first, ...second, ...third)
      .when(command.complete({ fill: 3 }))
      .then({ ...happened.completed, fill: 3 });
  });

  it('has no further fill when the validity ends before its window', () => {
    const short = happened.preVerified({ ...repeating, validDays: 21 });
    given(short, ...fillOnce)
      .when(command.complete())
      .then(happened.completed);
    const longer = happened.preVerified({ ...repeating, validDays: 22 });
    given(longer, ...fillOnce)
      .when(command.complete())
      .then(completed);
  });

  it('does not give a returned fill again, but goes on', () => {
    expect(given(...first).when(command.reverse()).decision).toMatchObject({ value: [{ type: 'PrescriptionSaleReversed', next }] });
  });
});
