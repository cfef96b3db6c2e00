import { describe, expect, it } from 'vitest';
import { decide } from '../../../functions/prescriptions/domain/decide.ts';
import { PrescriptionEvent } from '../../../functions/prescriptions/domain/events.ts';
import { evolve } from '../../../functions/prescriptions/domain/evolve.ts';
import { Holder } from '../../../functions/prescriptions/domain/pack.ts';
import { decide as decidePatient, evolve as evolvePatient, PatientEvent } from '../../../functions/prescriptions/domain/patient.ts';
import { isHolder, pharmacyOf } from '../../../functions/prescriptions/domain/prescription.ts';
import {
  decide as decideCode,
  evolve as evolveCode,
  freeTraceCode,
  TraceCodeEvent,
} from '../../../functions/prescriptions/domain/trace-code.ts';
import { specificationOf } from '../../support/given.ts';
import { given, initial } from '../../support/prescription-commands.ts';
import { content, HASH, HOSPITAL, OFFER, OTHER_OFFER, PHARMACY, RIVAL, repeating, sale } from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const signed = { practitionerId: 'doctor-1', signedAt: '2026-03-02T10:00:00+08:00', signature: 'sig' };
const findings = [
  { source: 'rules', code: 'dose', severity: 'info' },
  { source: 'ai', code: 'dose', severity: 'warning' },
  { source: 'rules', code: 'interaction', severity: 'blocking' },
] as const;
const next = { fill: 2, opensAt: MONDAY };
const refusedCancellation = { type: 'CancellationRefused', by: 'doctor-1', pharmacyId: PHARMACY, at: MONDAY } as const;

/** Every fact with every member that it may have. */
const everything: readonly PrescriptionEvent[] = [
  {
    type: 'PrescriptionPreVerified',
    content: { ...content(repeating), choice: { by: 'named', pharmacyId: PHARMACY, near: { latitude: 36.66, longitude: 117.02 } } },
    at: MONDAY,
  },
  { type: 'PrescriptionPreVerified', content: { ...content(), channel: 'online' }, at: MONDAY },
  { type: 'PrescriptionReviewPassed', pharmacistId: 'pharmacist-1', findings: [...findings], at: MONDAY },
  { ...happened.rejected('warning'), findings: [...findings] } as PrescriptionEvent,
  happened.rejected('blocking'),
  { type: 'PrescriptionRevised', content: content(), at: MONDAY },
  { type: 'ReviewOverridden', reasonCode: 'known', at: MONDAY },
  { type: 'PrescriptionSigned', documentHash: HASH, prescriber: signed, pharmacist: signed, at: MONDAY },
  { type: 'PrescriptionSigned', documentHash: HASH, prescriber: signed, at: MONDAY },
  happened.activated,
  happened.claimed(),
  { type: 'ClaimRefused', fill: 1, offerId: OFFER, pharmacyId: PHARMACY, reason: 'already-claimed' },
  happened.released,
  { ...happened.approved, findings: [...findings] },
  { ...happened.suspended, findings: [...findings] },
  { type: 'PrescriptionConfirmed', confirmation: signed, at: MONDAY },
  happened.sold(),
  happened.dispensed(),
  happened.dispensed(false),
  { ...happened.completed, next },
  happened.completed,
  { type: 'FillOpened', at: MONDAY },
  { ...happened.cancelled, pharmacyId: PHARMACY },
  { type: 'PrescriptionCancelled', reason: 'died', at: MONDAY },
  happened.cancellationRequested,
  refusedCancellation,
  happened.expired,
  { type: 'PrescriptionSaleReversed', fill: 1, pharmacyId: PHARMACY, reason: 'uncollected', sales: [sale()], next, at: MONDAY },
];

describe('a fact of a prescription', () => {
  it.each(everything.map((event) => ({ type: event.type, event })))('is read back to the last member: $type', ({ event }) => {
    expect(PrescriptionEvent.parse(event)).toStrictEqual(event);
  });
  it('is of a kind, and has findings of a kind, that is declared', () => {
    expect(PrescriptionEvent.safeParse({ type: 'PrescriptionLost', at: MONDAY }).success).toBe(false);
    for (const finding of [{ source: 'rumour' }, { severity: 'terrible' }]) {
      const doubtful = { ...happened.approved, findings: [{ ...findings[0], ...finding }] };
      expect(PrescriptionEvent.safeParse(doubtful).success).toBe(false);
    }
    expect(PrescriptionEvent.safeParse({ ...happened.rejected('warning'), severity: 'terrible' }).success).toBe(false);
  });
});

describe('a history that no decision makes', () => {
  it.each<[string, PrescriptionEvent, readonly PrescriptionEvent[]]>([
    ['PrescriptionActivated in ABSENT', happened.activated, []],
    ['PrescriptionApproved in ACTIVE', happened.approved, until.active],
    ['PrescriptionApproved in APPROVED', happened.approved, until.approved],
    ['PrescriptionDispensed in CLAIMED', happened.dispensed(), until.claimed],
    ['CancellationRequested in ACTIVE', happened.cancellationRequested, until.active],
    ['CancellationRequested in DISPENSED', happened.cancellationRequested, until.dispensed],
    ['CancellationRefused in CLAIMED', refusedCancellation, until.claimed],
    ['CancellationRefused in SUSPENDED', refusedCancellation, until.suspended],
  ])('is not read: %s', (message, event, history) => {
    expect(() => evolve(given(...history).state, event)).toThrow(`${message}: no decision leads here`);
  });
  it('holds no facts and no wishes that were never declared', () => {
    expect(() => evolve(given(...until.active).state, { type: 'PrescriptionLost' } as never)).toThrow('unreachable: PrescriptionLost');
    expect(() => decide(given(...until.active).state, { type: 'LosePrescription' } as never)).toThrow('unreachable: LosePrescription');
    expect(() => evolveCode(freeTraceCode, { type: 'TraceCodeLost' } as never)).toThrow('unreachable: TraceCodeLost');
    expect(() => decideCode(freeTraceCode, { type: 'Lose' } as never)).toThrow('unreachable: Lose');
  });
});

describe('whose a prescription is', () => {
  const { state: claimed } = given(...until.claimed);
  const stateOf = (...history: readonly PrescriptionEvent[]) => {
    const state = history.reduce(evolve, initial);
    if (state.status === 'ABSENT') throw new Error('filed');
    return state;
  };
  const completed = [...until.dispensed, happened.completed];
  const returned: PrescriptionEvent = {
    type: 'PrescriptionSaleReversed',
    fill: 1,
    pharmacyId: PHARMACY,
    reason: 'uncollected',
    sales: [sale()],
    at: MONDAY,
  };

  it.each<[string, readonly PrescriptionEvent[], boolean]>([
    ['nobody’s while it is active', until.active, false],
    ['its holder’s once it is claimed', until.claimed, true],
    ['its holder’s once it is approved', until.approved, true],
    ['the doubter’s while it is suspended', until.suspended, true],
    ['the seller’s once it is dispensed', until.dispensed, true],
    ['the seller’s once it is completed', completed, true],
    ['the seller’s once its sale is reversed', [...until.dispensed, returned], true],
    ['nobody’s after its release', [...until.claimed, happened.released], false],
    ['nobody’s once it is cancelled', [...until.active, happened.cancelled], false],
    ['nobody’s once it is expired', [...until.active, happened.expired], false],
  ])('is %s', (_whose, history, isIts) => {
    const state = stateOf(...history);
    expect(pharmacyOf(state)).toBe(isIts ? PHARMACY : undefined);
    expect([isHolder(state, PHARMACY), isHolder(state, RIVAL)]).toEqual([isIts, false]);
  });
  it('stays visible to whoever supplied an earlier fill', () => {
    const second = stateOf(
      happened.preVerified(repeating),
      happened.passed,
      happened.signed,
      happened.activated,
      happened.claimed(),
      happened.approved,
      happened.sold(),
      happened.dispensed(),
      { ...happened.completed, next },
      { type: 'FillOpened', at: MONDAY },
      happened.claimed({ fill: 2, pharmacyId: RIVAL, offerId: OTHER_OFFER }),
    );
    expect(pharmacyOf(second)).toBe(RIVAL);
    expect([PHARMACY, RIVAL, HOSPITAL].map((agency) => isHolder(second, agency))).toEqual([true, true, false]);
    expect(second).toMatchObject({ holders: [PHARMACY, RIVAL], deadOffers: [OFFER] });
  });
  it('counts a holder once, however often it claims', () => {
    const again = stateOf(...until.claimed, happened.released, happened.claimed({ offerId: OTHER_OFFER }));
    expect(again).toMatchObject({ holders: [PHARMACY], deadOffers: [OFFER] });
    expect(claimed.status).toBe('CLAIMED');
  });
});

describe('an erasure', () => {
  const givenPatient = specificationOf({
    initial: { status: 'NEVER_ERASED' },
    decide: decidePatient,
    evolve: evolvePatient,
    event: PatientEvent,
  });
  const erase = (generation: number) => ({ type: 'ErasePatient', generation }) as const;
  const erased = (generation: number): PatientEvent => ({ type: 'PatientErased', generation });

  it('happens once for each key, and for a newer key again', () => {
    givenPatient().when(erase(1)).then(erased(1));
    givenPatient(erased(2)).when(erase(2)).then();
    givenPatient(erased(2)).when(erase(1)).then();
    givenPatient(erased(2)).when(erase(3)).then(erased(3));
    expect(givenPatient(erased(1), erased(3)).state).toEqual({ status: 'ERASED', generation: 3 });
  });
  it('names a key: they count from 1', () => {
    expect([0, 1, 1.5].map((generation) => PatientEvent.safeParse(erased(generation)).success)).toEqual([false, true, false]);
  });
});

describe('a fact of a pack', () => {
  const holder = Holder.parse({ prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz', fill: 1, pharmacyId: PHARMACY });
  it.each<TraceCodeEvent>([
    { type: 'TraceCodeReserved', ...holder, reservationId: 'r1', until: MONDAY },
    { type: 'TraceCodeReleased', ...holder, reservationId: 'r1' },
    { type: 'TraceCodeReservationLapsed', ...holder },
    { type: 'TraceCodeSold', ...holder },
    { type: 'TraceCodeFreed', ...holder },
    { type: 'TraceCodeSaleVoided', ...holder },
  ])('is read back to the last member: $type', (event) => {
    expect(TraceCodeEvent.parse(event)).toStrictEqual(event);
  });
});
