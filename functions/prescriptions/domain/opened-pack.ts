import * as z from 'zod/mini';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { Holder, isSameHolder, RESERVATION_MS } from './pack.ts';

const holder = Holder.shape;
const portion = { ...holder, reservationId: z.string() };
const size = { quantity: z.int(), packUnits: z.int() };

export const PortionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PortionReserved'), ...portion, ...size, until: InstantText }),
  /** Its dispensing was refused, or died and its time was up. */
  z.object({ type: z.literal('PortionReleased'), ...portion }),
  z.object({ type: z.literal('PortionSold'), ...portion, ...size }),
  /** These sales were taken back; what was once out of its pack is not sold again. Journals of before name none: all of the holder's. */
  z.object({ type: z.literal('PortionsReturned'), ...holder, reservationIds: z.optional(z.array(z.string())) }),
]);
export type PortionEvent = z.infer<typeof PortionEvent>;

interface HeldPortion {
  readonly holder: Holder;
  /** The request that took it, which is also its sale's command. */
  readonly reservationId: string;
  readonly quantity: number;
  readonly status: 'reserved' | 'sold' | 'returned';
  readonly until?: Instant;
}

/** 拆零: a pack that one pharmacy opened and sells by the piece. One trace code covers as many sales as its content lasts for. */
export interface OpenedPack {
  readonly status: 'OPENED';
  readonly pharmacyId: AgencyId;
  readonly packUnits: number;
  readonly portions: readonly HeldPortion[];
  readonly voided: readonly Holder[];
}
interface Closed {
  readonly status: 'FREE' | 'RESERVED' | 'SOLD';
  readonly voided: readonly Holder[];
}

interface OfSale {
  readonly holder: Holder;
  readonly reservationId: string;
}
interface Sized {
  readonly quantity: number;
  /** What the whole pack held, as the catalogue says; of a pack that is open already, what was said then counts. */
  readonly packUnits: number;
}

export type PortionCommand =
  | ({ readonly type: 'ReservePortion'; readonly at: Instant } & OfSale & Sized)
  | ({ readonly type: 'ReleasePortion' } & OfSale)
  | { readonly type: 'LapsePortion'; readonly reservationId: string; readonly at: Instant }
  | ({ readonly type: 'SellPortion' } & OfSale & Sized)
  /** `saleIds`: the commands under which the holder's sales were committed; what another request of the holder kept is not among them. */
  | { readonly type: 'ReturnPortions'; readonly holder: Holder; readonly saleIds: readonly string[] };

export type PortionRefusal =
  | { readonly code: 'trace-code-already-sold' }
  | { readonly code: 'trace-code-held-by-another' }
  | { readonly code: 'opened-pack-short'; readonly remaining: number };

type Decision = Result<readonly PortionEvent[], PortionRefusal>;
type Of<Type extends PortionCommand['type']> = Extract<PortionCommand, { type: Type }>;

export const decidePortion = (state: OpenedPack | Closed, command: PortionCommand): Decision => {
  switch (command.type) {
    case 'ReservePortion':
      return reserve(state, command);
    case 'ReleasePortion':
      return ok(releasesOf(state, (one) => one.reservationId === command.reservationId && isSameHolder(one.holder, command.holder)));
    case 'LapsePortion':
      return ok(releasesOf(state, (one) => one.reservationId === command.reservationId && isOverdue(one, command.at)));
    case 'SellPortion':
      return sell(state, command);
    case 'ReturnPortions':
      return ok(returnsOf(state, command));
    default:
      return unreachable(command);
  }
};

const isOverdue = ({ until }: HeldPortion, at: Instant): boolean => until !== undefined && until <= at;

/** A pack that is whole is opened by its first portion; another pharmacy's is not here to be opened. */
const refusalToOpen = (state: OpenedPack | Closed, { holder: { pharmacyId } }: OfSale): PortionRefusal | undefined => {
  if (state.status === 'RESERVED') return { code: 'trace-code-held-by-another' };
  const isElsewhere = state.status === 'OPENED' && state.pharmacyId !== pharmacyId;
  return state.status === 'SOLD' || isElsewhere ? { code: 'trace-code-already-sold' } : undefined;
};

const portionOf = (state: OpenedPack | Closed, reservationId: string): HeldPortion | undefined =>
  state.status === 'OPENED' ? state.portions.find((one) => one.reservationId === reservationId) : undefined;

/** What is left for this request: all that no other one took, whether it was sold, kept or came back. */
const remainingFor = (state: OpenedPack | Closed, { reservationId, packUnits }: OfSale & Sized): number => {
  if (state.status !== 'OPENED') return packUnits;
  const taken = state.portions.reduce((sum, one) => sum + (one.reservationId === reservationId ? 0 : one.quantity), 0);
  return state.packUnits - taken;
};

const reserve = (state: OpenedPack | Closed, command: Of<'ReservePortion'>): Decision => {
  const { holder: wanted, reservationId, quantity, packUnits, at } = command;
  // What another holds is taken for good by the time that this request could come again.
  if (refusalToOpen(state, command) !== undefined) return refuse({ code: 'trace-code-already-sold' });
  const known = portionOf(state, reservationId);
  // The same request again: what it took is still there, or became its sale.
  if (known !== undefined && !isOverdue(known, at)) return ok([]);
  const remaining = remainingFor(state, command);
  if (quantity > remaining) return refuse({ code: 'opened-pack-short', remaining });
  const size = { quantity, packUnits: state.status === 'OPENED' ? state.packUnits : packUnits };
  return ok([{ type: 'PortionReserved', ...wanted, reservationId, ...size, until: addMs(at, RESERVATION_MS) }]);
};

/** A sale is a fact: it takes its portion also when the reservation lapsed before it was heard of. */
const sell = (state: OpenedPack | Closed, command: Of<'SellPortion'>): Decision => {
  const { holder: seller, reservationId, quantity, packUnits } = command;
  if (state.voided.some((one) => isSameHolder(one, seller))) return ok([]);
  const known = portionOf(state, reservationId);
  if (known !== undefined && known.status !== 'reserved') return ok([]);
  const refusal = refusalToOpen(state, command);
  if (refusal !== undefined) return refuse(refusal);
  const remaining = remainingFor(state, command);
  if (quantity > remaining) return refuse({ code: 'opened-pack-short', remaining });
  return ok([{ type: 'PortionSold', ...seller, reservationId, quantity, packUnits }]);
};

const releasesOf = (state: OpenedPack | Closed, isMeant: (one: HeldPortion) => boolean): readonly PortionEvent[] =>
  (state.status === 'OPENED' ? state.portions : [])
    .filter((one) => one.status === 'reserved' && isMeant(one))
    .map(({ holder: from, reservationId }) => ({ type: 'PortionReleased', ...from, reservationId }));

const returnsOf = (state: OpenedPack | Closed, { holder: owner, saleIds }: Of<'ReturnPortions'>): readonly PortionEvent[] => {
  const reservationIds = (state.status === 'OPENED' ? state.portions : [])
    .filter((one) => one.status !== 'returned' && isSameHolder(one.holder, owner) && saleIds.includes(one.reservationId))
    .map(({ reservationId }) => reservationId);
  return reservationIds.length === 0 ? [] : [{ type: 'PortionsReturned', ...owner, reservationIds }];
};

type Freed = { readonly status: 'FREE'; readonly voided: readonly Holder[] };

/** What was said when the pack was opened counts for its life. */
const packUnitsOf = (state: OpenedPack | Closed, event: PortionEvent): number => {
  if (state.status === 'OPENED') return state.packUnits;
  return 'packUnits' in event ? event.packUnits : 0;
};

/** An opened pack of which nothing was taken after all is whole again. */
export const evolvePortion = (state: OpenedPack | Closed, event: PortionEvent): OpenedPack | Freed => {
  const { voided } = state;
  const actor: Holder = { prescriptionId: event.prescriptionId, fill: event.fill, pharmacyId: event.pharmacyId };
  const portions = state.status === 'OPENED' ? state.portions : [];
  const packUnits = packUnitsOf(state, event);
  const openedWith = (changed: readonly HeldPortion[]): OpenedPack | Freed =>
    changed.length === 0
      ? { status: 'FREE', voided }
      : { status: 'OPENED', pharmacyId: actor.pharmacyId, packUnits, portions: changed, voided };
  switch (event.type) {
    case 'PortionReserved':
    case 'PortionSold': {
      const { reservationId, quantity } = event;
      const others = portions.filter((one) => one.reservationId !== reservationId);
      const taken = { holder: actor, reservationId, quantity };
      const kept = event.type === 'PortionSold' ? ({ status: 'sold' } as const) : ({ status: 'reserved', until: event.until } as const);
      return openedWith([...others, { ...taken, ...kept }]);
    }
    case 'PortionReleased':
      return openedWith(portions.filter((one) => one.reservationId !== event.reservationId));
    case 'PortionsReturned':
      return openedWith(
        portions.map(({ until, ...one }) => {
          const isReturned = event.reservationIds?.includes(one.reservationId) ?? isSameHolder(one.holder, actor);
          return isReturned ? { ...one, status: 'returned' } : { ...one, ...(until && { until }) };
        }),
      );
    default:
      return unreachable(event);
  }
};
