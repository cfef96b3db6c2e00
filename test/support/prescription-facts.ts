import type { Drug } from '../../events/directory.ts';
import type { Practitioner } from '../../events/partners.ts';
import { AgencyId, OfferId, PatientToken } from '../../events/vocabulary/ids.ts';
import { type Content, contentOf, type Filing } from '../../functions/prescriptions/domain/content.ts';
import type { PrescriptionDocument } from '../../functions/prescriptions/domain/document.ts';
import type { Counter } from '../../functions/prescriptions/domain/goods.ts';
import { PrescriptionRules } from '../../functions/prescriptions/domain/policy.ts';
import type { Sale } from '../../functions/prescriptions/domain/sale.ts';
import type { SignatureFact } from '../../functions/prescriptions/domain/signing.ts';
import type { Verification } from '../../functions/prescriptions/domain/verification.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { addMs, DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS } from '../../shared/kernel/time.ts';
import { pharmacy } from './routing.ts';
import { MONDAY } from './virtual-clock.ts';

export const HOSPITAL = AgencyId.parse('ag_hospital1');
export const PHARMACY = AgencyId.parse('ag_pharmacy1');
export const RIVAL = AgencyId.parse('ag_pharmacy2');
export const PATIENT = PatientToken.parse('pt_8fN3kQw2ZrT6yUb1XcVm5LhJ');
export const OFFER = OfferId.parse('ofr_first000001');
export const OTHER_OFFER = OfferId.parse('ofr_second00001');
export const HASH = 'a'.repeat(64);

export const rules: PrescriptionRules = PrescriptionRules.parse(jinan.policies['prescriptions']?.[0]?.rules);

/** Minutes after the start, at which everything here happens. */
export const minutesLater = (minutes: number): Instant => addMs(MONDAY, minutes * MINUTE_MS);
export const VALID_UNTIL = addMs(MONDAY, 3 * DAY_MS);
export const LEASE_ENDS = addMs(MONDAY, 2 * HOUR_MS);

const licence = { number: '110', validFrom: instant('2020-01-01T00:00:00Z'), validUntil: instant('2030-01-01T00:00:00Z') };
export const practitioner = (practitionerId: string, over: Partial<Practitioner> = {}): Practitioner => ({
  practitionerId,
  kind: practitionerId.startsWith('doctor') ? 'doctor' : 'pharmacist',
  licence,
  independentSince: instant('2015-01-01T00:00:00Z'),
  isPaediatric: false,
  publicKey: '',
  ...over,
});
export const lapsedLicence = { licence: { ...licence, validUntil: MONDAY } };
export const person = (practitionerId: string, over: Partial<Practitioner> = {}) => ({
  practitionerId,
  practitioner: practitioner(practitionerId, over),
});

export const drug = (drugCode: string, over: Partial<Drug> = {}): Drug => ({
  drugCode,
  genericName: '药',
  englishName: 'drug',
  form: '片剂',
  specification: '5 mg × 7',
  unit: '盒',
  kind: 'western',
  controlClass: 'ordinary',
  listClass: 'A',
  storage: 'ambient',
  isAntimicrobial: false,
  isRestrictedUse: false,
  priceCapFen: 10_000,
  ...over,
});

export const line = (
  drugCode: string,
  over: Partial<PrescriptionDocument['lines'][number]> = {},
): PrescriptionDocument['lines'][number] => ({
  drugCode,
  quantity: 2,
  supplyDays: 7,
  dose: '5 mg',
  route: 'oral',
  frequency: 'qd',
  ...over,
});

export const document = (over: Partial<PrescriptionDocument> = {}): PrescriptionDocument => ({
  hospitalRxNumber: 'RX-1',
  channel: 'in-person',
  prescribedAt: MONDAY,
  validDays: 3,
  prescriberId: 'doctor-1',
  delegateIds: ['doctor-2'],
  isFirstVisit: false,
  insuredRegion: '370102',
  patient: { ageYears: 61, sex: 'female' },
  diagnoses: [{ code: 'I10.x00', name: '原发性高血压' }],
  supply: { basis: 'ordinary' },
  lines: [line('XC08CAA001'), line('XA10BAD046', { quantity: 1 })],
  ...over,
});

/** A document with its facts; `drugs` overrides what the catalogue says of every drug. */
export const verification = (
  over: Partial<PrescriptionDocument> = {},
  { drugs = {}, ...facts }: Partial<Omit<Verification, 'document' | 'drugs'>> & { readonly drugs?: Partial<Drug> } = {},
): Verification => {
  const written = document(over);
  return {
    document: written,
    drugs: written.lines.map(({ drugCode }) => drug(drugCode, drugs)),
    prescriber: practitioner(written.prescriberId),
    rules,
    at: MONDAY,
    ...facts,
  };
};

export const filing = (over: Partial<Filing> = {}): Filing => ({
  hospitalId: HOSPITAL,
  patientToken: PATIENT,
  documentHash: HASH,
  policyVersion: 'prescriptions-2026-01',
  ...over,
});

export const content = (over: Partial<PrescriptionDocument> = {}): Content => contentOf(verification(over), filing(), 1);

/** Three fills, four weeks each. */
export const repeating: Partial<PrescriptionDocument> = {
  validDays: 90,
  supply: { basis: 'long-term', reason: 'stable', consent: { reference: 'C-1', signedAt: MONDAY } },
  repeat: { fillsMax: 3, minIntervalDays: 21 },
  lines: [line('XC08CAA001', { supplyDays: 28 })],
};

export const signature = (practitionerId: string, over: Partial<SignatureFact> = {}): SignatureFact => ({
  ...person(practitionerId),
  signedAt: MONDAY,
  signature: 'sig',
  documentHash: HASH,
  isGenuine: true,
  ...over,
});

export const sale = (over: Partial<Sale> = {}): Sale => {
  const lines = over.lines ?? [saleLine(1, 2), saleLine(2, 1)];
  const paidFen = lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);
  return { dispenserId: 'staff-1', checkerId: 'pharmacist-3', lines, payment: { payMode: 1, receiptNumber: 'R-1', paidFen }, ...over };
};

export const saleLine = (lineNumber: number, quantity: number, over: Partial<Sale['lines'][number]> = {}): Sale['lines'][number] => ({
  line: lineNumber,
  quantity,
  unitPriceFen: 1000,
  traceCodes: Array.from({ length: quantity }, (_none, index) => `8100000${lineNumber}${index}`),
  lotNumber: 'L-1',
  expiresOn: '2026-03-02',
  ...over,
});

/** What the counter knows: a pharmacy that may, and drugs that are listed as they were. */
export const counter = (over: Partial<Counter> = {}): Counter => ({
  drugs: document().lines.map(({ drugCode }) => drug(drugCode)),
  pharmacy: pharmacy(1, { licence: { ...pharmacy(1).licence, kinds: ['western', 'chinese-patent', 'herbal-piece'] } }),
  rules,
  ...over,
});
