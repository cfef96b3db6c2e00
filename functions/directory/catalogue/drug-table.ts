import { Drug, type DrugKind } from '../../../events/directory.ts';

/** The columns of a row, in order; `marks` is `-`, or `antimicrobial` and `restricted` joined by `+`. */
const COLUMNS = 11;

/**
 * Drugs as one line each: code | generic name | English name | form | specification | unit | list class | control class |
 * storage | marks | price cap in fen. Throws on a row that is no drug, so that a slip stops the build and not a patient.
 */
export const readDrugTable = (kind: DrugKind, table: string): readonly Drug[] =>
  table
    .trim()
    .split('\n')
    .map((row) => readRow(kind, row));

const readRow = (kind: DrugKind, row: string): Drug => {
  const cells = row.split('|');
  const [drugCode, genericName, englishName, form, specification, unit, listClass, controlClass, storage, marks = '', cap] = cells;
  if (cells.length !== COLUMNS) throw new Error(`a drug row of ${cells.length} columns`);
  return Drug.parse({
    drugCode,
    genericName,
    englishName,
    form,
    specification,
    unit,
    kind,
    controlClass,
    listClass,
    storage,
    isAntimicrobial: marks.includes('antimicrobial'),
    isRestrictedUse: marks.includes('restricted'),
    priceCapFen: Number(cap),
  });
};
