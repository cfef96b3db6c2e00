import * as z from 'zod/mini';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill, InstantText } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import { addMs, type Instant, MINUTE_MS } from '../../../shared/kernel/time.ts';

/** 药品追溯码: the number of one single pack, as scanned; spelled one way, because its stream is named by it. */
export const TraceCode = z.string().check(z.maxLength(60), z.regex(/^ *[0-9A-Za-z]{7,40} *$/), z.trim(), z.toUpperCase());

/** How long a dispensing that began keeps a pack from others: far longer than any request and its retries take. */
export const RESERVATION_MS = 10 * MINUTE_MS;

/** Whose a pack is: one fill in one pharmacy's hands. */
const holder = { prescriptionId: PrescriptionId, fill: Fill, pharmacyId: AgencyId };
export const Holder = z.object(holder);
export type Holder = z.infer<typeof Holder>;

export const TraceCodeEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TraceCodeReserved'), ...holder, reservationId: z.string(), until: InstantText }),
  z.object({ type: z.literal('TraceCodeReleased'), ...holder, reservationId: z.string() }),
  z.object({ type: z.literal('TraceCodeReservationLapsed'), ...holder }),
  z.object({ type: z.literal('TraceCodeSold'), ...holder }),
  z.object({ type: z.literal('TraceCodeFreed'), ...holder }),
  /** The reversal overtook its sale: when the sale comes, it counts for nothing. */
  z.object({ type: z.literal('TraceCodeSaleVoided'), ...holder }),
]);
export type TraceCodeEvent = z.infer<typeof TraceCodeEvent>;

interface Taken {
  readonly holder: Holder;
  /** The requests that rely on it; a pack is free again only when the last of them lets go. */
  readonly reservationIds: readonly string[];
  readonly voided: readonly Holder[];
}

/** One pack: in stock, kept for a dispensing under way, or sold once. */
export type TraceCodeState =
  | { readonly status: 'FREE'; readonly voided: readonly Holder[] }
  | (Taken & { readonly status: 'RESERVED'; readonly until: Instant })
  | (Taken & { readonly status: 'SOLD' });

export const freeTraceCode: TraceCodeState = { status: 'FREE', voided: [] };

export type TraceCodeCommand =
  | { readonly type: 'Reserve'; readonly holder: Holder; readonly reservationId: string; readonly at: Instant }
  | { readonly type: 'Release'; readonly holder: Holder; readonly reservationId: string }
  | { readonly type: 'Lapse'; readonly at: Instant }
  | { readonly type: 'Sell'; readonly holder: Holder }
  | { readonly type: 'Free'; readonly holder: Holder };

export type TraceCodeRefusal = { readonly code: 'trace-code-already-sold' } | { readonly code: 'trace-code-held-by-another' };

type Decision = Result<readonly TraceCodeEvent[], TraceCodeRefusal>;
type Of<Type extends TraceCodeCommand['type']> = Extract<TraceCodeCommand, { type: Type }>;

export const isSameHolder = (left: Holder, right: Holder): boolean =>
  left.prescriptionId === right.prescriptionId && left.fill === right.fill && left.pharmacyId === right.pharmacyId;

/**
 * One un-reversed sale per pack, across all pharmacies: 药品追溯码 may be sold once (医保 rules in force from 2025-07-01).
 * Right in any order of sale, reversal and lapse, because each message judges the state that it meets.
 */
export const decide = (state: TraceCodeState, command: TraceCodeCommand): Decision => {
  switch (command.type) {
    case 'Reserve':
      return reserve(state, command);
    case 'Release':
      return release(state, command);
    case 'Lapse':
      return lapse(state, command);
    case 'Sell':
      return sell(state, command);
    case 'Free':
      return free(state, command);
    default:
      return unreachable(command);
  }
};

const reserve = (state: TraceCodeState, { holder: wanted, reservationId, at }: Of<'Reserve'>): Decision => {
  const isMine = state.status !== 'FREE' && isSameHolder(state.holder, wanted);
  // The same request again: what it reserved is still there, or became its sale.
  if (isMine && state.reservationIds.includes(reservationId) && (state.status === 'SOLD' || at < state.until)) return ok([]);
  if (state.status === 'SOLD') return refuse({ code: 'trace-code-already-sold' });
  if (state.status === 'RESERVED' && !isMine && at < state.until) return refuse({ code: 'trace-code-already-sold' });
  return ok([{ type: 'TraceCodeReserved', ...wanted, reservationId, until: addMs(at, RESERVATION_MS) }]);
};

const release = (state: TraceCodeState, { holder: held, reservationId }: Of<'Release'>): Decision =>
  state.status === 'RESERVED' && isSameHolder(state.holder, held) && state.reservationIds.includes(reservationId)
    ? ok([{ type: 'TraceCodeReleased', ...held, reservationId }])
    : ok([]);

/** An earlier deadline of a reservation that was renewed finds it still in force. */
const lapse = (state: TraceCodeState, { at }: Of<'Lapse'>): Decision =>
  state.status === 'RESERVED' && at >= state.until ? ok([{ type: 'TraceCodeReservationLapsed', ...state.holder }]) : ok([]);

const sell = (state: TraceCodeState, { holder: seller }: Of<'Sell'>): Decision => {
  if (isVoided(state, seller)) return ok([]);
  if (state.status === 'FREE') return ok([{ type: 'TraceCodeSold', ...seller }]);
  if (isSameHolder(state.holder, seller)) return ok(state.status === 'SOLD' ? [] : [{ type: 'TraceCodeSold', ...seller }]);
  return refuse({ code: state.status === 'SOLD' ? 'trace-code-already-sold' : 'trace-code-held-by-another' });
};

const free = (state: TraceCodeState, { holder: seller }: Of<'Free'>): Decision => {
  if (state.status === 'SOLD' && isSameHolder(state.holder, seller)) return ok([{ type: 'TraceCodeFreed', ...seller }]);
  return ok(isVoided(state, seller) ? [] : [{ type: 'TraceCodeSaleVoided', ...seller }]);
};

const isVoided = ({ voided }: TraceCodeState, seller: Holder): boolean => voided.some((one) => isSameHolder(one, seller));

export const evolve = (state: TraceCodeState, event: TraceCodeEvent): TraceCodeState => {
  const { voided } = state;
  const actor: Holder = { prescriptionId: event.prescriptionId, fill: event.fill, pharmacyId: event.pharmacyId };
  const isMine = state.status !== 'FREE' && isSameHolder(state.holder, actor);
  switch (event.type) {
    case 'TraceCodeReserved': {
      const earlier = state.status === 'RESERVED' && isMine ? state.reservationIds : [];
      // A new dispensing of the same fill begins a new sale: the voided one was another.
      const others = voided.filter((one) => !isSameHolder(one, actor));
      return {
        status: 'RESERVED',
        holder: actor,
        reservationIds: [...new Set([...earlier, event.reservationId])],
        until: event.until,
        voided: others,
      };
    }
    case 'TraceCodeReleased': {
      if (state.status !== 'RESERVED') return state;
      const left = state.reservationIds.filter((id) => id !== event.reservationId);
      return left.length === 0 ? { status: 'FREE', voided } : { ...state, reservationIds: left };
    }
    case 'TraceCodeSold':
      return { status: 'SOLD', holder: actor, reservationIds: isMine ? state.reservationIds : [], voided };
    case 'TraceCodeReservationLapsed':
    case 'TraceCodeFreed':
      return { status: 'FREE', voided };
    case 'TraceCodeSaleVoided':
      return isMine ? { status: 'FREE', voided: [...voided, actor] } : { ...state, voided: [...voided, actor] };
    default:
      return unreachable(event);
  }
};
