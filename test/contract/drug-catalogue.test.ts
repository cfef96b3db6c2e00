import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { jinanDrugs } from '../../functions/directory/catalogue/jinan-drugs.ts';

/** The published audit rules lie beside the project, not in it. */
const NHSA = fileURLToPath(new URL('../../../shared/data/nhsa/', import.meta.url));
const FILES = ['drug-age.csv', 'drug-sex.csv', 'drug-care-setting.csv', 'drug-payment-course.csv'];
const isAtHand = FILES.every((file) => existsSync(NHSA + file));

const nationalDrugs = jinanDrugs.filter(({ drugCode }) => !drugCode.startsWith('JN-'));

/** The first two columns, code and generic name; the names that we look for hold no comma and no quote. */
const publishedNames = (): ReadonlySet<string> => {
  const rows = FILES.flatMap((file) => readFileSync(NHSA + file, 'utf8').split(/\r?\n/));
  return new Set(rows.map((row) => row.split(',', 2).join(',')));
};

describe('the starting catalogue', () => {
  it('holds at least 60 drugs under national codes', () => {
    expect(nationalDrugs.length).toBeGreaterThanOrEqual(60);
  });
  it('holds every drug once', () => {
    expect(new Set(jinanDrugs.map(({ drugCode }) => drugCode)).size).toBe(jinanDrugs.length);
  });
  it.each(nationalDrugs)('gives $drugCode $genericName the length and letter of its kind', ({ drugCode, kind }) => {
    expect({ kind, drugCode }).toMatchObject(
      kind === 'western'
        ? { drugCode: expect.stringMatching(/^X[0-9A-Z]{22}$/) }
        : { kind: 'chinese-patent', drugCode: expect.stringMatching(/^Z[0-9A-Z]{19}$/) },
    );
  });
  it('has drugs of every kind, storage, list class and of the classes that online sale refuses', () => {
    const seen = jinanDrugs.flatMap(({ kind, storage, listClass, controlClass }) => [kind, storage, listClass, controlClass]);
    expect(new Set(seen)).toEqual(
      new Set([
        ...['western', 'chinese-patent', 'herbal-piece', 'ambient', 'cool', 'refrigerated', 'A', 'B', 'C', 'ordinary'],
        ...['vaccine', 'blood-product', 'narcotic', 'psychotropic-1', 'psychotropic-2', 'toxic', 'precursor'],
      ]),
    );
    expect(jinanDrugs.some(({ isAntimicrobial }) => isAntimicrobial)).toBe(true);
    expect(jinanDrugs.some(({ isRestrictedUse }) => isRestrictedUse)).toBe(true);
  });

  const reason = isAtHand ? '' : ' (skipped: ../shared/data/nhsa is not here)';
  it.skipIf(!isAtHand)(`names every national drug as the published rules do${reason}`, () => {
    const published = publishedNames();
    const missing = nationalDrugs.filter(({ drugCode, genericName }) => !published.has(`${drugCode},${genericName}`));
    expect(missing).toEqual([]);
  });
});
