import { stepOf } from '../../../shared/kernel/execute.ts';
import type { Cause } from '../../../shared/kernel/journal.ts';
import { done, park, retry } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { RESERVATION_MS } from '../domain/pack.ts';
import { isSoldTo } from '../sold-packs.ts';
import { FreeTraceCodes, holderOf, LapseTraceCode, type Sale, SellTraceCodes, traceCodes } from '../trace-codes.ts';

/** A rival's reservation ends before the receipts of a message do: its pack is then ours to mark. */
const RESERVATION_WAIT_MS = RESERVATION_MS / 4;

/** One command to each pack of a sale; the codes of the refusals that came back. */
const toEach = async (type: 'Sell' | 'Free', sale: Sale, cause: Cause, { execute, ids }: Runtime): Promise<readonly string[]> => {
  const holder = holderOf(sale);
  const outcomes = await Promise.all(
    [...new Set(sale.codes)].map((code) => execute(traceCodes, code, stepOf(cause, `${type}/${code}`, ids), () => ok({ type, holder }))),
  );
  return outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal.code]));
};

export const sellTraceCodes = reaction({
  name: 'sell-trace-codes',
  on: SellTraceCodes,
  handle: async ({ data, cause }, runtime) => {
    const refusals = await toEach('Sell', data, cause, runtime);
    // The sale is a fact already, and so is the other one: a person must find out which pack was really handed over.
    if (refusals.includes('trace-code-already-sold')) return park('trace-code-sold-by-another');
    return refusals.length === 0 ? done : retry('trace-code-held-by-another', RESERVATION_WAIT_MS);
  },
});

export const freeTraceCodes = reaction({
  name: 'free-trace-codes',
  on: FreeTraceCodes,
  handle: async ({ data, cause }, runtime) => {
    await toEach('Free', data, cause, runtime);
    return done;
  },
});

export const lapseTraceCode = reaction({
  name: 'lapse-trace-code',
  on: LapseTraceCode,
  handle: async ({ data: { code }, cause }, { execute, load }) => {
    const { state } = await load(traceCodes, code);
    // Sold, and only the message that says so is late: it will end the reservation.
    if (state.status === 'RESERVED' && (await isSoldTo({ load })(state.holder, code))) return done;
    await execute(traceCodes, code, cause, () => ok({ type: 'Lapse', at: cause.at }));
    return done;
  },
});
