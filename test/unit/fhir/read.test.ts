import type { MedicationRequest } from 'fhir/r4.js';
import { describe, expect, it } from 'vitest';
import { FhirBundle } from '../../../functions/prescriptions/fhir/bundle.ts';
import { readFhir } from '../../../functions/prescriptions/fhir/read/read-fhir.ts';
import { basis, bundle, ownParts, patient, people, practitioner, request } from '../../support/fhir-messages.ts';
import { rules } from '../../support/prescription-facts.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const anywhere = { ...rules, fhir: { drugSystems: [], patientSystems: [] } };
const read = (message: object, region = rules) => {
  const said = readFhir(FhirBundle.parse(JSON.parse(JSON.stringify(message))), region);
  if (!said.ok) return said.refusal;
  return said.value.kind === 'order' ? said.value.body : said.value;
};
const one = (over: Partial<MedicationRequest> | object) => bundle({}, [request('XC08CAA001', over)]);
const dispense = (over: object) =>
  one({ dispenseRequest: { quantity: { value: 2 }, expectedSupplyDuration: { value: 7, code: 'd' }, ...over } });
const dosage = (...dosageInstruction: object[]) => one({ dosageInstruction });
const someone = (over: object) => ({
  ...bundle(),
  entry: [...bundle().entry.slice(0, 2), { fullUrl: 'urn:uuid:patient', resource: { ...patient, ...over } }, people[1]],
});
const lines = (over: object) => ({ prescription: { lines: [over] } });
const LINE = 'body/entry/0/resource';

describe('an element and what it becomes', () => {
  it.each([
    ['groupIdentifier', one({}), { prescription: { hospitalRxNumber: 'RX-F1' } }],
    [
      'identifier of the only line',
      one({ groupIdentifier: undefined, identifier: [{ value: 'ITEM-1' }] }),
      { prescription: { hospitalRxNumber: 'ITEM-1' } },
    ],
    [
      'identifier of the Bundle',
      { ...one({ groupIdentifier: undefined }), identifier: { value: '160.000.1' } },
      { prescription: { hospitalRxNumber: '160.000.1' } },
    ],
    ['authoredOn', one({ authoredOn: '2026-03-02T09:59:00+08:00' }), { prescription: { prescribedAt: '2026-03-02T09:59:00+08:00' } }],
    ['authoredOn as a day', one({ authoredOn: '2026-03-02' }), { prescription: { prescribedAt: '2026-03-02T00:00:00+08:00' } }],
    [
      'timestamp of that day',
      { ...one({ authoredOn: '2026-03-02' }), timestamp: '2026-03-02T09:30:00+08:00' },
      { prescription: { prescribedAt: '2026-03-02T09:30:00+08:00' } },
    ],
    ['validityPeriod', one({}), { prescription: { validDays: 3 } }],
    [
      'validityPeriod by days',
      dispense({ validityPeriod: { start: '2026-03-02', end: '2026-03-03' } }),
      { prescription: { validDays: 1 } },
    ],
    ['no validityPeriod: the day of writing', dispense({}), { prescription: { validDays: 1 } }],
    ['weeks', dispense({ expectedSupplyDuration: { value: 1, unit: 'weeks' } }), lines({ supplyDays: 7 })],
    [
      'boundsDuration',
      one({
        dispenseRequest: { quantity: { value: 2 } },
        dosageInstruction: [{ text: 'x', timing: { repeat: { boundsDuration: { value: 5, code: 'd' } } } }],
      }),
      lines({ supplyDays: 5 }),
    ],
    [
      'boundsPeriod',
      one({
        dispenseRequest: { quantity: { value: 2 } },
        dosageInstruction: [{ text: 'x', timing: { repeat: { boundsPeriod: { start: '2026-03-02', end: '2026-03-06' } } } }],
      }),
      lines({ supplyDays: 5 }),
    ],
    ['acute', one({ courseOfTherapyType: { coding: [{ code: 'acute' }] } }), { prescription: { supply: { basis: 'ordinary' } } }],
    [
      'continuous',
      one({ courseOfTherapyType: { coding: [{ code: 'continuous' }] } }),
      { prescription: { supply: { basis: 'long-term' } } },
    ],
    ['our own basis', one({ courseOfTherapyType: basis('chronic') }), { prescription: { supply: { basis: 'chronic' } } }],
    [
      'numberOfRepeatsAllowed',
      dispense({ numberOfRepeatsAllowed: 2, dispenseInterval: { value: 3, code: 'wk' } }),
      { prescription: { repeat: { fillsMax: 3, minIntervalDays: 21 }, supply: { basis: 'long-term' } } },
    ],
    [
      'repeats without an interval',
      dispense({ numberOfRepeatsAllowed: 1 }),
      { prescription: { repeat: { fillsMax: 2, minIntervalDays: 7 } } },
    ],
    [
      'an instance of a repeat',
      one({ intent: 'instance-order', basedOn: [{ identifier: { value: 'ITEM-0' } }] }),
      { prescription: { hospitalRxNumber: 'RX-F1' } },
    ],
    [
      'dose in parts',
      dosage({ doseAndRate: [{ doseQuantity: { value: 0.5, unit: 'g' } }] }),
      lines({ dose: '0.5 g', route: 'as-directed' }),
    ],
    [
      'dose as a range',
      dosage({ doseAndRate: [{ doseRange: { low: { value: 1, unit: 'tab' }, high: { value: 2, unit: 'tab' } } }] }),
      lines({ dose: '1 tab - 2 tab' }),
    ],
    ['timing abbreviation', dosage({ timing: { code: { coding: [{ code: 'BID' }] } } }), lines({ frequency: 'bid' })],
    ['times per day', dosage({ timing: { repeat: { frequency: 3, period: 1, periodUnit: 'd' } } }), lines({ frequency: 'tid' })],
    ['every six hours', dosage({ timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } } }), lines({ frequency: 'q6h' })],
    [
      'times of no abbreviation',
      dosage({ timing: { repeat: { frequency: 2, frequencyMax: 3, period: 1, periodUnit: 'wk', when: ['HS'] } } }),
      lines({ frequency: '2-3 per 1 wk HS' }),
    ],
    [
      'as needed',
      dosage({ timing: { code: { text: 'qd' } }, asNeededCodeableConcept: { text: 'for pain' } }),
      lines({ frequency: 'qd prn', note: 'for pain' }),
    ],
    [
      'dosage in words',
      dosage({ text: '1-0-1-0' }),
      lines({ dose: 'as-directed', route: 'as-directed', frequency: 'as-directed', note: '1-0-1-0' }),
    ],
    [
      'every word beside the parts',
      one({
        note: [{ text: 'after meals' }],
        dosageInstruction: [{ text: 'one daily', patientInstruction: 'with water', additionalInstruction: [{ text: 'not with milk' }] }],
      }),
      lines({ note: 'after meals; one daily; with water; not with milk' }),
    ],
    [
      'several dosages',
      dosage({ text: 'morning one' }, { route: { text: 'oral' }, timing: { code: { text: 'hs' } } }),
      lines({ dose: 'as-directed', note: 'morning one; oral hs' }),
    ],
    [
      'encounter online',
      {
        ...one({ encounter: { reference: 'Encounter/1' } }),
        entry: [
          ...one({ encounter: { reference: 'Encounter/1' } }).entry,
          { resource: { resourceType: 'Encounter', id: '1', status: 'finished', class: { code: 'VR' } } },
        ],
      },
      { prescription: { channel: 'online' } },
    ],
    [
      'our own parts',
      one({ extension: ownParts({ url: 'isFirstVisit', valueBoolean: false }, { url: 'delegateId', valueString: 'doctor-2' }) }),
      { prescription: { isFirstVisit: false, delegateIds: ['doctor-2'] } },
    ],
    ['nobody says it is a later visit', one({}), { prescription: { isFirstVisit: true } }],
    ['age on the day of prescribing', someone({ birthDate: '1965-03-03' }), { prescription: { patient: { ageYears: 60 } } }],
    ['age on the birthday', someone({ birthDate: '1965-03-02' }), { prescription: { patient: { ageYears: 61 } } }],
    ['age by the year', someone({ birthDate: '1965' }), { prescription: { patient: { ageYears: 61 } } }],
    ['a gender that the model lacks', someone({ gender: 'other' }), { prescription: { patient: { sex: 'unknown' } } }],
    ['a Chinese name', one({}), { patient: { name: '张秀英' } }],
    [
      'a western name',
      someone({
        name: [
          { use: 'nickname', text: 'Jo' },
          { use: 'usual', family: 'Doe', given: ['Jo', 'Ann'] },
        ],
      }),
      { patient: { name: 'Jo Ann Doe' } },
    ],
    [
      'a phone with brackets',
      someone({
        telecom: [
          { system: 'email', value: 'x@example.com' },
          { system: 'phone', value: '(0531) 555.6473' },
        ],
      }),
      { patient: { phone: '0531 5556473' } },
    ],
    ['an address in lines', someone({ address: [{ line: ['示例路 1 号'], city: '济南' }] }), { patient: { address: '示例路 1 号, 济南' } }],
    [
      'the pharmacy named',
      dispense({ performer: { identifier: { system: 'urn:sanlian:fhir:id:agency', value: 'ag_pharmacy1' } } }),
      { choice: { by: 'named', pharmacyId: 'ag_pharmacy1' } },
    ],
  ])('%s', (_what, message, expected) => {
    expect(read(message)).toMatchObject(expected);
  });

  it('takes the earliest writing and the earliest end of the lines', () => {
    const later = request('XA10BAD046', {
      authoredOn: '2026-03-02T03:00:00Z',
      dispenseRequest: {
        validityPeriod: { end: '2026-03-04T02:00:00Z' },
        quantity: { value: 1 },
        expectedSupplyDuration: { value: 7, code: 'd' },
      },
    });
    expect(read(bundle({}, [request('XC08CAA001'), later]))).toMatchObject({ prescription: { prescribedAt: MONDAY, validDays: 2 } });
  });

  it('names a diagnosis once, though every line has it', () => {
    expect(read(bundle())).toMatchObject({ prescription: { diagnoses: [{ code: 'I10.x00', name: '原发性高血压' }] } });
  });
});

describe('how one resource refers to another', () => {
  const referring = (subject: string, entry: readonly object[], over: object = {}) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        fullUrl: 'https://example.org/fhir/MedicationRequest/1',
        resource: request('XC08CAA001', { subject: { reference: subject }, requester: { identifier: { value: 'doctor-1' } }, ...over }),
      },
      ...entry,
    ],
  });
  it.each([
    ['#p', referring('#p', [], { contained: [{ ...patient, id: 'p' }] })],
    ['urn:uuid:1', referring('urn:uuid:1', [{ fullUrl: 'urn:uuid:1', resource: patient }])],
    ['urn:oid:1.2', referring('urn:oid:1.2', [{ fullUrl: 'urn:oid:1.2', resource: patient }])],
    [
      'https://example.org/fhir/Patient/1',
      referring('https://example.org/fhir/Patient/1', [{ fullUrl: 'https://example.org/fhir/Patient/1', resource: patient }]),
    ],
    ['Patient/1 by address', referring('Patient/1', [{ fullUrl: 'https://example.org/fhir/Patient/1', resource: patient }])],
    ['Patient/1 by id', referring('Patient/1', [{ resource: { ...patient, id: '1' } }])],
    ['Patient/1/_history/2', referring('Patient/1/_history/2', [{ resource: { ...patient, id: '1' } }])],
  ])('%s is followed', (_reference, message) => {
    expect(read(message)).toMatchObject({ patient: { name: '张秀英' } });
  });

  it.each([
    ['#nobody', referring('#nobody', [])],
    ['#p of another resource', referring('#p', [{ resource: { resourceType: 'Group', contained: [{ ...patient, id: 'p' }] } }])],
    ['urn:uuid:2', referring('urn:uuid:2', [{ fullUrl: 'urn:uuid:1', resource: patient }])],
    ['Patient/2', referring('Patient/2', [{ resource: { ...patient, id: '1' } }])],
    [
      'two under one fullUrl',
      referring('urn:uuid:1', [
        { fullUrl: 'urn:uuid:1', resource: patient },
        { fullUrl: 'urn:uuid:1', resource: patient },
      ]),
    ],
    ['something of another type', referring('urn:uuid:1', [{ fullUrl: 'urn:uuid:1', resource: practitioner }])],
    ['itself', referring('#', [])],
  ])('%s leads nowhere', (_reference, message) => {
    expect(read(message)).toMatchObject({
      code: 'reference-unresolved',
      errors: [{ pointer: '/body/entry/0/resource/subject/reference' }],
    });
  });

  it('goes through a role to a person, and through a medication to its code', () => {
    const entry = [
      { fullUrl: 'urn:uuid:role', resource: { resourceType: 'PractitionerRole', practitioner: { reference: 'urn:uuid:doctor' } } },
      {
        fullUrl: 'urn:uuid:m',
        resource: { resourceType: 'Medication', code: { coding: [{ system: rules.fhir.drugSystems[0], code: 'XC08CAA001' }] } },
      },
    ];
    const message = one({
      requester: { reference: 'urn:uuid:role' },
      medicationCodeableConcept: undefined,
      medicationReference: { reference: 'urn:uuid:m' },
    });
    expect(read({ ...message, entry: [...message.entry, ...entry] })).toMatchObject({
      prescription: { prescriberId: 'doctor-1', lines: [{ drugCode: 'XC08CAA001' }] },
    });
  });
});

describe('an element that is refused', () => {
  it.each([
    [
      'a modifier that nobody explained',
      one({ modifierExtension: [{ url: 'urn:example:not', valueBoolean: true }] }),
      'element-unsupported',
      `${LINE}/modifierExtension`,
    ],
    ['rules that nobody knows', one({ implicitRules: 'urn:example:rules' }), 'element-unsupported', `${LINE}/implicitRules`],
    ['an order not to', one({ doNotPerform: true }), 'element-unsupported', `${LINE}/doNotPerform`],
    ['a proposal', one({ intent: 'proposal' }), 'element-unsupported', `${LINE}/intent`],
    ['a draft', one({ status: 'draft' }), 'element-unsupported', `${LINE}/status`],
    ['a part of a box', dispense({ quantity: { value: 1.5 } }), 'element-unsupported', `${LINE}/dispenseRequest/quantity/value`],
    ['too many boxes', dispense({ quantity: { value: 10_001 } }), 'element-unsupported', `${LINE}/dispenseRequest/quantity/value`],
    [
      'months',
      dispense({ expectedSupplyDuration: { value: 1, code: 'mo' } }),
      'element-unsupported',
      `${LINE}/dispenseRequest/expectedSupplyDuration/value`,
    ],
    [
      'half a day',
      dispense({ expectedSupplyDuration: { value: 12, code: 'h' } }),
      'element-unsupported',
      `${LINE}/dispenseRequest/expectedSupplyDuration/value`,
    ],
    [
      'a validity of hours',
      dispense({ validityPeriod: { end: '2026-03-02T08:00:00Z' } }),
      'element-unsupported',
      `${LINE}/dispenseRequest/validityPeriod/end`,
    ],
    [
      'a validity from tomorrow',
      dispense({ validityPeriod: { start: '2026-03-04' } }),
      'element-unsupported',
      `${LINE}/dispenseRequest/validityPeriod/start`,
    ],
    [
      'a number longer than the insurer’s',
      one({ groupIdentifier: { value: '9cabf097-2930-45b6-9db5-b011c3e8182d' } }),
      'element-unsupported',
      `${LINE}/groupIdentifier/value`,
    ],
    [
      'an infusion rate',
      dosage({ doseAndRate: [{ rateQuantity: { value: 5, unit: 'ml/h' } }] }),
      'element-unsupported',
      `${LINE}/dosageInstruction/0/doseAndRate/0/rateQuantity`,
    ],
    [
      'a course that nobody knows',
      one({ courseOfTherapyType: { text: 'sometimes' } }),
      'element-unsupported',
      `${LINE}/courseOfTherapyType`,
    ],
    ['more words than a note has', dosage({ text: 'x'.repeat(201) }), 'element-unsupported', `${LINE}/dosageInstruction/0/text`],
    ['no diagnosis', one({ reasonCode: undefined }), 'request-invalid', `${LINE}/reasonCode/0/coding/0/code`],
    ['no quantity', dispense({ quantity: undefined }), 'request-invalid', `${LINE}/dispenseRequest/quantity/value`],
    [
      'no duration',
      dispense({ expectedSupplyDuration: undefined }),
      'request-invalid',
      `${LINE}/dispenseRequest/expectedSupplyDuration/value`,
    ],
    ['no dosage', one({ dosageInstruction: undefined }), 'request-invalid', `${LINE}/dosageInstruction/0/text`],
    ['no drug', one({ medicationCodeableConcept: undefined }), 'request-invalid', `${LINE}/medicationCodeableConcept/coding/0/code`],
    ['no number', one({ groupIdentifier: undefined }), 'request-invalid', `${LINE}/groupIdentifier/value`],
    ['no prescriber', one({ requester: undefined }), 'request-invalid', `${LINE}/requester`],
    [
      'no time',
      one({ authoredOn: undefined, dispenseRequest: { quantity: { value: 1 }, expectedSupplyDuration: { value: 7, code: 'd' } } }),
      'request-invalid',
      `${LINE}/authoredOn`,
    ],
    ['a status that is a number', one({ status: 1 }), 'request-invalid', `${LINE}/status`],
    ['an empty text', one({ intent: '' }), 'request-invalid', `${LINE}/intent`],
    ['no phone', someone({ telecom: undefined }), 'request-invalid', 'body/entry/2/resource/telecom/0'],
    ['no birth date', someone({ birthDate: undefined }), 'request-invalid', 'body/entry/2/resource/birthDate'],
    ['a birth date of words', someone({ birthDate: 'once' }), 'request-invalid', 'body/entry/2/resource/birthDate'],
    [
      'a person of another register',
      someone({ identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990548609' }] }),
      'code-system-unsupported',
      'body/entry/2/resource/identifier',
    ],
    ['no request', { ...bundle(), entry: people }, 'request-invalid', 'body/entry'],
  ])('%s', (_what, message, code, pointer) => {
    expect(read(message)).toMatchObject({ code, errors: [{ pointer: `/${pointer}` }] });
  });

  it.each([
    ['two prescriptions', { groupIdentifier: { value: 'RX-F2' } }, 'groupIdentifier/value'],
    ['two prescribers', { requester: { identifier: { value: 'doctor-2' } } }, 'requester/identifier/value'],
    ['two bases', { courseOfTherapyType: basis('emergency') }, 'courseOfTherapyType'],
  ])('%s in one message', (_what, over, element) => {
    const first = { courseOfTherapyType: basis('ordinary') };
    expect(read(bundle({}, [request('XC08CAA001', first), request('XA10BAD046', over)]))).toMatchObject({
      code: 'element-unsupported',
      errors: [{ pointer: `/body/entry/1/resource/${element}`, code: 'not-supported' }],
    });
  });
});

describe('a code system', () => {
  const snomed = one({ medicationCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '322237000' }] } });
  it('of another country is refused by a region that has its own, which says what it wanted', () => {
    expect(read(snomed)).toMatchObject({
      code: 'code-system-unsupported',
      errors: [{ pointer: `/${LINE}/medicationCodeableConcept/coding` }],
      wanted: ['urn:sanlian:cn:nhsa-drug-code'],
    });
  });
  it('may be any where the region says so', () => {
    expect(read(snomed, anywhere)).toMatchObject(lines({ drugCode: '322237000' }));
  });
  it('is chosen among several', () => {
    const coding = [
      { system: 'http://snomed.info/sct', code: '322237000' },
      { system: rules.fhir.drugSystems[0], code: 'XC08CAA001' },
    ];
    expect(read(one({ medicationCodeableConcept: { coding } }))).toMatchObject(lines({ drugCode: 'XC08CAA001' }));
  });
});
