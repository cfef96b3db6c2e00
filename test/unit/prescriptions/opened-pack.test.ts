import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import type { PortionCommand, PortionEvent } from '../../../functions/prescriptions/domain/opened-pack.ts';
import { type Holder, RESERVATION_MS } from '../../../functions/prescriptions/domain/pack.ts';
import {
  decide,
  evolve,
  freeTraceCode,
  type TraceCodeCommand,
  TraceCodeEvent,
  type TraceCodeState,
} from '../../../functions/prescriptions/domain/trace-code.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { specificationOf } from '../../support/given.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const given = specificationOf({ initial: freeTraceCode, event: TraceCodeEvent, decide, evolve });
const until = addMs(MONDAY, RESERVATION_MS);
const PACK_UNITS = 24;

const holderNamed = (name: string, pharmacyName = 'shop'): Holder => ({
  prescriptionId: PrescriptionId.parse(`rx_${name}00000`),
  fill: 1,
  pharmacyId: AgencyId.parse(`ag_${pharmacyName}00000`),
});
const first = holderNamed('first');
const second = holderNamed('second');
const elsewhere = holderNamed('third', 'other');

const size = (quantity: number) => ({ quantity, packUnits: PACK_UNITS });
const reserve = (quantity: number, holder = first, reservationId = 'cmd_1', at = MONDAY): PortionCommand => ({
  type: 'ReservePortion',
  holder,
  reservationId,
  ...size(quantity),
  at,
});
const sell = (quantity: number, holder = first, reservationId = 'cmd_1'): PortionCommand => ({
  type: 'SellPortion',
  holder,
  reservationId,
  ...size(quantity),
});
const reserved = (quantity: number, holder = first, reservationId = 'cmd_1', over = until): PortionEvent => ({
  type: 'PortionReserved',
  ...holder,
  reservationId,
  ...size(quantity),
  until: over,
});
const sold = (quantity: number, holder = first, reservationId = 'cmd_1'): PortionEvent => ({
  type: 'PortionSold',
  ...holder,
  reservationId,
  ...size(quantity),
});
const released = (holder = first, reservationId = 'cmd_1'): PortionEvent => ({ type: 'PortionReleased', ...holder, reservationId });
const returned = (holder = first, ...reservationIds: string[]): PortionEvent => ({
  type: 'PortionsReturned',
  ...holder,
  reservationIds: reservationIds.length === 0 ? ['cmd_1'] : reservationIds,
});
const takeBack = (holder = first, ...saleIds: string[]): PortionCommand => ({
  type: 'ReturnPortions',
  holder,
  saleIds: saleIds.length === 0 ? ['cmd_1'] : saleIds,
});
const whole = { type: 'Reserve', holder: second, reservationId: 'cmd_9', at: MONDAY } as const;

describe('a pack that is sold by the piece (拆零)', () => {
  it('loses only the portion whose time is over', () => {
    const later = addMs(until, 1);
    const both = [reserved(3), reserved(4, second, 'cmd_2')] as const;
    given(...both)
      .when({ type: 'LapsePortion', reservationId: 'cmd_2', at: later })
      .then(released(second, 'cmd_2'));
    given(...both, sold(3))
      .when({ type: 'LapsePortion', reservationId: 'cmd_1', at: later })
      .then();
    given().when({ type: 'LapsePortion', reservationId: 'cmd_1', at: later }).then();
  });
  it('counts a request’s own portion once when it is sold', () => {
    given(reserved(PACK_UNITS)).when(sell(PACK_UNITS)).then(sold(PACK_UNITS));
    given(reserved(PACK_UNITS - 1), reserved(1, second, 'cmd_2'))
      .when(sell(PACK_UNITS - 1))
      .then(sold(PACK_UNITS - 1));
  });
  it('knows no facts that were never declared', () => {
    const lost = { type: 'PortionLost', ...first } as never;
    expect(() => given(lost)).toThrow('unreachable: PortionLost');
  });

  it('serves several sales of one pharmacy under one trace code, until it is empty', () => {
    given().when(reserve(10)).then(reserved(10));
    given(reserved(10)).when(sell(10)).then(sold(10));
    given(sold(10))
      .when(reserve(14, second, 'cmd_2'))
      .then(reserved(14, second, 'cmd_2'));
    given(sold(10))
      .when(reserve(15, second, 'cmd_2'))
      .thenRefused({ code: 'opened-pack-short', remaining: 14 });
    given(sold(10), sold(14, second, 'cmd_2'))
      .when(reserve(1, first, 'cmd_3'))
      .thenRefused({ code: 'opened-pack-short', remaining: 0 });
  });

  it('serves two parts of one fill', () => {
    given(sold(7))
      .when(reserve(7, first, 'cmd_2'))
      .then(reserved(7, first, 'cmd_2'));
  });

  it('is opened in one pharmacy, and in no other', () => {
    given(reserved(1))
      .when(reserve(1, elsewhere, 'cmd_2'))
      .thenRefused({ code: 'trace-code-already-sold' });
    given(sold(1))
      .when(sell(1, elsewhere, 'cmd_2'))
      .thenRefused({ code: 'trace-code-already-sold' });
  });

  it('is never sold whole again, and one that was sold whole is not opened', () => {
    given(sold(1)).when(whole).thenRefused({ code: 'trace-code-already-sold' });
    given(sold(1)).when({ type: 'Sell', holder: second }).thenRefused({ code: 'trace-code-already-sold' });
    given({ type: 'TraceCodeSold', ...second })
      .when(reserve(1))
      .thenRefused({ code: 'trace-code-already-sold' });
    const kept: TraceCodeEvent = { type: 'TraceCodeReserved', ...second, reservationId: 'cmd_9', until };
    given(kept).when(reserve(1)).thenRefused({ code: 'trace-code-already-sold' });
    given(kept).when(sell(1)).thenRefused({ code: 'trace-code-held-by-another' });
  });

  it('leaves alone what belongs to whole packs', () => {
    given(sold(1)).when({ type: 'Lapse', at: until }).then();
    given(sold(1)).when({ type: 'Release', holder: first, reservationId: 'cmd_1' }).then();
    expect(given(sold(1), { type: 'TraceCodeSaleVoided', ...second }).state).toMatchObject({ status: 'OPENED', voided: [second] });
  });

  it('answers the request that took a portion alike', () => {
    given(reserved(24)).when(reserve(24)).then();
    given(sold(24))
      .when(reserve(24, first, 'cmd_1', until))
      .then();
    given(sold(24)).when(sell(24)).then();
  });

  it('is whole again when every request let go of it', () => {
    given(reserved(3)).when({ type: 'ReleasePortion', holder: first, reservationId: 'cmd_1' }).then(released());
    expect(given(reserved(3), released()).state).toEqual({ status: 'FREE', voided: [] });
    expect(given(reserved(3), reserved(4, second, 'cmd_2'), released()).state).toMatchObject({ status: 'OPENED' });
    given(reserved(3)).when({ type: 'ReleasePortion', holder: second, reservationId: 'cmd_1' }).then();
    given(reserved(3)).when({ type: 'ReleasePortion', holder: first, reservationId: 'cmd_2' }).then();
    given(sold(3)).when({ type: 'ReleasePortion', holder: first, reservationId: 'cmd_1' }).then();
  });

  it('loses the portion of a request that died, when its time is over', () => {
    const lapse = (at = until): PortionCommand => ({ type: 'LapsePortion', reservationId: 'cmd_1', at });
    given(reserved(3))
      .when(lapse(addMs(until, -1)))
      .then();
    given(reserved(3)).when(lapse()).then(released());
    given(sold(3)).when(lapse()).then();
    given().when(lapse()).then();
    given(reserved(3))
      .when(reserve(3, first, 'cmd_1', until))
      .then(reserved(3, first, 'cmd_1', addMs(until, RESERVATION_MS)));
  });

  it('keeps a sale that is heard of after its reservation lapsed, unless others emptied the pack', () => {
    given(reserved(3), released()).when(sell(3)).then(sold(3));
    given(sold(22, second, 'cmd_2'))
      .when(sell(2))
      .then(sold(2));
    given(sold(22, second, 'cmd_2'))
      .when(sell(3))
      .thenRefused({ code: 'opened-pack-short', remaining: 2 });
  });

  it('does not get back what a reversed sale took out of it', () => {
    given(sold(10)).when(takeBack()).then(returned());
    given(sold(10), returned()).when(takeBack()).then();
    given(sold(10)).when(takeBack(second)).then();
    given().when(takeBack()).then();
    // What another request of the same fill keeps is not sold yet, and may never be.
    given(sold(10), reserved(2, first, 'cmd_2'))
      .when(takeBack())
      .then(returned());
    given(sold(10), reserved(2, first, 'cmd_2'), returned())
      .when({ type: 'LapsePortion', reservationId: 'cmd_2', at: until })
      .then(released(first, 'cmd_2'));
    given(sold(10), sold(2, first, 'cmd_2'))
      .when(takeBack(first, 'cmd_1', 'cmd_2'))
      .then(returned(first, 'cmd_1', 'cmd_2'));
    given(sold(10), returned())
      .when(reserve(15, second, 'cmd_2'))
      .thenRefused({ code: 'opened-pack-short', remaining: 14 });
  });

  it('reads a return of before returns named their sales: all that its holder had', () => {
    const ofBefore: PortionEvent = { type: 'PortionsReturned', ...first };
    given(sold(10), sold(3, second, 'cmd_2'), ofBefore)
      .when(takeBack())
      .then();
    given(sold(10), sold(3, second, 'cmd_2'), ofBefore)
      .when(takeBack(second, 'cmd_2'))
      .then(returned(second, 'cmd_2'));
    given(reserved(10), ofBefore).when(sell(10)).then();
  });

  it('counts a sale for nothing that its reversal overtook', () => {
    given(reserved(10), returned()).when(sell(10)).then();
    given({ type: 'TraceCodeSaleVoided', ...first })
      .when(sell(10))
      .then();
  });

  it('holds as much as was said when it was opened', () => {
    const of = (packUnits: number, quantity: number): PortionCommand => ({
      type: 'ReservePortion',
      holder: second,
      reservationId: 'cmd_2',
      quantity,
      packUnits,
      at: MONDAY,
    });
    given(sold(10))
      .when(of(100, 14))
      .then(reserved(14, second, 'cmd_2'));
    given(sold(10)).when(of(100, 15)).thenRefused({ code: 'opened-pack-short', remaining: 14 });
  });
});

describe('any sequence of portions and whole sales', () => {
  const NEVER_TWICE: readonly string[] = ['SellPortion', 'ReleasePortion', 'LapsePortion', 'ReturnPortions'];
  const holders = [first, second, elsewhere] as const;
  const anyCommand: fc.Arbitrary<TraceCodeCommand> = fc
    .tuple(fc.constantFrom(...holders), fc.nat(5), fc.integer({ min: 1, max: PACK_UNITS - 1 }), fc.nat(30), fc.nat(7))
    .map(([holder, nth, quantity, minutes, kind]): TraceCodeCommand => {
      const reservationId = `cmd_${holder.prescriptionId}_${nth}`;
      const at = addMs(MONDAY, minutes * 60_000);
      const commands: readonly TraceCodeCommand[] = [
        { type: 'ReservePortion', holder, reservationId, ...size(quantity), at },
        { type: 'SellPortion', holder, reservationId, ...size(quantity) },
        { type: 'ReleasePortion', holder, reservationId },
        { type: 'LapsePortion', reservationId, at },
        { type: 'ReturnPortions', holder, saleIds: [reservationId] },
        { type: 'Reserve', holder, reservationId, at },
        { type: 'Sell', holder },
        { type: 'Free', holder },
      ];
      return commands[kind] ?? { type: 'ReturnPortions', holder, saleIds: [reservationId] };
    });

  it('never takes more out of a pack than it held, in one pharmacy only, and repeats change nothing', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        let state: TraceCodeState = freeTraceCode;
        for (const command of commands) {
          const decision = decide(state, command);
          if (!decision.ok) continue;
          state = decision.value.reduce(evolve, state);
          const again = decide(state, command);
          if (NEVER_TWICE.includes(command.type)) expect(again).toEqual({ ok: true, value: [] });
          if (state.status !== 'OPENED') continue;
          const { pharmacyId, portions } = state;
          expect(portions.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(PACK_UNITS);
          expect(portions.every(({ holder }) => holder.pharmacyId === pharmacyId)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
