import * as z from 'zod/mini';
import { Drug, type DrugKind } from '../../../events/directory.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';

export const DrugEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('DrugListed'), drug: Drug }),
  z.object({ type: z.literal('DrugDelisted') }),
  z.object({ type: z.literal('LotRecalled'), lotNumber: z.string(), reason: z.string() }),
]);
export type DrugEvent = z.infer<typeof DrugEvent>;

/** A drug of the region's catalogue (药品目录), one stream per code. What was recalled stays recalled, listed or not. */
export type ListedDrug =
  | { readonly status: 'absent' }
  | { readonly status: 'listed' | 'delisted'; readonly drug: Drug; readonly recalledLots: readonly string[] };

export type DrugCommand =
  /** Adds the drug, or replaces what is said of it. */
  | { readonly type: 'ListDrug'; readonly drug: Drug }
  /** Adds the drug unless it is there, or was: what the region changed meanwhile stays. */
  | { readonly type: 'SeedDrug'; readonly drug: Drug }
  /** It leaves the catalogue: nobody may prescribe or sell it from now on. */
  | { readonly type: 'DelistDrug' }
  /** 召回: packs of that lot are not sold any more. */
  | { readonly type: 'RecallLot'; readonly lotNumber: string; readonly reason: string };

export type DrugRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'drug-kind-mismatch'; readonly expected: DrugKind }
  | { readonly code: 'too-many-recalls' };

type Decision = Result<readonly DrugEvent[], DrugRefusal>;

/** A drug with more recalls than this is one to delist. */
export const RECALLED_LOTS_MAX = 100;

/** A national code names its kind by its first letter; a full one has 23 characters for western drugs and 20 for Chinese ones. */
const kindOfNationalCode = (drugCode: string): DrugKind | undefined => {
  if (/^X[0-9A-Z]{22}$/.test(drugCode)) return 'western';
  if (/^Z[0-9A-Z]{19}$/.test(drugCode)) return 'chinese-patent';
  return /^T\d{9}$/.test(drugCode) ? 'herbal-piece' : undefined;
};

const isSame = (left: Drug, right: Drug): boolean => JSON.stringify(Drug.parse(left)) === JSON.stringify(Drug.parse(right));

/** Refuses a drug whose national code says another kind, and a change of one that the catalogue never had. */
export const decide = (state: ListedDrug, command: DrugCommand): Decision => {
  switch (command.type) {
    case 'ListDrug':
    case 'SeedDrug':
      return list(state, command);
    case 'DelistDrug':
      if (state.status === 'absent') return refuse({ code: 'not-found' });
      return ok(state.status === 'delisted' ? [] : [{ type: 'DrugDelisted' }]);
    case 'RecallLot':
      return recall(state, command);
    default:
      return unreachable(command);
  }
};

const list = (state: ListedDrug, { type, drug }: Extract<DrugCommand, { type: 'ListDrug' | 'SeedDrug' }>): Decision => {
  const expected = kindOfNationalCode(drug.drugCode);
  if (expected !== undefined && expected !== drug.kind) return refuse({ code: 'drug-kind-mismatch', expected });
  const isSettled = type === 'SeedDrug' ? state.status !== 'absent' : state.status === 'listed' && isSame(state.drug, drug);
  return ok(isSettled ? [] : [{ type: 'DrugListed', drug }]);
};

const recall = (state: ListedDrug, { lotNumber, reason }: Extract<DrugCommand, { type: 'RecallLot' }>): Decision => {
  if (state.status === 'absent') return refuse({ code: 'not-found' });
  if (state.recalledLots.includes(lotNumber)) return ok([]);
  if (state.recalledLots.length >= RECALLED_LOTS_MAX) return refuse({ code: 'too-many-recalls' });
  return ok([{ type: 'LotRecalled', lotNumber, reason }]);
};

/** Throws only on a history that `decide` never produces. */
export const evolve = (state: ListedDrug, event: DrugEvent): ListedDrug => {
  if (event.type === 'DrugListed') {
    return { status: 'listed', drug: event.drug, recalledLots: state.status === 'absent' ? [] : state.recalledLots };
  }
  if (state.status === 'absent') throw new Error(`${event.type} before DrugListed`);
  switch (event.type) {
    case 'DrugDelisted':
      return { ...state, status: 'delisted' };
    case 'LotRecalled':
      return { ...state, recalledLots: [...state.recalledLots, event.lotNumber] };
    default:
      return unreachable(event);
  }
};

/** What the other contexts see of it. */
export const drugRow = ({ drug, recalledLots }: Exclude<ListedDrug, { status: 'absent' }>): Drug =>
  recalledLots.length === 0 ? drug : { ...drug, recalledLots: [...recalledLots] };
