import * as z from 'zod/mini';
import { Drug, type DrugKind } from '../../../events/directory.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';

export const DrugEvent = z.discriminatedUnion('type', [z.object({ type: z.literal('DrugListed'), drug: Drug })]);
export type DrugEvent = z.infer<typeof DrugEvent>;

/** A drug of the region's catalogue (药品目录), one stream per code. */
export type ListedDrug = { readonly status: 'absent' } | { readonly status: 'listed'; readonly drug: Drug };

export type DrugCommand =
  /** Adds the drug, or replaces what is said of it. */
  | { readonly type: 'ListDrug'; readonly drug: Drug }
  /** Adds the drug unless it is there: what the region changed meanwhile stays. */
  | { readonly type: 'SeedDrug'; readonly drug: Drug };

export type DrugRefusal = { readonly code: 'drug-kind-mismatch'; readonly expected: DrugKind };

type Decision = Result<readonly DrugEvent[], DrugRefusal>;

/** A national code names its kind by its first letter; a full one has 23 characters for western drugs and 20 for Chinese ones. */
const kindOfNationalCode = (drugCode: string): DrugKind | undefined => {
  if (/^X[0-9A-Z]{22}$/.test(drugCode)) return 'western';
  if (/^Z[0-9A-Z]{19}$/.test(drugCode)) return 'chinese-patent';
  return /^T\d{9}$/.test(drugCode) ? 'herbal-piece' : undefined;
};

const isSame = (left: Drug, right: Drug): boolean => JSON.stringify(Drug.parse(left)) === JSON.stringify(Drug.parse(right));

/** Refuses a drug whose national code says another kind. */
export const decide = (state: ListedDrug, { type, drug }: DrugCommand): Decision => {
  const expected = kindOfNationalCode(drug.drugCode);
  if (expected !== undefined && expected !== drug.kind) return refuse({ code: 'drug-kind-mismatch', expected });
  const isSettled = state.status === 'listed' && (type === 'SeedDrug' || isSame(state.drug, drug));
  return ok(isSettled ? [] : [{ type: 'DrugListed', drug }]);
};

export const evolve = (_state: ListedDrug, { drug }: DrugEvent): ListedDrug => ({ status: 'listed', drug });
