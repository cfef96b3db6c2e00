import { describe, expect, it } from 'vitest';
import type { Drug, Pharmacy } from '../../../events/directory.ts';
import type { PrescriptionRefusal } from '../../../functions/prescriptions/domain/decision.ts';
import type { Counter } from '../../../functions/prescriptions/domain/goods.ts';
import { addMs, instant } from '../../../shared/kernel/time.ts';
import { command, given } from '../../support/prescription-commands.ts';
import { counter, drug, lapsedLicence, practitioner, rules, sale, saleLine } from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const before = instant('2020-01-01T00:00:00Z');
const dispensing = (over: Partial<Counter>, sold = sale()) =>
  given(...until.approved).when(command.dispense({ counter: counter(over), sale: sold })).decision;
/** What the catalogue says today of the first line's drug. */
const changed = (over: Partial<Drug>): Partial<Counter> => ({ drugs: [drug('XC08CAA001', over), drug('XA10BAD046')] });
const having = (over: Partial<Pharmacy>): Partial<Counter> => ({ pharmacy: { ...pharmacy(), ...over } });
const pharmacy = (): Pharmacy => {
  const known = counter().pharmacy;
  if (known === undefined) throw new Error('a counter without a pharmacy');
  return known;
};
const licensed = (over: Partial<Pharmacy['licence']>): Partial<Counter> => having({ licence: { ...pharmacy().licence, ...over } });

const undesignated = (): Partial<Counter> => {
  const { designation: _designation, ...never } = pharmacy();
  return { pharmacy: never };
};

interface Case {
  readonly what: string;
  readonly over: Partial<Counter>;
  readonly refusal?: PrescriptionRefusal;
}
const line = 1;
const cases: readonly Case[] = [
  { what: 'everything is as it was', over: {} },
  { what: 'the drug left a closed catalogue', over: { drugs: [undefined, drug('XA10BAD046')] }, refusal: { code: 'drug-delisted', line } },
  {
    what: 'the drug stands in no open catalogue',
    over: { drugs: [undefined, drug('XA10BAD046')], rules: { ...rules, catalogue: 'open' } },
  },
  {
    what: 'the drug is no pharmacy’s to sell any more',
    over: changed({ controlClass: 'narcotic' }),
    refusal: { code: 'restricted-drug-class', line },
  },
  {
    what: 'the region blocks the drug',
    over: { rules: { ...rules, circulation: { excludedClasses: [], blockedDrugs: ['XC08CAA001'] } } },
    refusal: { code: 'restricted-drug-class', line },
  },
  {
    what: 'the drug is in a class that the licence lacks',
    over: changed({ controlClass: 'psychotropic-2' }),
    refusal: { code: 'drug-outside-licence', line },
  },
  {
    what: 'the drug is in a class that the licence has',
    over: { ...changed({ controlClass: 'psychotropic-2' }), ...licensed({ classes: ['psychotropic-2'] }) },
  },
  {
    what: 'the drug is of a kind that the licence lacks',
    over: licensed({ kinds: ['herbal-piece'] }),
    refusal: { code: 'drug-outside-licence', line },
  },
  { what: 'the lot was recalled', over: changed({ recalledLots: ['L-1'] }), refusal: { code: 'lot-recalled', line } },
  {
    what: 'the lot of the second line was recalled',
    over: { drugs: [drug('XC08CAA001'), drug('XA10BAD046', { recalledLots: ['L-1'] })] },
    refusal: { code: 'lot-recalled', line: 2 },
  },
  { what: 'another lot was recalled', over: changed({ recalledLots: ['L-11'] }) },
  { what: 'the price is the cap', over: changed({ priceCapFen: 1000 }) },
  {
    what: 'the price is a fen above the cap',
    over: changed({ priceCapFen: 999 }),
    refusal: { code: 'price-above-cap', line, capFen: 999 },
  },
  { what: 'the pharmacy is in no directory', over: { pharmacy: undefined }, refusal: { code: 'pharmacy-not-eligible' } },
  {
    what: 'the designation ended this moment',
    over: having({ designation: { from: before, until: MONDAY } }),
    refusal: { code: 'pharmacy-not-eligible' },
  },
  { what: 'the designation begins this moment', over: having({ designation: { from: MONDAY, until: addMs(MONDAY, 1) } }) },
  {
    what: 'the designation begins in a millisecond',
    over: having({ designation: { from: addMs(MONDAY, 1), until: addMs(MONDAY, 2) } }),
    refusal: { code: 'pharmacy-not-eligible' },
  },
  { what: 'the licence begins this moment', over: licensed({ validFrom: MONDAY }) },
  {
    what: 'the licence begins in a millisecond',
    over: licensed({ validFrom: addMs(MONDAY, 1) }),
    refusal: { code: 'pharmacy-not-eligible' },
  },
  { what: 'the pharmacy was never designated', over: undesignated(), refusal: { code: 'pharmacy-not-eligible' } },
  { what: 'the designation ends in a millisecond', over: having({ designation: { from: before, until: addMs(MONDAY, 1) } }) },
  { what: 'the licence ended this moment', over: licensed({ validUntil: MONDAY }), refusal: { code: 'pharmacy-not-eligible' } },
  { what: 'the licence ends in a millisecond', over: licensed({ validUntil: addMs(MONDAY, 1) }) },
];

describe('at the counter, when', () => {
  it.each(cases.filter(({ refusal }) => refusal === undefined))('$what, the fill is sold', ({ over }) => {
    expect(dispensing(over).ok).toBe(true);
  });
  it.each(cases.filter(({ refusal }) => refusal !== undefined))('$what, it is not: $refusal.code', ({ over, refusal }) => {
    expect(dispensing(over)).toEqual({ ok: false, refusal });
  });

  it('a line is not sold, what changed of its drug stops nobody', () => {
    const second = sale({ lines: [saleLine(2, 1)] });
    expect(dispensing(changed({ recalledLots: ['L-1'] }), second).ok).toBe(true);
    expect(dispensing({ drugs: [drug('XC08CAA001'), undefined] }, second)).toEqual({
      ok: false,
      refusal: { code: 'drug-delisted', line: 2 },
    });
  });

  it('a lot is written in small letters, it is recalled all the same', () => {
    const small = sale({ lines: [saleLine(1, 2, { lotNumber: ' l-1 ' })] });
    expect(dispensing(changed({ recalledLots: ['L-1'] }), small)).toEqual({ ok: false, refusal: { code: 'lot-recalled', line: 1 } });
  });

  it('a drug may be had in person only, an online prescription of it is not supplied any more', () => {
    const online = { ...happened.preVerified(), content: { ...contentOf(), channel: 'online' as const } };
    const psychotropic = { ...changed({ controlClass: 'psychotropic-2' }), ...licensed({ classes: ['psychotropic-2'] }) };
    const { decision } = given(online, ...until.approved.slice(1)).when(command.dispense({ counter: counter(psychotropic) }));
    expect(decision).toEqual({ ok: false, refusal: { code: 'restricted-drug-class', line: 1 } });
  });
});

const contentOf = () => {
  const event = happened.preVerified();
  if (event.type !== 'PrescriptionPreVerified') throw new Error('not the beginning');
  return event.content;
};

describe('the prescriber’s licence', () => {
  const soldUnder = (validUntil = practitioner('doctor-1').licence.validUntil, validFrom = before) =>
    given(...until.approved).when(
      command.dispense({ prescriber: practitioner('doctor-1', { licence: { number: '110', validFrom, validUntil } }) }),
    ).decision;

  it('may lapse after the signature, or be renewed: the prescription stands', () => {
    expect(soldUnder(addMs(MONDAY, 1)).ok).toBe(true);
    expect(soldUnder(addMs(MONDAY, 2), addMs(MONDAY, 1)).ok).toBe(true);
  });

  it('that is known now to have ended before the signature makes the prescription worth nothing', () => {
    expect(soldUnder(MONDAY)).toEqual({ ok: false, refusal: { code: 'prescriber-licence-invalid' } });
  });

  it('counts at the signature that answered a doubt, when there was one', () => {
    const confirmed = { type: 'PrescriptionConfirmed', confirmation: signed, at: addMs(MONDAY, 10) } as const;
    const again = [...until.suspended, confirmed, happened.claimed(), happened.approved];
    const lapsed = practitioner('doctor-1', { licence: { ...lapsedLicence.licence, validUntil: addMs(MONDAY, 10) } });
    given(...again)
      .when(command.dispense({ prescriber: lapsed }))
      .thenRefused({ code: 'prescriber-licence-invalid' });
  });
});

const signed = { practitionerId: 'doctor-1', signedAt: MONDAY, signature: 'sig' };
