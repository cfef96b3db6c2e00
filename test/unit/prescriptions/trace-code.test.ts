import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { type Holder, isSameHolder, RESERVATION_MS, TraceCode } from '../../../functions/prescriptions/domain/pack.ts';
import {
  decide,
  evolve,
  freeTraceCode,
  type TraceCodeCommand,
  TraceCodeEvent,
} from '../../../functions/prescriptions/domain/trace-code.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { specificationOf } from '../../support/given.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const given = specificationOf({ initial: freeTraceCode, decide, evolve, event: TraceCodeEvent });
const until = addMs(MONDAY, RESERVATION_MS);

const holderNamed = (name: string): Holder => ({
  prescriptionId: PrescriptionId.parse(`rx_${name}00000`),
  fill: 1,
  pharmacyId: AgencyId.parse(`ag_${name}00000`),
});
const ours = holderNamed('ours');
const theirs = holderNamed('theirs');

const reserve = (holder = ours, reservationId = 'cmd_1', at: Instant = MONDAY): TraceCodeCommand => ({
  type: 'Reserve',
  holder,
  reservationId,
  at,
});
const reserved = (holder = ours, reservationId = 'cmd_1', over: Instant = until): TraceCodeEvent => ({
  type: 'TraceCodeReserved',
  ...holder,
  reservationId,
  until: over,
});
const released = (reservationId = 'cmd_1'): TraceCodeEvent => ({ type: 'TraceCodeReleased', ...ours, reservationId });
const sold = (holder = ours): TraceCodeEvent => ({ type: 'TraceCodeSold', ...holder });
const freed = (holder = ours): TraceCodeEvent => ({ type: 'TraceCodeFreed', ...holder });
const voided = (holder = ours): TraceCodeEvent => ({ type: 'TraceCodeSaleVoided', ...holder });
const lapsed: TraceCodeEvent = { type: 'TraceCodeReservationLapsed', ...ours };

describe('a trace code', () => {
  it.each(['8123456', '81234567890123456789', 'A'.repeat(40), ' 81abcde '])('reads %s', (code) => {
    expect(TraceCode.parse(code)).toBe(code.trim().toUpperCase());
  });
  it.each(['812345', 'A'.repeat(41), '8123-4567', '81234 567', '８１２３４５６７', ''])('does not read %s', (code) => {
    expect(TraceCode.safeParse(code).success).toBe(false);
  });

  it('is reserved by one dispensing only', () => {
    given().when(reserve()).then(reserved());
    given(reserved()).when(reserve(theirs, 'cmd_2')).thenRefused({ code: 'trace-code-already-sold' });
    given(reserved(), sold()).when(reserve(theirs, 'cmd_2')).thenRefused({ code: 'trace-code-already-sold' });
  });
  it('is not sold twice to the same fill either', () => {
    given(reserved(), sold()).when(reserve(ours, 'cmd_2')).thenRefused({ code: 'trace-code-already-sold' });
  });
  it('is another fill’s to ask for, not this one’s', () => {
    given(reserved())
      .when(reserve({ ...ours, fill: 2 }, 'cmd_2'))
      .thenRefused({ code: 'trace-code-already-sold' });
  });
  it('answers the request that reserved or sold it alike', () => {
    given(reserved()).when(reserve()).then();
    given(reserved(), sold()).when(reserve()).then();
  });
  it('can be had by another from the moment that its reservation ends', () => {
    given(reserved())
      .when(reserve(theirs, 'cmd_2', addMs(until, -1)))
      .thenRefused({ code: 'trace-code-already-sold' });
    given(reserved())
      .when(reserve(theirs, 'cmd_2', until))
      .then(reserved(theirs, 'cmd_2', addMs(until, RESERVATION_MS)));
  });
  it('is reserved anew by its own request when its time ran out', () => {
    given(reserved())
      .when(reserve(ours, 'cmd_1', until))
      .then(reserved(ours, 'cmd_1', addMs(until, RESERVATION_MS)));
  });

  it('is free once every request that relies on it let go', () => {
    const twice = [reserved(), reserved(ours, 'cmd_2')] as const;
    given(...twice)
      .when({ type: 'Release', holder: ours, reservationId: 'cmd_2' })
      .then(released('cmd_2'));
    expect(given(...twice, released('cmd_2')).state).toMatchObject({ status: 'RESERVED', reservationIds: ['cmd_1'] });
    expect(given(...twice, released('cmd_2'), released('cmd_1')).state.status).toBe('FREE');
    given(reserved(), released()).when(reserve()).then(reserved());
  });
  it('is released by nobody else, and not after its sale', () => {
    given(reserved()).when({ type: 'Release', holder: theirs, reservationId: 'cmd_1' }).then();
    given(reserved()).when({ type: 'Release', holder: ours, reservationId: 'cmd_2' }).then();
    given(reserved(), sold()).when({ type: 'Release', holder: ours, reservationId: 'cmd_1' }).then();
  });

  it('lapses when its deadline comes, unless it was renewed or sold', () => {
    given(reserved())
      .when({ type: 'Lapse', at: addMs(until, -1) })
      .then();
    given(reserved()).when({ type: 'Lapse', at: until }).then(lapsed);
    given(reserved(), reserved(ours, 'cmd_2', addMs(until, 5)))
      .when({ type: 'Lapse', at: until })
      .then();
    given(reserved(), sold()).when({ type: 'Lapse', at: until }).then();
    given().when({ type: 'Lapse', at: until }).then();
  });

  it('is sold by its holder, also when the reservation lapsed before', () => {
    given(reserved()).when({ type: 'Sell', holder: ours }).then(sold());
    given(reserved(), lapsed).when({ type: 'Sell', holder: ours }).then(sold());
    given(reserved(), sold()).when({ type: 'Sell', holder: ours }).then();
  });
  it('refuses a second sale, and tells a sale from a reservation', () => {
    given(reserved(theirs, 'cmd_2'), sold(theirs)).when({ type: 'Sell', holder: ours }).thenRefused({ code: 'trace-code-already-sold' });
    given(reserved(theirs, 'cmd_2')).when({ type: 'Sell', holder: ours }).thenRefused({ code: 'trace-code-held-by-another' });
  });

  it('can be sold again after its sale was reversed', () => {
    given(reserved(), sold()).when({ type: 'Free', holder: ours }).then(freed());
    given(reserved(), sold(), freed()).when(reserve(theirs, 'cmd_2')).then(reserved(theirs, 'cmd_2'));
  });
  it('forgets a sale that its own reversal overtook', () => {
    given(reserved()).when({ type: 'Free', holder: ours }).then(voided());
    expect(given(reserved(), voided()).state.status).toBe('FREE');
    given(reserved(), voided()).when({ type: 'Sell', holder: ours }).then();
    given(reserved(), voided()).when({ type: 'Free', holder: ours }).then();
    given(reserved(), voided(), reserved(ours, 'cmd_2')).when({ type: 'Sell', holder: ours }).then(sold());
  });
  it('is kept by a second request of the same fill, and only by those of its own fill', () => {
    given(reserved()).when(reserve(ours, 'cmd_2')).then(reserved(ours, 'cmd_2'));
    expect(given(reserved(), reserved(theirs, 'cmd_2')).state).toStrictEqual({
      status: 'RESERVED',
      holder: theirs,
      reservationIds: ['cmd_2'],
      until,
      voided: [],
    });
    expect(given(reserved(), released(), released()).state).toStrictEqual(freeTraceCode);
  });
  it('remembers who reserved it once it is sold, and nobody where nobody did', () => {
    expect(given(reserved(), sold()).state).toMatchObject({ status: 'SOLD', holder: ours, reservationIds: ['cmd_1'] });
    expect(given(sold()).state).toStrictEqual({ status: 'SOLD', holder: ours, reservationIds: [], voided: [] });
    expect(given(reserved(theirs, 'cmd_2'), sold()).state).toMatchObject({ holder: ours, reservationIds: [] });
  });
  it('remembers each sale that its reversal overtook, until that fill reserves it anew', () => {
    expect(given(reserved(), voided()).state).toStrictEqual({ status: 'FREE', voided: [ours] });
    const both = [voided(theirs), reserved(), voided()] as const;
    expect(given(...both).state).toStrictEqual({ status: 'FREE', voided: [theirs, ours] });
    expect(given(...both, reserved(ours, 'cmd_3')).state).toMatchObject({ status: 'RESERVED', voided: [theirs] });
    expect(given(...both, reserved(ours, 'cmd_3'), lapsed).state).toStrictEqual({ status: 'FREE', voided: [theirs] });
  });
  it.each([
    [{}, true],
    [{ fill: 2 }, false],
    [{ pharmacyId: theirs.pharmacyId }, false],
    [{ prescriptionId: theirs.prescriptionId }, false],
  ])('is of the same holder, but for %j: %s', (over, isSame) => {
    expect(isSameHolder(ours, { ...ours, ...over })).toBe(isSame);
  });
  it('keeps another’s sale when a reversal that is not its own comes', () => {
    given(reserved(theirs, 'cmd_2'), sold(theirs)).when({ type: 'Free', holder: ours }).then(voided());
    expect(given(reserved(theirs, 'cmd_2'), sold(theirs), voided()).state).toMatchObject({ status: 'SOLD', holder: theirs });
  });
});

const holders = fc.constantFrom(ours, theirs, { ...ours, fill: 2 }, holderNamed('third'));
const commands: fc.Arbitrary<TraceCodeCommand> = fc.oneof(
  fc.record({
    type: fc.constant('Reserve' as const),
    holder: holders,
    reservationId: fc.constantFrom('cmd_1', 'cmd_2', 'cmd_3'),
    at: fc.nat(3 * RESERVATION_MS).map((ms) => addMs(MONDAY, ms)),
  }),
  fc.record({ type: fc.constant('Release' as const), holder: holders, reservationId: fc.constantFrom('cmd_1', 'cmd_2', 'cmd_3') }),
  fc.record({ type: fc.constant('Lapse' as const), at: fc.nat(3 * RESERVATION_MS).map((ms) => addMs(MONDAY, ms)) }),
  fc.record({ type: fc.constant('Sell' as const), holder: holders }),
  fc.record({ type: fc.constant('Free' as const), holder: holders }),
);

describe('any history of a trace code', () => {
  it('holds at most one un-reversed sale (I3), and a sale ends only by its own reversal', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (all) => {
        let state = freeTraceCode;
        let owner: Holder | undefined;
        for (const command of all) {
          const decision = decide(state, command);
          for (const event of decision.ok ? decision.value : []) {
            if (event.type === 'TraceCodeSold') {
              expect(owner).toBeUndefined();
              owner = event;
            }
            if (event.type === 'TraceCodeFreed') {
              expect(owner !== undefined && isSameHolder(owner, event)).toBe(true);
              owner = undefined;
            }
            state = evolve(state, event);
          }
          expect(state.status === 'SOLD').toBe(owner !== undefined);
        }
      }),
    );
  });
  it('ends the same whichever of a sale and its reversal comes first', () => {
    const end = (...order: readonly TraceCodeCommand[]) =>
      order.reduce((state, command) => {
        const decision = decide(state, command);
        return decision.ok ? decision.value.reduce(evolve, state) : state;
      }, given(reserved()).state).status;
    const [sell, free] = [{ type: 'Sell', holder: ours } as const, { type: 'Free', holder: ours } as const];
    expect([end(sell, free), end(free, sell)]).toEqual(['FREE', 'FREE']);
  });
});
