import type { OfferId } from '../../events/vocabulary/ids.ts';
import type { PrescriptionCommand } from '../../functions/prescriptions/domain/commands.ts';
import { decide } from '../../functions/prescriptions/domain/decide.ts';
import type { PrescriptionRefusal } from '../../functions/prescriptions/domain/decision.ts';
import type { PrescriptionDocument } from '../../functions/prescriptions/domain/document.ts';
import { PrescriptionEvent } from '../../functions/prescriptions/domain/events.ts';
import { evolve } from '../../functions/prescriptions/domain/evolve.ts';
import type { Prescription } from '../../functions/prescriptions/domain/prescription.ts';
import { DAY_MS, type Instant } from '../../shared/kernel/time.ts';
import { specificationOf } from './given.ts';
import {
  counter,
  filing,
  LEASE_ENDS,
  OFFER,
  PHARMACY,
  person,
  practitioner,
  rules,
  sale,
  signature,
  verification,
} from './prescription-facts.ts';
import { MONDAY } from './virtual-clock.ts';

type CommandOf<Type extends PrescriptionCommand['type']> = Extract<PrescriptionCommand, { type: Type }>;
type Over<Type extends PrescriptionCommand['type']> = Partial<Omit<CommandOf<Type>, 'type'>>;

/** Each command as it succeeds; a test overrides what it is about. */
export const command = {
  submit: (over: Partial<PrescriptionDocument> = {}, facts: Parameters<typeof verification>[1] = {}): CommandOf<'SubmitPrescription'> => ({
    type: 'SubmitPrescription',
    verification: verification(over, facts),
    filing: filing(),
  }),
  revise: (over: Over<'RevisePrescription'> = {}): CommandOf<'RevisePrescription'> => ({
    type: 'RevisePrescription',
    verification: verification(),
    filing: filing(),
    ...over,
  }),
  review: (over: Over<'ReviewPrescription'> = {}): CommandOf<'ReviewPrescription'> => ({
    type: 'ReviewPrescription',
    pharmacist: person('pharmacist-1'),
    outcome: { kind: 'passed' },
    findings: [],
    at: MONDAY,
    ...over,
  }),
  sign: (over: Over<'SignPrescription'> = {}): CommandOf<'SignPrescription'> => ({
    type: 'SignPrescription',
    prescriber: signature('doctor-1'),
    pharmacist: signature('pharmacist-1'),
    rules,
    at: MONDAY,
    ...over,
  }),
  activate: (at = MONDAY): CommandOf<'ActivatePrescription'> => ({ type: 'ActivatePrescription', at }),
  cancel: (over: Over<'CancelPrescription'> = {}): CommandOf<'CancelPrescription'> => ({
    type: 'CancelPrescription',
    doctor: person('doctor-1'),
    reason: 'mistake',
    at: MONDAY,
    ...over,
  }),
  confirm: (over: Over<'ConfirmPrescription'> = {}): CommandOf<'ConfirmPrescription'> => ({
    type: 'ConfirmPrescription',
    confirmation: signature('doctor-1'),
    rules,
    at: MONDAY,
    ...over,
  }),
  claim: (over: Over<'ClaimPrescription'> = {}): CommandOf<'ClaimPrescription'> => ({
    type: 'ClaimPrescription',
    offerId: OFFER,
    pharmacyId: PHARMACY,
    fill: 1,
    leaseEndsAt: LEASE_ENDS,
    leaseMaxMs: DAY_MS,
    isEligible: true,
    at: MONDAY,
    ...over,
  }),
  approve: (over: Over<'ApprovePrescription'> = {}): CommandOf<'ApprovePrescription'> => ({
    type: 'ApprovePrescription',
    offerId: OFFER,
    pharmacist: person('pharmacist-2'),
    opinionCode: 'fit',
    findings: [],
    at: MONDAY,
    ...over,
  }),
  doubt: (over: Over<'DoubtPrescription'> = {}): CommandOf<'DoubtPrescription'> => ({
    type: 'DoubtPrescription',
    offerId: OFFER,
    pharmacist: person('pharmacist-2'),
    reasonCode: 'dose-too-high',
    findings: [],
    at: MONDAY,
    ...over,
  }),
  release: (over: Over<'ReleasePrescription'> = {}): CommandOf<'ReleasePrescription'> => ({
    type: 'ReleasePrescription',
    offerId: OFFER,
    reason: 'out-of-stock',
    at: MONDAY,
    ...over,
  }),
  dispense: (over: Over<'DispensePrescription'> = {}): CommandOf<'DispensePrescription'> => ({
    type: 'DispensePrescription',
    offerId: OFFER,
    sale: sale(),
    checker: person('pharmacist-3'),
    prescriber: practitioner('doctor-1'),
    counter: counter(),
    isFinal: false,
    today: '2026-03-02',
    at: MONDAY,
    ...over,
  }),
  reverse: (over: Over<'ReverseSale'> = {}): CommandOf<'ReverseSale'> => ({
    type: 'ReverseSale',
    offerId: OFFER,
    reason: 'uncollected',
    at: MONDAY,
    ...over,
  }),
  complete: (over: Over<'CompleteFill'> = {}): CommandOf<'CompleteFill'> => ({
    type: 'CompleteFill',
    fill: 1,
    pharmacyId: PHARMACY,
    at: MONDAY,
    ...over,
  }),
  lapse: (at: Instant, offerId: OfferId = OFFER): CommandOf<'LapseClaim'> => ({ type: 'LapseClaim', offerId, at }),
  expire: (at: Instant): CommandOf<'ExpirePrescription'> => ({ type: 'ExpirePrescription', at }),
  openNext: (at: Instant, fill = 2): CommandOf<'OpenNextFill'> => ({ type: 'OpenNextFill', fill, at }),
};

export const initial: Prescription = { status: 'ABSENT' };

export const given = specificationOf<Prescription, PrescriptionCommand, PrescriptionEvent, PrescriptionRefusal>({
  initial,
  decide,
  evolve,
  event: PrescriptionEvent,
});
