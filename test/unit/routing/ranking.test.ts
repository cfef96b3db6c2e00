import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Choice } from '../../../events/vocabulary/values.ts';
import { distanceMetres } from '../../../functions/routing/domain/distance.ts';
import { type Candidate, lotOf, rank, TERMS_IN_ORDER, type Terms } from '../../../functions/routing/domain/ranking.ts';
import { PRESCRIPTION, pharmacyIdOf } from '../../support/routing.ts';

const candidate = (number: number, terms: Partial<Terms> = {}): Candidate => ({
  pharmacyId: pharmacyIdOf(number),
  terms: { distanceMetres: 100, totalFen: 100, minutesUntilReady: 10, lot: 1, ...terms },
});
const idsOf = (ranked: readonly Candidate[]): readonly string[] => ranked.map(({ pharmacyId }) => pharmacyId);

const small = fc.nat(3);
const anyTerms = fc.record({ distanceMetres: small, totalFen: small, minutesUntilReady: small, lot: small });
const anyCandidates = fc
  .array(anyTerms, { minLength: 1, maxLength: 12 })
  .map((all) => all.map((terms, index) => candidate(index + 1, terms)));
const anyChoice = fc.constantFrom(...Choice.options);

describe('the ranking', () => {
  it.each([
    { by: 'nearest', better: { distanceMetres: 99, totalFen: 999, minutesUntilReady: 99 }, behindBy: 'distanceMetres' },
    { by: 'cheapest', better: { distanceMetres: 999, totalFen: 99, minutesUntilReady: 99 }, behindBy: 'totalFen' },
    { by: 'soonest', better: { distanceMetres: 999, totalFen: 999, minutesUntilReady: 9 }, behindBy: 'minutesUntilReady' },
  ] as const)('by $by says that $behindBy decided', ({ by, better, behindBy }) => {
    expect(rank([candidate(1), candidate(2, better)], by)).toMatchObject([
      { pharmacyId: 'ag_pharmacy2', rank: 1 },
      { pharmacyId: 'ag_pharmacy1', rank: 2, behindBy },
    ]);
  });

  it('draws a lot between equals, and falls back on the id when even that is equal', () => {
    expect(rank([candidate(1, { lot: 2 }), candidate(2, { lot: 1 })], 'soonest')).toMatchObject([
      { pharmacyId: 'ag_pharmacy2' },
      { pharmacyId: 'ag_pharmacy1', behindBy: 'lot' },
    ]);
    expect(idsOf(rank([candidate(2), candidate(1)], 'soonest'))).toEqual(['ag_pharmacy1', 'ag_pharmacy2']);
    expect(idsOf(rank([candidate(1), candidate(2)], 'soonest'))).toEqual(['ag_pharmacy1', 'ag_pharmacy2']);
  });

  it('does not depend on the order of its input', () => {
    fc.assert(
      fc.property(anyCandidates, anyChoice, fc.infiniteStream(fc.nat()), (candidates, by, chance) => {
        const shuffled = candidates
          .map((one) => ({ one, at: chance.next().value ?? 0 }))
          .sort((left, right) => left.at - right.at)
          .map(({ one }) => one);
        expect(rank(shuffled, by)).toEqual(rank(candidates, by));
      }),
    );
  });

  it('keeps everyone exactly once and numbers them from 1', () => {
    fc.assert(
      fc.property(anyCandidates, anyChoice, (candidates, by) => {
        const ranked = rank(candidates, by);
        expect([...idsOf(ranked)].sort()).toEqual([...idsOf(candidates)].sort());
        expect(ranked.map((one) => one.rank)).toEqual(candidates.map((_, index) => index + 1));
      }),
    );
  });

  it('never puts the better in the chosen term behind the worse', () => {
    fc.assert(
      fc.property(anyCandidates, anyChoice, (candidates, by) => {
        const term = TERMS_IN_ORDER[by][0] ?? 'lot';
        const values = rank(candidates, by).map(({ terms }) => terms[term] ?? 0);
        expect(values).toEqual([...values].sort((left, right) => left - right));
      }),
    );
  });

  it('never lowers a pharmacy that gets better in a term', () => {
    fc.assert(
      fc.property(
        anyCandidates,
        anyChoice,
        fc.nat(11),
        fc.constantFrom('totalFen', 'minutesUntilReady', 'distanceMetres'),
        (all, by, pick, term) => {
          const index = pick % all.length;
          const placeIn = (list: readonly Candidate[]) =>
            rank(list, by).find(({ pharmacyId }) => pharmacyId === pharmacyIdOf(index + 1))?.rank ?? 0;
          const better = all.map((one, at) =>
            at === index ? { ...one, terms: { ...one.terms, [term]: (one.terms[term] ?? 0) - 1 } } : one,
          );
          expect(placeIn(better)).toBeLessThanOrEqual(placeIn(all));
        },
      ),
    );
  });
});

describe('a lot', () => {
  it('is the same for the same fill and pharmacy, and fair over many fills', () => {
    expect(lotOf(`${PRESCRIPTION}.1`, 'ag_pharmacy1')).toBe(lotOf(`${PRESCRIPTION}.1`, 'ag_pharmacy1'));
    const fills = Array.from({ length: 1_000 }, (_, fill) => `rx_${fill}abc.1`);
    const wins = fills.filter((fill) => lotOf(fill, 'ag_pharmacy1') < lotOf(fill, 'ag_pharmacy2')).length;
    expect(wins).toBeGreaterThan(400);
    expect(wins).toBeLessThan(600);
  });
});

describe('a distance', () => {
  const cosines = (latitude: number, otherLatitude: number, longitudes: number): number => {
    const [one, other, between] = [latitude, otherLatitude, longitudes].map((degrees) => (degrees * Math.PI) / 180);
    if (one === undefined || other === undefined || between === undefined) throw new Error('three angles');
    return Math.round(6_371_008.8 * Math.acos(Math.sin(one) * Math.sin(other) + Math.cos(one) * Math.cos(other) * Math.cos(between)));
  };
  it.each([
    { what: 'nothing to itself', from: { latitude: 36.67, longitude: 117.02 }, to: { latitude: 36.67, longitude: 117.02 }, metres: 0 },
    // One degree of the mean sphere: 2π · 6,371,008.8 / 360.
    { what: 'a degree of latitude', from: { latitude: 36, longitude: 117 }, to: { latitude: 37, longitude: 117 }, metres: 111_195 },
    {
      what: 'a degree of longitude on the equator',
      from: { latitude: 0, longitude: 0 },
      to: { latitude: 0, longitude: 1 },
      metres: 111_195,
    },
    { what: 'across the date line', from: { latitude: 0, longitude: 179.5 }, to: { latitude: 0, longitude: -179.5 }, metres: 111_195 },
    // By the spherical law of cosines, which rounds otherwise and is as good at such a distance.
    {
      what: 'Harbin to Sanya',
      from: { latitude: 45.8, longitude: 126.53 },
      to: { latitude: 18.25, longitude: 109.5 },
      metres: cosines(45.8, 18.25, 126.53 - 109.5),
    },
    { what: 'half the globe', from: { latitude: 0, longitude: 0 }, to: { latitude: 0, longitude: 180 }, metres: 20_015_114 },
  ])('is $metres m for $what', ({ from, to, metres }) => {
    expect(distanceMetres(from, to)).toBe(metres);
    expect(distanceMetres(to, from)).toBe(metres);
  });
});
