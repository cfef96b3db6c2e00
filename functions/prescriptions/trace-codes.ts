import * as z from 'zod/mini';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import { stepOf } from '../../shared/kernel/execute.ts';
import type { Cause } from '../../shared/kernel/journal.ts';
import { defineTask } from '../../shared/kernel/reaction.ts';
import { ok, type Result, refuse } from '../../shared/kernel/result.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { Holder, isSameHolder, TraceCode } from './domain/pack.ts';
import {
  decide,
  evolve,
  freeTraceCode,
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
/** The same of what one request took out of an opened pack. */
export const LapsePortion = defineTask('trace-codes.lapse-portion', z.object({ code: TraceCode, reservationId: z.string() }));

/** 药品追溯码, a stream per pack, so that no two sales of one pack can both be committed. */
export const traceCodes = defineAggregate<TraceCodeState, TraceCodeCommand, TraceCodeEvent, TraceCodeRefusal>({
  name: 'trace-code',
  event: TraceCodeEvent,
  initial: freeTraceCode,
  decide,
  evolve,
  deadlines: (event, _state, { id: code }) => {
    if (event.type === 'TraceCodeReserved') return [{ type: LapseTraceCode.type, at: event.until, data: { code } }];
    if (event.type !== 'PortionReserved') return [];
    return [{ type: LapsePortion.type, at: event.until, data: { code, reservationId: event.reservationId } }];
  },
});

export type Needs = Pick<Runtime, 'execute' | 'load' | 'ids'>;
export type PackRefusal =
  | { readonly code: 'trace-code-already-sold' }
  | { readonly code: 'opened-pack-short'; readonly remaining: number }
  | { readonly code: 'idempotency-key-reused' };
export type Reserved = Result<undefined, PackRefusal>;

interface Wanted extends Sale {
  readonly at: Instant;
  /** Whether the holder's own stream has the pack in a sale: a reservation whose sale is committed never runs out. */
  readonly isSoldTo: (holder: Holder, code: string) => Promise<boolean>;
}

/**
 * Keeps all of these packs for this sale, or none of them; call it before the sale is committed. `cause` is the request's
 * own: it names the reservation, and the same request may come again before, while and after the packs are sold.
 * A request whose commit stands already needs no reservation: look for its command in the prescription's stream first.
 */
export const reserveTraceCodes = async (runtime: Needs, cause: Cause, request: Wanted): Promise<Reserved> => {
  const command = { type: 'Reserve', holder: holderOf(request), reservationId: cause.commandId, at: request.at } as const;
  const steps = await stepsOf(runtime, cause, { verb: 'reserve', sale: request });
  // A request that is repeated in vain must not fill the streams of the packs that it could have.
  if (steps.some(({ state }) => !traceCodes.decide(state, command).ok)) return refuse({ code: 'trace-code-already-sold' });

  const overdue = steps.flatMap(({ code, state }) =>
    state.status === 'RESERVED' && !isSameHolder(state.holder, command.holder) ? { code, ...state } : [],
  );
  const sold = await Promise.all(overdue.map(({ code, holder }) => request.isSoldTo(holder, code)));
  if (sold.includes(true)) return refuse({ code: 'trace-code-already-sold' });

  const reserved = await Promise.all(steps.map((step) => runtime.execute(traceCodes, step.code, step.cause, () => ok(command))));
  const refused = reserved.find((one) => !one.ok);
  if (refused === undefined || refused.ok) return ok(undefined);
  // A rival came between.
  await releaseTraceCodes(runtime, cause, request);
  return refuse({ code: refused.refusal.code === 'idempotency-key-reused' ? 'idempotency-key-reused' : 'trace-code-already-sold' });
};

/** Lets go of what this request reserved, when its sale was refused. What another request reserved or sold stays. */
export const releaseTraceCodes = async (runtime: Needs, cause: Cause, sale: Sale): Promise<void> => {
  const command = { type: 'Release', holder: holderOf(sale), reservationId: cause.commandId } as const;
  const steps = await stepsOf(runtime, cause, { verb: 'release', sale });
  await Promise.all(steps.map((step) => runtime.execute(traceCodes, step.code, step.cause, () => ok(command))));
};

interface Step {
  readonly code: string;
  readonly state: TraceCodeState;
  readonly cause: Cause;
}

/** A step of its own for each version of each pack, so that a request which let go of it can reserve it again. */
const stepsOf = (
  { load, ids }: Needs,
  cause: Cause,
  { verb, sale }: { readonly verb: 'reserve' | 'release'; readonly sale: Sale },
): Promise<readonly Step[]> =>
  Promise.all(
    [...new Set(sale.codes)].map(async (code) => {
      const { state, version } = await load(traceCodes, code);
      // What happens to a pack belongs to the journey of the prescription that it is sold for.
      return { code, state, cause: stepOf({ ...cause, correlationId: sale.prescriptionId }, `${verb}/${code}/${version}`, ids) };
    }),
  );

export const holderOf = ({ prescriptionId, fill, pharmacyId }: Sale): Holder => ({ prescriptionId, fill, pharmacyId });
