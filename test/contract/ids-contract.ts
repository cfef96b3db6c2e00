import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ids } from '../../shared/kernel/ids.ts';
import type { Seals } from '../../shared/kernel/vault.ts';

const parts = fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 4 });
const hostile = ['', '|', ':', '1:a', '1:a|1:b', '处方', '𠮷', 'x'.repeat(300)];
/** Lists of parts that look alike once they are joined. */
const lookAlikes = [
  ['ab', 'c'],
  ['a', 'bc'],
  ['abc'],
  ['a', 'b', 'c'],
  ['1:a', 'bc'],
  ['a|1:b', 'c'],
  ['a', '1:b', 'c'],
  ['abc', ''],
  ['', 'abc'],
  [''],
  [],
  ['', ''],
];

/** What every maker of ids must do. */
export const idsContract = (name: string, ids: Ids): void => {
  describe(`the ${name} ids`, () => {
    it('are the same for the same parts', () => {
      fc.assert(fc.property(parts, (list) => void expect(ids.derive('rx', ...list)).toBe(ids.derive('rx', ...list))));
    });
    it('have the shape that the published ids have', () => {
      fc.assert(fc.property(parts, (list) => void expect(ids.derive('rx', ...list)).toMatch(/^rx_[A-Za-z0-9]{24}$/)));
    });
    it('differ for lists of parts that look alike', () => {
      expect(new Set(lookAlikes.map((list) => ids.derive('rx', ...list))).size).toBe(lookAlikes.length);
      expect(new Set(hostile.map((part) => ids.derive('rx', part))).size).toBe(hostile.length);
    });
    it('give a digest in hex that tells two texts apart', () => {
      expect(ids.digest('')).toMatch(/^[0-9a-f]{64}$/);
      expect(new Set(hostile.map((text) => ids.digest(text))).size).toBe(hostile.length);
    });
  });
};

/** What every keeper of a region's secret must do; `createSeals` gives those of another secret for another seed. */
export const sealsContract = (name: string, createSeals: (seed: number) => Seals): void => {
  describe(`the ${name} seals`, () => {
    const seals = createSeals(1);
    it('give the same for the same purpose and parts, as base64url', () => {
      fc.assert(
        fc.property(fc.string(), parts, (purpose, list) => {
          const mac = seals.mac(purpose, ...list);
          expect(mac).toMatch(/^[A-Za-z0-9_-]{43}$/);
          expect(seals.mac(purpose, ...list)).toBe(mac);
        }),
      );
    });
    it('differ by secret, by purpose and by parts, also where these look alike', () => {
      const macs = lookAlikes.flatMap((list) => [seals.mac('p', ...list), seals.mac('q', ...list), createSeals(2).mac('p', ...list)]);
      expect(new Set(macs).size).toBe(3 * lookAlikes.length);
    });
    it('never take a part for a piece of the purpose', () => {
      const macs = [seals.mac('p', 'a', 'b'), seals.mac('p|1:a', 'b'), seals.mac('p|1:a|1:b'), seals.mac('', 'p', 'a', 'b')];
      expect(new Set(macs).size).toBe(macs.length);
    });
    it('compare texts of any length', () => {
      fc.assert(
        fc.property(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: 'grapheme' }),
          (left, right) => seals.isEqual(left, right) === (left === right),
        ),
      );
      expect(seals.isEqual('', '')).toBe(true);
      expect(seals.isEqual('a', '')).toBe(false);
    });
  });
};
