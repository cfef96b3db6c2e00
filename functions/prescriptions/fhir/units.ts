import { DrugCatalogue } from '../../../events/directory.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import type { PrescriptionDocument } from '../domain/document.ts';
import type { Quantity } from './read/datatypes.ts';
import { type Maybe, member } from './read/element.ts';
import type { Issue } from './read/message.ts';

const isUnit = (said: Quantity | undefined, unit: string): boolean => {
  const names = [said?.unit, said?.code].flatMap((name) => name?.toLowerCase() ?? []);
  return names.length === 0 || names.includes(unit.toLowerCase());
};

/**
 * Quantities that count something else than the catalogue's dispensing unit: fourteen tablets are not fourteen boxes. Who says no unit
 * means that one; of a drug that is in no catalogue nobody knows it.
 */
export const otherUnitsIn = async (
  quantities: readonly Maybe<Quantity>[],
  { lines }: Pick<PrescriptionDocument, 'lines'>,
  { views }: Pick<Runtime, 'views'>,
): Promise<readonly Issue[]> => {
  const drugs = await Promise.all(lines.map(({ drugCode }) => DrugCatalogue.get(views, 'drugs', drugCode)));
  return quantities.flatMap((quantity, index): readonly Issue[] => {
    const drug = drugs[index];
    if (drug === undefined || isUnit(quantity.value, drug.unit)) return [];
    const { path } = member(quantity, quantity.value?.unit === undefined ? 'code' : 'unit');
    return [{ code: 'element-unsupported', path, found: 'not-supported', wanted: [drug.unit] }];
  });
};
