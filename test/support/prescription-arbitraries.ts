import fc from 'fast-check';
import type { PatientIdentity } from '../../functions/prescriptions/contract/patient.ts';
import type { PrescriptionDocument } from '../../functions/prescriptions/domain/document.ts';

const text = (max: number) => fc.string({ minLength: 1, maxLength: max, unit: fc.constantFrom(...'abz09 -./;张秀€🙂') });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const time = fc
  .tuple(
    fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
    fc.constantFrom('Z', '+08:00', '-03:30'),
  )
  .map(([date, zone]) => date.toISOString().replace('Z', zone));
const drugCode = fc.string({ minLength: 4, maxLength: 40, unit: fc.constantFrom(...'AXZT09.') }).filter((code) => !code.startsWith('.'));

const lineOf = fc.record({
  drugCode,
  quantity: fc.integer({ min: 1, max: 10_000 }),
  supplyDays: fc.integer({ min: 1, max: 366 }),
  dose: fc.oneof(text(40), fc.constantFrom('5 mg', '0.5 g', '05 mg', '5.0 mg', '1e3 mg', 'as-directed')),
  route: fc.oneof(text(40), fc.constant('as-directed')),
  frequency: fc.oneof(text(40), fc.constant('as-directed')),
  note: maybe(text(200)),
});

/** Any document that the JSON form takes, as the mapping sees it: without members that are undefined. */
export const anyDocument: fc.Arbitrary<PrescriptionDocument> = fc
  .record({
    hospitalRxNumber: text(30),
    channel: fc.constantFrom('in-person', 'online'),
    onlineAuthNumber: maybe(text(40)),
    prescribedAt: time,
    validDays: fc.integer({ min: 1, max: 366 }),
    prescriberId: text(64),
    delegateIds: maybe(fc.array(text(64), { minLength: 1, maxLength: 10 })),
    isFirstVisit: fc.boolean(),
    followUpEvidence: maybe(text(200)),
    insuredRegion: maybe(fc.string({ minLength: 6, maxLength: 6, unit: fc.constantFrom(...'0123456789') })),
    patient: fc.record({
      ageYears: fc.integer({ min: 0, max: 130 }),
      sex: fc.constantFrom('male', 'female', 'unknown'),
      weightKg: maybe(fc.double({ min: 0.1, max: 500, noNaN: true })),
      pregnancyWeeks: maybe(fc.integer({ min: 0, max: 45 })),
      isBreastfeeding: maybe(fc.boolean()),
      allergies: maybe(fc.array(text(100), { minLength: 1, maxLength: 20 })),
    }),
    isGuardianPresent: maybe(fc.boolean()),
    diagnoses: fc.uniqueArray(fc.record({ code: text(20), name: text(200) }), {
      minLength: 1,
      maxLength: 10,
      selector: ({ code }) => code,
    }),
    supply: fc.record({
      basis: fc.constantFrom('ordinary', 'emergency', 'chronic', 'long-term'),
      reason: maybe(text(500)),
      consent: maybe(fc.record({ reference: text(64), signedAt: time })),
    }),
    repeat: maybe(fc.record({ fillsMax: fc.integer({ min: 2, max: 99 }), minIntervalDays: fc.integer({ min: 1, max: 366 }) })),
    herbal: maybe(fc.record({ doses: fc.integer({ min: 1, max: 100 }), usage: text(200), instructions: maybe(text(500)) })),
    lines: fc.array(lineOf, { minLength: 1, maxLength: 5 }),
  })
  .map((document) => JSON.parse(JSON.stringify(document)));

export const anyPatient: fc.Arbitrary<PatientIdentity> = fc
  .record({
    name: text(100).filter((name) => name.trim() === name && name.trim() !== ''),
    idNumber: fc.string({ minLength: 6, maxLength: 20, unit: fc.constantFrom(...'0123456789AXZ') }),
    phone: fc.string({ minLength: 5, maxLength: 15, unit: fc.constantFrom(...'0123456789') }),
    address: maybe(text(300).filter((address) => address.trim() === address && address.trim() !== '')),
  })
  .map((patient) => JSON.parse(JSON.stringify(patient)));
