import { TraceCodeEvent } from '../../../functions/prescriptions/domain/trace-code.ts';
import { SellPortions } from '../../../functions/prescriptions/opened-packs.ts';
import { SellTraceCodes } from '../../../functions/prescriptions/trace-codes.ts';
import { aggregateOf, idOf } from '../../../shared/kernel/ids.ts';
import type { Region } from '../world/region.ts';
import type { Books } from './books.ts';
import { hold } from './violation.ts';

/** Packs that a person must look at: two sales say that they have them. */
const disputedPacks = ({ raw }: Region): ReadonlySet<string> =>
  new Set(
    raw.inbox.parked().flatMap(({ message: { type, data } }) => {
      if (type === SellTraceCodes.type) return SellTraceCodes.data.parse(data).codes;
      return type === SellPortions.type ? SellPortions.data.parse(data).portions.map(({ traceCode }) => traceCode) : [];
    }),
  );

/** What the packs' own streams say, pack by pack. */
const historiesOf = ({ commits }: Books): ReadonlyMap<string, readonly TraceCodeEvent[]> => {
  const packs = new Map<string, TraceCodeEvent[]>();
  for (const { stream, events } of commits) {
    if (aggregateOf(stream) !== 'trace-code') continue;
    packs.set(idOf(stream), [...(packs.get(idOf(stream)) ?? []), ...events.map((event) => TraceCodeEvent.parse(event))]);
  }
  return packs;
};

/** Of an opened pack: `prescription fill quantity state` of each portion that was taken out of it. */
const portionsIn = (events: readonly TraceCodeEvent[]): readonly string[] => {
  const portions = new Map<string, { readonly owner: string; readonly quantity: number; state: string }>();
  for (const event of events) {
    const owner = `prescription#${event.prescriptionId} fill ${event.fill}`;
    if (event.type === 'PortionReserved') portions.set(event.reservationId, { owner, quantity: event.quantity, state: 'reserved' });
    if (event.type === 'PortionSold') portions.set(event.reservationId, { owner, quantity: event.quantity, state: 'sold' });
    if (event.type === 'PortionReleased') portions.delete(event.reservationId);
    if (event.type !== 'PortionsReturned') continue;
    for (const [reservationId, portion] of portions) if (event.reservationIds?.includes(reservationId) === true) portion.state = 'returned';
  }
  return [...portions.values()].map(({ owner, quantity, state }) => `${owner} ${quantity} ${state}`).sort();
};

/** I3 at rest: the packs' own streams and the sales that were recorded say the same of every pack. */
export const auditPacks = (region: Region): void => {
  const { sold, portions } = region.books.packs;
  const disputed = disputedPacks(region);
  const histories = historiesOf(region.books);
  for (const code of new Set([...histories.keys(), ...sold.keys(), ...portions.keys()])) {
    if (disputed.has(code)) continue;
    const events = histories.get(code) ?? [];
    const last = events.filter(({ type }) => type.startsWith('TraceCode')).at(-1)?.type;
    hold('I3', last !== 'TraceCodeReserved', () => `pack ${code} stays reserved`);
    hold('I3', (last === 'TraceCodeSold') === sold.has(code), () => `pack ${code} is ${last ?? 'unknown'}, and sold to ${sold.get(code)}`);
    const expected = (portions.get(code) ?? []).map(
      ({ owner, quantity, isReturned }) => `${owner} ${quantity} ${isReturned ? 'returned' : 'sold'}`,
    );
    const found = portionsIn(events);
    hold('I3', found.join() === expected.sort().join(), () => `pack ${code} is opened for ${found.join()}, and sold to ${expected.join()}`);
  }
};
