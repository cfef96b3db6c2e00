import * as z from 'zod/mini';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import { stepOf } from '../../shared/kernel/execute.ts';
import type { Cause } from '../../shared/kernel/journal.ts';
import { defineTask } from '../../shared/kernel/reaction.ts';
import { ok, type Result, refuse } from '../../shared/kernel/result.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import {
  decide,
  evolve,
  freeTraceCode,
  Holder,
  TraceCode,
  type TraceCodeCommand,
  TraceCodeEvent,
  type TraceCodeRefusal,
  type TraceCodeState,
} from './domain/trace-code.ts';

/** Packs in one dispensing. */
export const TRACE_CODES_MAX = 200;

/** The packs of one sale. */
const Sale = z.object({ ...Holder.shape, codes: z.array(TraceCode).check(z.maxLength(TRACE_CODES_MAX)) });
export type Sale = z.infer<typeof Sale>;

/** The sale is recorded: its packs are sold. */
export const SellTraceCodes = defineTask('trace-codes.sell', Sale);
/** The sale was taken back: its packs may be sold again. */
export const FreeTraceCodes = defineTask('trace-codes.free', Sale);
/** A reservation's time is up. */
export const LapseTraceCode = defineTask('trace-codes.lapse', z.object({ code: TraceCode }));

/** 药品追溯码, a stream per pack, so that no two sales of one pack can both be committed. */
export const traceCodes = defineAggregate<TraceCodeState, TraceCodeCommand, TraceCodeEvent, TraceCodeRefusal>({
  name: 'trace-code',
  event: TraceCodeEvent,
  initial: freeTraceCode,
  decide,
  evolve,
  deadlines: (event, _state, { id }) =>
    event.type === 'TraceCodeReserved' ? [{ type: LapseTraceCode.type, at: event.until, data: { code: id } }] : [],
});

type Needs = Pick<Runtime, 'execute' | 'load' | 'ids'>;
type Reserved = Result<undefined, { readonly code: 'trace-code-already-sold' } | { readonly code: 'idempotency-key-reused' }>;

/**
 * Keeps all of these packs for this sale, or none of them; call it before the sale is committed. `cause` is the request's
 * own: it names the reservation, and the same request may come again before, while and after the packs are sold.
 * A request whose commit stands already needs no reservation: look for its command in the prescription's stream first.
 */
export const reserveTraceCodes = async (runtime: Needs, cause: Cause, request: Sale & { readonly at: Instant }): Promise<Reserved> => {
  const { codes, at } = request;
  const reserved = await Promise.all(
    [...new Set(codes)].map((code) => reserveOne(runtime, cause, { code, holder: holderOf(request), at })),
  );
  const refused = reserved.find((one) => !one.ok);
  if (refused === undefined || refused.ok) return ok(undefined);
  await releaseTraceCodes(runtime, cause, request);
  return refuse({ code: refused.refusal.code === 'idempotency-key-reused' ? 'idempotency-key-reused' : 'trace-code-already-sold' });
};

/** Lets go of what this request reserved, when its sale was refused. What another request reserved or sold stays. */
export const releaseTraceCodes = async (runtime: Needs, cause: Cause, sale: Sale): Promise<void> => {
  const holder = holderOf(sale);
  await Promise.all(
    [...new Set(sale.codes)].map(async (code) => {
      const step = await nextStep(runtime, { cause, holder, verb: 'release', code });
      await runtime.execute(traceCodes, code, step, () => ok({ type: 'Release', holder, reservationId: cause.commandId }));
    }),
  );
};

const reserveOne = async (runtime: Needs, cause: Cause, { code, holder, at }: { code: string; holder: Holder; at: Instant }) => {
  const step = await nextStep(runtime, { cause, holder, verb: 'reserve', code });
  return runtime.execute(traceCodes, code, step, () => ok({ type: 'Reserve', holder, reservationId: cause.commandId, at }));
};

interface Step {
  readonly cause: Cause;
  readonly holder: Holder;
  readonly verb: 'reserve' | 'release';
  readonly code: string;
}

/** A step of its own for each version of the pack, so that a request which let go of it can reserve it again. */
const nextStep = async ({ load, ids }: Needs, { cause, holder, verb, code }: Step): Promise<Cause> => {
  const { version } = await load(traceCodes, code);
  // What happens to a pack belongs to the journey of the prescription that it is sold for.
  return stepOf({ ...cause, correlationId: holder.prescriptionId }, `${verb}/${code}/${version}`, ids);
};

export const holderOf = ({ prescriptionId, fill, pharmacyId }: Sale): Holder => ({ prescriptionId, fill, pharmacyId });
