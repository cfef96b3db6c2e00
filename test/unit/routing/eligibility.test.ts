import { describe, expect, it } from 'vitest';
import type { Drug, Pharmacy, StockLevel } from '../../../events/directory.ts';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import { assess } from '../../../functions/routing/domain/assessment.ts';
import type { ReasonCode } from '../../../functions/routing/domain/eligibility.ts';
import type { Demand } from '../../../functions/routing/domain/facts.ts';
import { addMs, DAY_MS, instant } from '../../../shared/kernel/time.ts';
import { AMLODIPINE, allWeek, demand, drug, factsOf, NEAR, pharmacy, pharmacyIdOf, stock } from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

interface Case {
  readonly what: string;
  readonly reason: ReasonCode | undefined;
  readonly pharmacy?: Partial<Pharmacy>;
  readonly licence?: Partial<Pharmacy['licence']>;
  readonly drug?: Partial<Drug>;
  readonly drugs?: readonly Drug[];
  readonly stock?: Partial<StockLevel>;
  readonly demand?: Partial<Demand>;
  readonly suspended?: readonly AgencyId[];
}

const named = (number: number): Partial<Demand> => ({
  wish: { by: 'named', pharmacyId: pharmacyIdOf(number), near: { latitude: 30, longitude: 100 }, wantsDecoction: false },
});
const near = (radiusMetres?: number): Partial<Demand> => ({
  wish: { by: 'nearest', near: NEAR, wantsDecoction: false, ...(radiusMetres === undefined ? {} : { radiusMetres }) },
});
/** 0.09 degrees of latitude are 10,008 m on the mean sphere. */
const north = (degrees: number): Partial<Pharmacy> => ({ place: { ...NEAR, latitude: NEAR.latitude + degrees } });
const herb: Partial<Drug> = { kind: 'herbal-piece' };
const herbal: Partial<Pharmacy['licence']> = { kinds: ['herbal-piece'] };
const boiled: Partial<Demand> = { wish: { by: 'cheapest', wantsDecoction: true } };
const barred = (code: 'already-declined' | 'released-before' | 'did-not-answer'): Partial<Demand> => ({
  barred: [{ pharmacyId: pharmacyIdOf(1), code }],
});
const before = instant('2025-01-01T00:00:00Z');

const cases: readonly Case[] = [
  { what: 'is plain and open', reason: undefined },
  { what: 'is not the named one', reason: 'not-named', demand: named(2) },
  { what: 'is the named one, however far', reason: undefined, demand: named(1) },
  { what: 'was designated until this moment', reason: 'not-designated', pharmacy: { designation: { from: before, until: MONDAY } } },
  { what: 'is designated for a millisecond more', reason: undefined, pharmacy: { designation: { from: before, until: addMs(MONDAY, 1) } } },
  { what: 'is designated from now', reason: undefined, pharmacy: { designation: { from: MONDAY, until: addMs(MONDAY, DAY_MS) } } },
  {
    what: 'will be designated in a millisecond',
    reason: 'not-designated',
    pharmacy: { designation: { from: addMs(MONDAY, 1), until: addMs(MONDAY, DAY_MS) } },
  },
  { what: 'has a licence that ended now', reason: 'licence-not-in-force', licence: { validUntil: MONDAY } },
  { what: 'has a licence that ends in a millisecond', reason: undefined, licence: { validUntil: addMs(MONDAY, 1) } },
  { what: 'has a licence for another kind', reason: 'licence-missing', licence: { kinds: ['chinese-patent'] } },
  { what: 'has a licence for this kind too', reason: undefined, licence: { kinds: ['chinese-patent', 'western'] } },
  { what: 'lacks the control class', reason: 'licence-missing', drug: { controlClass: 'psychotropic-2' } },
  {
    what: 'has the control class',
    reason: undefined,
    drug: { controlClass: 'psychotropic-2' },
    licence: { classes: ['ordinary', 'psychotropic-2'] },
  },
  { what: 'is asked for a drug that left the catalogue', reason: 'drug-not-in-catalogue', drugs: [] },
  { what: 'only delivers', reason: 'no-pickup', pharmacy: { services: ['delivery'] } },
  { what: 'has no cold chain for a refrigerated drug', reason: 'no-cold-chain', drug: { storage: 'refrigerated' } },
  {
    what: 'has a cold chain for it',
    reason: undefined,
    drug: { storage: 'refrigerated' },
    pharmacy: { services: ['pickup', 'cold-chain'] },
  },
  { what: 'needs no cold chain for a cool drug', reason: undefined, drug: { storage: 'cool' } },
  { what: 'does not dispense herbs', reason: 'no-herbal-dispensing', drug: herb, licence: herbal },
  { what: 'dispenses herbs', reason: undefined, drug: herb, licence: herbal, pharmacy: { services: ['pickup', 'herbal-dispensing'] } },
  {
    what: 'does not boil the herbs as asked',
    reason: 'no-decoction',
    drug: herb,
    licence: herbal,
    pharmacy: { services: ['pickup', 'herbal-dispensing'] },
    demand: boiled,
  },
  {
    what: 'boils the herbs as asked',
    reason: undefined,
    drug: herb,
    licence: herbal,
    pharmacy: { services: ['pickup', 'herbal-dispensing', 'decoction'] },
    demand: boiled,
  },
  { what: 'need not boil tablets', reason: undefined, demand: boiled },
  { what: 'declined before', reason: 'already-declined', demand: barred('already-declined') },
  { what: 'released it before', reason: 'released-before', demand: barred('released-before') },
  { what: 'did not answer in this round', reason: 'did-not-answer', demand: barred('did-not-answer') },
  {
    what: 'is not the one that declined',
    reason: undefined,
    demand: { barred: [{ pharmacyId: pharmacyIdOf(2), code: 'already-declined' }] },
  },
  { what: 'is 10,008 m away', reason: 'too-far', pharmacy: north(0.09), demand: near() },
  { what: 'is 9,896 m away', reason: undefined, pharmacy: north(0.089), demand: near() },
  { what: 'is 10,008 m away of 10,008', reason: undefined, pharmacy: north(0.09), demand: near(10_008) },
  { what: 'is 10,008 m away of 10,007', reason: 'too-far', pharmacy: north(0.09), demand: near(10_007) },
  { what: 'opens in 30 minutes', reason: undefined, pharmacy: { hours: allWeek('10:30', '20:00') } },
  { what: 'opens in 31 minutes', reason: 'closed', pharmacy: { hours: allWeek('10:31', '20:00') } },
  { what: 'closed this minute', reason: 'closed', pharmacy: { hours: allWeek('08:00', '10:00') } },
  { what: 'never opens', reason: 'closed', pharmacy: { hours: [] } },
  { what: 'is closed on Mondays', reason: 'closed', pharmacy: { hours: allWeek('08:00', '20:00').slice(1) } },
  // 10 minutes, 1 for the line, 10 to come and collect.
  { what: 'closes in 20 minutes', reason: 'closing-soon', pharmacy: { hours: allWeek('08:00', '10:20') } },
  { what: 'closes in 21 minutes', reason: undefined, pharmacy: { hours: allWeek('08:00', '10:21') } },
  { what: 'has one box of two', reason: 'stock-short', stock: { quantity: 1 } },
  { what: 'has two boxes of two', reason: undefined, stock: { quantity: 2 } },
  { what: 'asks for a fen more than the cap', reason: 'price-above-cap', stock: { unitPriceFen: 10_001 } },
  { what: 'asks for as much as the cap', reason: undefined, stock: { unitPriceFen: 10_000 } },
  { what: 'is suspended', reason: 'agency-suspended', suspended: [pharmacyIdOf(1)] },
  { what: 'has a neighbour that is suspended', reason: undefined, suspended: [pharmacyIdOf(2)] },
  { what: 'has two boxes of another drug', reason: 'stock-short', stock: { drugCode: 'XA02BCA001A001010100001' } },
];

const judge = (one: Case) => {
  const asked = pharmacy(1, {
    ...one.pharmacy,
    ...(one.licence === undefined ? {} : { licence: { ...pharmacy(1).licence, ...one.licence } }),
  });
  const { drugs = [drug(one.drug)], suspended = [] } = one;
  const facts = factsOf(0, { pharmacies: [asked], drugs, stock: [stock(1, one.stock)], suspended });
  return assess(facts, demand(one.demand));
};

describe('a pharmacy', () => {
  it.each(cases.filter(({ reason }) => reason !== undefined))('that $what is not asked: $reason', (one) => {
    expect(judge(one)).toEqual({ ranked: [], notEligible: [{ pharmacyId: 'ag_pharmacy1', code: one.reason }] });
  });

  it.each(cases.filter(({ reason }) => reason === undefined))('that $what may be asked', (one) => {
    const { ranked, notEligible } = judge(one);
    expect(notEligible).toEqual([]);
    expect(ranked).toMatchObject([{ pharmacyId: 'ag_pharmacy1', rank: 1 }]);
  });

  it('needs the sum of two lines of one drug', () => {
    const lines = [AMLODIPINE, AMLODIPINE].map((drugCode) => ({ drugCode, quantity: 2 }));
    const reasonWith = (quantity: number) =>
      assess(factsOf(1, { stock: [stock(1, { quantity })] }), demand({ lines })).notEligible.map(({ code }) => code);
    expect(reasonWith(3)).toEqual(['stock-short']);
    expect(reasonWith(4)).toEqual([]);
  });

  it('must have every line', () => {
    const other = 'XA02BCA001A001010100001';
    const lines = [AMLODIPINE, other].map((drugCode) => ({ drugCode, quantity: 1 }));
    const drugs = [drug(), drug({ drugCode: other })];
    expect(assess(factsOf(1, { drugs }), demand({ lines })).notEligible).toMatchObject([{ code: 'stock-short' }]);
    const both = [stock(1), stock(1, { drugCode: other, unitPriceFen: 50 })];
    expect(assess(factsOf(1, { drugs, stock: both }), demand({ lines })).ranked).toMatchObject([{ terms: { totalFen: 1_050 } }]);
  });

  it('tells the lasting reason before the passing one', () => {
    const asked = pharmacy(1, { hours: [], services: [] });
    expect(assess(factsOf(0, { pharmacies: [asked] }), demand()).notEligible).toMatchObject([{ code: 'no-pickup' }]);
  });
});
