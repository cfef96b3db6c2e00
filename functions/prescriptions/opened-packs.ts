import * as z from 'zod/mini';
import { stepOf } from '../../shared/kernel/execute.ts';
import type { Cause } from '../../shared/kernel/journal.ts';
import { defineTask } from '../../shared/kernel/reaction.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { Holder, Portion, TraceCode } from './domain/pack.ts';
import { type Needs, type Reserved, TRACE_CODES_MAX, traceCodes } from './trace-codes.ts';

/** What one sale takes out of opened packs (拆零); `reservationId` is the command that the sale is committed under. */
const OpenedSale = z.object({
  holder: Holder,
  reservationId: z.string(),
  portions: z.array(Portion).check(z.maxLength(TRACE_CODES_MAX)),
});
export type OpenedSale = z.infer<typeof OpenedSale>;

/** The sale is recorded: its portions are sold. */
export const SellPortions = defineTask('trace-codes.sell-portions', OpenedSale);
/** The sale was taken back: its portions are nobody's, and are not sold again. */
export const ReturnPortions = defineTask(
  'trace-codes.return-portions',
  z.object({ holder: Holder, codes: z.array(TraceCode).check(z.maxLength(TRACE_CODES_MAX)) }),
);

type Step = 'reserve' | 'release';

const causeOf = async (
  { load, ids }: Needs,
  cause: Cause,
  of: { readonly step: Step; readonly code: string; readonly sale: OpenedSale },
) => {
  const { version } = await load(traceCodes, of.code);
  const correlationId = of.sale.holder.prescriptionId;
  // A step of its own for each version, so that a request which let go of a portion can take it again.
  return stepOf({ ...cause, correlationId }, `${of.step}-portion/${of.code}/${version}`, ids);
};

/** Keeps all of these portions for this sale, or none of them; call it before the sale is committed. */
export const reservePortions = async (
  runtime: Needs,
  cause: Cause,
  { sale, at }: { readonly sale: OpenedSale; readonly at: Instant },
): Promise<Reserved> => {
  const { holder, reservationId } = sale;
  for (const { traceCode: code, quantity, packUnits } of sale.portions) {
    const step = await causeOf(runtime, cause, { step: 'reserve', code, sale });
    const command = { type: 'ReservePortion', holder, reservationId, quantity, packUnits, at } as const;
    const reserved = await runtime.execute(traceCodes, code, step, () => ok(command));
    if (reserved.ok) continue;
    await releasePortions(runtime, cause, sale);
    const { refusal } = reserved;
    return refuse(refusal.code === 'trace-code-held-by-another' ? { code: 'trace-code-already-sold' } : refusal);
  }
  return ok(undefined);
};

/** Lets go of what this request took, when its sale was refused. */
export const releasePortions = async (runtime: Needs, cause: Cause, sale: OpenedSale): Promise<void> => {
  const { holder, reservationId } = sale;
  for (const { traceCode: code } of sale.portions) {
    const step = await causeOf(runtime, cause, { step: 'release', code, sale });
    await runtime.execute(traceCodes, code, step, () => ok({ type: 'ReleasePortion', holder, reservationId }));
  }
};
