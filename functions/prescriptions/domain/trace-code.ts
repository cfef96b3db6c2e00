import * as z from 'zod/mini';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { decidePortion, evolvePortion, type OpenedPack, type PortionCommand, PortionEvent, type PortionRefusal } from './opened-pack.ts';
import { Holder, isSameHolder, RESERVATION_MS } from './pack.ts';

const holder = Holder.shape;

const WholePackEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TraceCodeReserved'), ...holder, reservationId: z.string(), until: InstantText }),
  z.object({ type: z.literal('TraceCodeReleased'), ...holder, reservationId: z.string() }),
  z.object({ type: z.literal('TraceCodeReservationLapsed'), ...holder }),
  z.object({ type: z.literal('TraceCodeSold'), ...holder }),
  z.object({ type: z.literal('TraceCodeFreed'), ...holder }),
  /** The reversal overtook its sale: when the sale comes, it counts for nothing. */
  z.object({ type: z.literal('TraceCodeSaleVoided'), ...holder }),
]);
export const TraceCodeEvent = z.union([WholePackEvent, PortionEvent]);
export type TraceCodeEvent = z.infer<typeof TraceCodeEvent>;

interface Taken {
  readonly holder: Holder;
  /** The requests that rely on it; a pack is free again only when the last of them lets go. */
  readonly reservationIds: readonly string[];
  readonly voided: readonly Holder[];
}

/** One pack: in stock, kept for a dispensing under way, sold once, or opened and sold by the piece. */
export type TraceCodeState =
  | OpenedPack
  | { readonly status: 'FREE'; readonly voided: readonly Holder[] }
  | (Taken & { readonly status: 'RESERVED'; readonly until: Instant })
  | (Taken & { readonly status: 'SOLD' });

export const freeTraceCode: TraceCodeState = { status: 'FREE', voided: [] };

export type TraceCodeCommand =
  | { readonly type: 'Reserve'; readonly holder: Holder; readonly reservationId: string; readonly at: Instant }
  | { readonly type: 'Release'; readonly holder: Holder; readonly reservationId: string }
  | { readonly type: 'Lapse'; readonly at: Instant }
  | { readonly type: 'Sell'; readonly holder: Holder }
  | { readonly type: 'Free'; readonly holder: Holder }
  | PortionCommand;

export type TraceCodeRefusal = PortionRefusal;

type Decision = Result<readonly TraceCodeEvent[], TraceCodeRefusal>;
type Of<Type extends TraceCodeCommand['type']> = Extract<TraceCodeCommand, { type: Type }>;

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
      return decidePortion(state, command);
  }
};

/** Who has the whole pack. */
const ownerOf = (state: TraceCodeState): Holder | undefined => ('holder' in state ? state.holder : undefined);
const isOwner = (state: TraceCodeState, holder: Holder): boolean => {
  const owner = ownerOf(state);
  return owner !== undefined && isSameHolder(owner, holder);
};

const reserve = (state: TraceCodeState, { holder: wanted, reservationId, at }: Of<'Reserve'>): Decision => {
  // A pack that was opened is never whole again.
  if (state.status === 'OPENED') return refuse({ code: 'trace-code-already-sold' });
  const isMine = isOwner(state, wanted);
  // The same request again: what it reserved is still there, or became its sale.
  const isKnown = state.status !== 'FREE' && isMine && state.reservationIds.includes(reservationId);
  if (isKnown && (state.status === 'SOLD' || at < state.until)) return ok([]);
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
  if (isOwner(state, seller)) return ok(state.status === 'SOLD' ? [] : [{ type: 'TraceCodeSold', ...seller }]);
  return refuse({ code: state.status === 'RESERVED' ? 'trace-code-held-by-another' : 'trace-code-already-sold' });
};

const free = (state: TraceCodeState, { holder: seller }: Of<'Free'>): Decision => {
  if (state.status === 'SOLD' && isSameHolder(state.holder, seller)) return ok([{ type: 'TraceCodeFreed', ...seller }]);
  return ok(isVoided(state, seller) ? [] : [{ type: 'TraceCodeSaleVoided', ...seller }]);
};

const isVoided = ({ voided }: TraceCodeState, seller: Holder): boolean => voided.some((one) => isSameHolder(one, seller));

const isOfPortion = (event: TraceCodeEvent): event is PortionEvent => event.type.startsWith('Portion');

export const evolve = (state: TraceCodeState, event: TraceCodeEvent): TraceCodeState => {
  if (isOfPortion(event)) return evolvePortion(state, event);
  const { voided } = state;
  const actor: Holder = { prescriptionId: event.prescriptionId, fill: event.fill, pharmacyId: event.pharmacyId };
  const isMine = isOwner(state, actor);
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
      return { status: 'SOLD', holder: actor, reservationIds: isMine && 'holder' in state ? state.reservationIds : [], voided };
    case 'TraceCodeReservationLapsed':
    case 'TraceCodeFreed':
      return { status: 'FREE', voided };
    case 'TraceCodeSaleVoided':
      return isMine ? { status: 'FREE', voided: [...voided, actor] } : { ...state, voided: [...voided, actor] };
    default:
      return unreachable(event);
  }
};
