import type { MedicationRequest } from 'fhir/r4.js';
import { describe, expect, it } from 'vitest';
import { FhirBundle } from '../../../functions/prescriptions/fhir/bundle.ts';
import { readFhir } from '../../../functions/prescriptions/fhir/read/read-fhir.ts';
import { bundle, cancellation, ID_SYSTEM, patient, people, practitioner, request } from '../../support/fhir-messages.ts';
import { rules } from '../../support/prescription-facts.ts';

const read = (message: object) => {
  const said = readFhir(FhirBundle.parse(JSON.parse(JSON.stringify(message))), rules);
  if (!said.ok) return said.refusal;
  return said.value.kind === 'order' ? said.value.body : said.value;
};
const one = (over: Partial<MedicationRequest> | object, ...beside: readonly object[]) => {
  const message = bundle({}, [request('XC08CAA001', over)]);
  return { ...message, entry: [...message.entry, ...beside.map((resource) => ({ resource }))] };
};
const dispense = (over: object) =>
  one({ dispenseRequest: { quantity: { value: 2 }, expectedSupplyDuration: { value: 7, code: 'd' }, ...over } });
const qd = { timing: { code: { text: 'qd' } } };
const dosage = (...dosageInstruction: object[]) => one({ dosageInstruction });
const repeat = (over: object) => dosage({ timing: { repeat: over } });
const someone = (over: object) => ({
  ...bundle(),
  entry: [{ resource: request('XC08CAA001') }, { fullUrl: 'urn:uuid:patient', resource: { ...patient, ...over } }, ...people.slice(1)],
});
const LINE = 'entry/0/resource';
const PATIENT = 'entry/1/resource';
const modifierExtension = [{ url: 'urn:example:not', valueBoolean: true }];

describe('what makes something else of a prescription', () => {
  it.each([
    ['somebody else’s prescription, reported', one({ reportedBoolean: true }), `${LINE}/reportedBoolean`],
    ['… and by whom', one({ reportedReference: { display: 'the patient' } }), `${LINE}/reportedReference`],
    ['an earlier prescription, replaced', one({ priorPrescription: { display: 'RX-0' } }), `${LINE}/priorPrescription`],
    ['another first fill', dispense({ initialFill: { quantity: { value: 1 } } }), `${LINE}/dispenseRequest/initialFill`],
    [
      'repeats of an instance of a repeat',
      one({ ...dispense({ numberOfRepeatsAllowed: 2 }).entry[0]?.resource, intent: 'instance-order' }),
      `${LINE}/dispenseRequest/numberOfRepeatsAllowed`,
    ],
    ['a plan', one({ intent: 'plan' }), `${LINE}/intent`],
    ['an option', one({ intent: 'option' }), `${LINE}/intent`],
    ...['on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown'].map((status): [string, object, string] => [
      `a request that is ${status}`,
      one({ status }),
      `${LINE}/status`,
    ]),
    ['less than a quantity', dispense({ quantity: { value: 2, comparator: '<' } }), `${LINE}/dispenseRequest/quantity/comparator`],
    [
      'more than a dose',
      dosage({ doseAndRate: [{ doseQuantity: { value: 5, comparator: '>=', unit: 'mg' } }] }),
      `${LINE}/dosageInstruction/0/doseAndRate/0/doseQuantity/comparator`,
    ],
    [
      'a rate beside a dose',
      dosage({ doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg' }, rateRatio: { numerator: { value: 1 } } }] }),
      `${LINE}/dosageInstruction/0/doseAndRate/0/rateRatio`,
    ],
    [
      'a maximum of nothing',
      dosage({ text: 'x', maxDosePerPeriod: { numerator: { value: 8, unit: 'tab' } } }),
      `${LINE}/dosageInstruction/0/maxDosePerPeriod`,
    ],
    ['one of several dosages without a word', dosage({ text: 'one' }, { sequence: 2 }), `${LINE}/dosageInstruction/1`],
    [
      'two codes of the region for one line',
      one({
        medicationCodeableConcept: {
          coding: ['XC08CAA001', 'XA10BAD046'].map((code) => ({ system: 'urn:sanlian:cn:nhsa-drug-code', code })),
        },
      }),
      `${LINE}/medicationCodeableConcept/coding/1`,
    ],
    ['a patient who died', someone({ deceasedDateTime: '2026-02-01' }), `${PATIENT}/deceasedDateTime`],
    ['a patient who is dead', someone({ deceasedBoolean: true }), `${PATIENT}/deceasedBoolean`],
    ['a record that is another one now', someone({ link: [{ type: 'seealso' }, { type: 'replaced-by' }] }), `${PATIENT}/link/1`],
    [
      'two identity numbers',
      someone({ identifier: ['370102196503078524', '370102196503078508'].map((value) => ({ system: ID_SYSTEM, value })) }),
      `${PATIENT}/identifier/1/value`,
    ],
    ['rules of the whole message', { ...one({}), implicitRules: 'urn:example:rules' }, 'implicitRules'],
    ['an answer to another message', one({}, { resourceType: 'MessageHeader', response: { code: 'ok' } }), 'entry/3/resource/response'],
    ['a document not finished', one({}, { resourceType: 'Composition', status: 'preliminary' }), 'entry/3/resource/status'],
    ['a document taken back', one({}, { resourceType: 'Composition', status: 'entered-in-error' }), 'entry/3/resource/status'],
    ...[
      ['Practitioner', {}],
      ['Condition', {}],
      ['Coverage', {}],
      ['AllergyIntolerance', {}],
      ['Observation', { code: { text: 'x' } }],
      ['Encounter', {}],
      ['MessageHeader', {}],
      ['Composition', {}],
    ].map(([resourceType, more]): [string, object, string] => [
      `a modifier of ${resourceType}`,
      one({}, { resourceType, modifierExtension, ...(more as object) }),
      'entry/3/resource/modifierExtension',
    ]),
    ['a modifier inside a dosage', dosage({ ...qd, text: 'x', modifierExtension }), `${LINE}/dosageInstruction/0/modifierExtension`],
  ])('%s is refused at its element', (_what, message, pointer) => {
    expect(read(message)).toMatchObject({ code: 'element-unsupported', errors: [{ pointer: `/body/${pointer}`, code: 'not-supported' }] });
  });

  it.each([
    ['a drug in two ways', one({ medicationReference: { reference: 'Medication/1' } }), `${LINE}/medicationReference`],
    [
      'a dose in two ways',
      dosage({ doseAndRate: [{ doseQuantity: { value: 1 }, doseRange: { low: { value: 1 } } }] }),
      `${LINE}/dosageInstruction/0/doseAndRate/0/doseRange`,
    ],
  ])('%s is no R4', (_what, message, pointer) => {
    expect(read(message)).toMatchObject({ code: 'request-invalid', errors: [{ pointer: `/body/${pointer}`, code: 'structure' }] });
  });

  it('is refused for a cancellation, too', () => {
    const message = cancellation();
    const answered = { resource: { resourceType: 'MessageHeader', response: { code: 'ok' } } };
    expect(read({ ...message, entry: [...message.entry, answered] })).toMatchObject({ code: 'element-unsupported' });
  });

  it.each([
    ['a modifier in an extension that nobody reads', one({ extension: [{ url: 'urn:x', valueQuantity: { comparator: '<' } }] })],
    ['a link to a further record', someone({ link: [{ type: 'seealso' }] })],
    ['a patient who lives', someone({ deceasedBoolean: false, active: true })],
    ['a finished document', one({}, { resourceType: 'Composition', status: 'final' })],
    [
      'the same code twice',
      one({ medicationCodeableConcept: { coding: [1, 2].map(() => ({ system: 'urn:sanlian:cn:nhsa-drug-code', code: 'XC08CAA001' })) } }),
    ],
    ['an instance with no repeats', one({ ...dispense({ numberOfRepeatsAllowed: 0 }).entry[0]?.resource, intent: 'instance-order' })],
    ['not reported, and may be performed', one({ reportedBoolean: false, doNotPerform: false })],
  ])('%s makes nothing else of it', (_what, message) => {
    expect(read(message)).toMatchObject({ prescription: { lines: [{ drugCode: 'XC08CAA001' }] } });
  });
});

describe('a limit, a time and a way', () => {
  it.each([
    [
      'a maximum per period',
      dosage({ ...qd, maxDosePerPeriod: { numerator: { value: 8, unit: 'tab' }, denominator: { value: 24, unit: 'h' } } }),
      { note: 'max 8 tab per 24 h' },
    ],
    [
      'a maximum at once and in a lifetime',
      dosage({ ...qd, maxDosePerAdministration: { value: 2, unit: 'tab' }, maxDosePerLifetime: { value: 550, code: 'mg' } }),
      { note: 'max 2 tab at once; max 550 mg in a lifetime' },
    ],
    [
      'a site and a method',
      dosage({ ...qd, site: { text: 'left eye' }, method: { coding: [{ code: 'DROP' }] } }),
      { note: 'left eye; DROP' },
    ],
    ['at least', dosage({ doseAndRate: [{ doseRange: { low: { value: 1, unit: 'tab' } } }] }), { dose: '>= 1 tab' }],
    ['at most', dosage({ doseAndRate: [{ doseRange: { high: { value: 2, unit: 'tab' } } }] }), { dose: '<= 2 tab' }],
    ['every four to six hours', repeat({ period: 4, periodMax: 6, periodUnit: 'h' }), { frequency: 'q4-6h' }],
    ['once in one to two days', repeat({ frequency: 1, period: 1, periodMax: 2, periodUnit: 'd' }), { frequency: '1 per 1-2 d' }],
    ['so often in all', repeat({ frequency: 2, period: 1, periodUnit: 'd', count: 6, countMax: 8 }), { frequency: 'bid 6-8 times in all' }],
    ['without a period', repeat({ frequency: 3 }), { frequency: '3 times' }],
    ['before something', repeat({ when: ['ACM'], offset: 30 }), { frequency: '30 min ACM' }],
    [
      'how long each time',
      repeat({ frequency: 1, period: 1, periodUnit: 'd', duration: 30, durationUnit: 'min' }),
      { frequency: 'qd over 30 min' },
    ],
    [
      'for how long',
      repeat({ frequency: 1, period: 1, periodUnit: 'd', boundsDuration: { value: 5, unit: 'd' } }),
      { frequency: 'qd for 5 d' },
    ],
    [
      'for about how long',
      repeat({ when: ['HS'], boundsRange: { low: { value: 5, unit: 'd' }, high: { value: 7, unit: 'd' } } }),
      { frequency: 'HS for 5 d - 7 d' },
    ],
    [
      'from when to when',
      repeat({ when: ['MORN'], boundsPeriod: { start: '2026-03-02', end: '2026-03-06' } }),
      { frequency: 'MORN from 2026-03-02 to 2026-03-06' },
    ],
    [
      'a code and how long',
      dosage({ timing: { code: { coding: [{ code: 'BID' }] }, repeat: { boundsDuration: { value: 5, code: 'd' } } } }),
      { frequency: 'bid for 5 d' },
    ],
    ['on which days alone', dosage({ timing: { event: ['2026-03-02', '2026-03-05'] } }), { frequency: 'on 2026-03-02, 2026-03-05' }],
    [
      'several dosages in their sequence, each whole',
      dosage(
        { sequence: 2, text: 'then one', patientInstruction: 'with water' },
        {
          sequence: 1,
          timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd', boundsDuration: { value: 5, unit: 'd' } } },
          doseAndRate: [{ doseQuantity: { value: 2, unit: 'tab' } }],
          patientInstruction: 'with food',
        },
      ),
      { dose: 'as-directed', note: '1) 2 tab bid for 5 d; with food; 2) then one; with water' },
    ],
  ])('%s is said to the pharmacist', (_what, message, line) => {
    expect(read(message)).toMatchObject({ prescription: { lines: [line] } });
  });

  it('that takes more words than a frequency has stands in the note, whole', () => {
    const timing = {
      repeat: {
        frequency: 2,
        period: 1,
        periodUnit: 'd',
        when: ['ACM', 'ACV'],
        count: 10,
        duration: 10,
        durationUnit: 'min',
        boundsDuration: { value: 5, unit: 'd' },
      },
    };
    expect(
      read(
        dosage({ timing, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tab' } }], maxDosePerAdministration: { value: 2, unit: 'tab' } }),
      ),
    ).toMatchObject({
      prescription: {
        lines: [
          {
            dose: 'as-directed',
            frequency: 'as-directed',
            note: '1 tab bid ACM,ACV over 10 min 10 times in all for 5 d; max 2 tab at once',
          },
        ],
      },
    });
  });

  it('of several dosages, none says how long the supply lasts', () => {
    const bounded = { text: 'x', timing: { repeat: { boundsDuration: { value: 5, code: 'd' } } } };
    const message = one({ dispenseRequest: { quantity: { value: 2 } }, dosageInstruction: [bounded, bounded] });
    expect(read(message)).toMatchObject({
      code: 'request-invalid',
      errors: [{ pointer: `/body/${LINE}/dispenseRequest/expectedSupplyDuration/value`, code: 'required' }],
    });
  });
});

describe('a request that is no line', () => {
  const original = { ...request('XA10BAD046'), id: 'original', intent: 'original-order' };
  it.each([
    ['the contained original of a repeat', { contained: [original], intent: 'instance-order', basedOn: [{ reference: '#original' }] }],
    ['a contained request that nobody names', { contained: [original] }],
  ])('%s', (_what, over) => {
    const said = read(one(over));
    expect(said).toMatchObject({ prescription: { lines: [{ drugCode: 'XC08CAA001' }] } });
    expect(said).not.toMatchObject({ prescription: { lines: [{}, {}] } });
  });

  it('is that of a dispense: a report of a sale orders nothing', () => {
    const message = bundle({}, [{ resourceType: 'MedicationDispense', contained: [original] }]);
    expect(read(message)).toMatchObject({ code: 'request-invalid', errors: [{ pointer: '/body/entry' }] });
  });

  it.each([
    [
      'an original and its repeat at once',
      bundle({}, [
        { ...original, id: undefined },
        request('XA10BAD046', { intent: 'instance-order', basedOn: [{ reference: 'urn:uuid:line-0' }] }),
      ]),
      'element-unsupported',
      'entry/1/resource/basedOn/0/reference',
    ],
    ['one request twice', bundle({ entry: [...bundle().entry, bundle().entry[0]] }), 'request-invalid', 'entry/4/fullUrl'],
    [
      'a request that a transaction files only if there is none',
      bundle({
        type: 'transaction',
        entry: bundle().entry.map((entry) => ({ ...entry, request: { method: 'POST', url: 'x', ifNoneExist: 'identifier=1' } })),
      }),
      'element-unsupported',
      'entry/0/request/ifNoneExist',
    ],
  ])('%s is refused', (_what, message, code, pointer) => {
    expect(read(message)).toMatchObject({
      code,
      errors: expect.arrayContaining([expect.objectContaining({ pointer: `/body/${pointer}` })]),
    });
  });
});

describe('the lines of one prescription', () => {
  const fill = (over: object) => ({
    dispenseRequest: { quantity: { value: 2 }, expectedSupplyDuration: { value: 7, code: 'd' }, ...over },
  });
  const ours = (value: string) => ({ performer: { identifier: { system: 'urn:sanlian:fhir:id:agency', value } } });
  const two = (one: object, other: object) => bundle({}, [request('XC08CAA001', one), request('XA10BAD046', other)]);
  it.each([
    [
      'are of one group',
      two({}, { groupIdentifier: { system: 'urn:another', value: 'RX-F1' } }),
      'element-unsupported',
      'entry/1/resource/groupIdentifier/system',
    ],
    ['are all of that group', two({}, { groupIdentifier: undefined }), 'request-invalid', 'entry/1/resource/groupIdentifier'],
    [
      'are repeated together: one that is not would be, too',
      two(fill({ numberOfRepeatsAllowed: 2 }), fill({})),
      'element-unsupported',
      `${LINE}/dispenseRequest/numberOfRepeatsAllowed`,
    ],
    [
      'are repeated as often',
      two(fill({ numberOfRepeatsAllowed: 2 }), fill({ numberOfRepeatsAllowed: 0 })),
      'element-unsupported',
      'entry/1/resource/dispenseRequest/numberOfRepeatsAllowed',
    ],
    [
      'go to one pharmacy',
      two(fill(ours('ag_pharmacy1')), fill(ours('ag_pharmacy2'))),
      'element-unsupported',
      'entry/1/resource/dispenseRequest/performer/identifier/value',
    ],
    [
      'are of one patient',
      {
        ...two({}, { subject: { reference: 'urn:uuid:other' } }),
        entry: [...two({}, { subject: { reference: 'urn:uuid:other' } }).entry, { fullUrl: 'urn:uuid:other', resource: patient }],
      },
      'element-unsupported',
      'entry/1/resource/subject',
    ],
  ])('%s', (_what, message, code, pointer) => {
    expect(read(message)).toMatchObject({ code, errors: [{ pointer: `/body/${pointer}` }] });
  });

  it('may name their pharmacy on any of them', () => {
    expect(read(two({}, fill(ours('ag_pharmacy1'))))).toMatchObject({ choice: { by: 'named', pharmacyId: 'ag_pharmacy1' } });
  });

  it('with repeats of no length are told so at the length of the supply', () => {
    const dispenseRequest = { quantity: { value: 1 }, numberOfRepeatsAllowed: 2 };
    expect(read(one({ dispenseRequest }))).toMatchObject({
      code: 'request-invalid',
      errors: [{ pointer: `/body/${LINE}/dispenseRequest/expectedSupplyDuration/value` }],
    });
  });
});

describe('what is so no longer', () => {
  it.each([
    [
      'a number',
      { identifier: [{ use: 'old', system: ID_SYSTEM, value: '370102196503078508' }, ...patient.identifier] },
      { idNumber: '370102196503078524' },
    ],
    ['a phone', { telecom: [{ system: 'phone', value: '1', use: 'old' }, ...patient.telecom] }, { phone: '13800001234' }],
    [
      'a name',
      {
        name: [
          { use: 'old', text: '王秀英' },
          { use: 'maiden', text: '张秀英' },
        ],
      },
      { name: '张秀英' },
    ],
    ['an address', { address: [{ use: 'old', text: '旧地址' }, { text: '新地址' }] }, { address: '新地址' }],
  ])('%s is not the patient’s', (_what, over, expected) => {
    expect(read(someone(over))).toMatchObject({ patient: expected });
  });

  it('a number alone is none', () => {
    const identifier = [{ use: 'old', system: ID_SYSTEM, value: '370102196503078524' }];
    expect(read(someone({ identifier }))).toMatchObject({
      code: 'request-invalid',
      errors: [{ pointer: `/body/${PATIENT}/identifier/0/value` }],
    });
  });

  it.each([
    ['a patient’s record', someone({ active: false }), `${PATIENT}/active`],
    [
      'a drug',
      one(
        { medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/m' } },
        { resourceType: 'Medication', id: 'm', status: 'entered-in-error' },
      ),
      'entry/3/resource/status',
    ],
    [
      'a diagnosis',
      one(
        { reasonCode: undefined, reasonReference: [{ reference: 'Condition/c' }] },
        {
          resourceType: 'Condition',
          id: 'c',
          verificationStatus: { coding: [{ code: 'refuted' }] },
          code: { coding: [{ code: 'I10' }] },
        },
      ),
      'entry/3/resource/verificationStatus',
    ],
    [
      'an encounter',
      one(
        { encounter: { reference: 'Encounter/e' } },
        { resourceType: 'Encounter', id: 'e', status: 'cancelled', class: { code: 'EMER' } },
      ),
      'entry/3/resource/status',
    ],
    [
      'a coverage',
      one({ insurance: [{ reference: 'Coverage/c' }] }, { resourceType: 'Coverage', id: 'c', status: 'cancelled' }),
      'entry/3/resource/status',
    ],
  ])('%s is refused when the request names it', (_what, message, pointer) => {
    expect(read(message)).toMatchObject({ code: 'element-unsupported', errors: [{ pointer: `/body/${pointer}` }] });
  });

  const weight = (value: number, more: object = {}) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ code: '29463-7' }] },
    valueQuantity: { value, code: 'kg' },
    ...more,
  });
  const coverage = (value: string, more: object = {}) => ({
    resourceType: 'Coverage',
    status: 'active',
    payor: [{ display: 'one' }, { display: 'another' }],
    class: [{ type: { coding: [{ system: 'urn:sanlian:fhir:code:division' }] }, value }],
    ...more,
  });
  it.each([
    ['an observation in error', one({}, weight(600, { status: 'entered-in-error' }), weight(60)), { patient: { weightKg: 60 } }],
    [
      'an earlier observation',
      one({}, weight(70, { effectiveDateTime: '2025-03-02' }), weight(60, { effectiveDateTime: '2026-03-01T08:00:00+08:00' }), weight(80)),
      { patient: { weightKg: 60 } },
    ],
    [
      'an observation of another person',
      one(
        {},
        { ...patient, id: 'mother' },
        weight(80, { subject: { reference: 'Patient/mother' } }),
        weight(3.5, { subject: { reference: 'urn:uuid:patient' } }),
      ),
      { patient: { weightKg: 3.5 } },
    ],
    [
      'an allergy that was refuted',
      one(
        {},
        { resourceType: 'AllergyIntolerance', verificationStatus: { coding: [{ code: 'refuted' }] }, code: { text: 'penicillin' } },
        { resourceType: 'AllergyIntolerance', code: { text: 'nuts' } },
      ),
      { patient: { allergies: ['nuts'] } },
    ],
    ['a cancelled coverage', one({}, coverage('370200', { status: 'cancelled' }), coverage('370100')), { insuredRegion: '370100' }],
    [
      'a coverage that the request does not name',
      one({ insurance: [{ reference: 'Coverage/c' }] }, coverage('370200'), coverage('370100', { id: 'c' })),
      { insuredRegion: '370100' },
    ],
  ])('%s is not read', (_what, message, prescription) => {
    expect(read(message)).toMatchObject({ prescription });
  });

  it.each([
    [
      'less than a weight',
      one({}, weight(60, { valueQuantity: { value: 60, comparator: '<', code: 'kg' } })),
      'entry/3/resource/valueQuantity/comparator',
    ],
    ['a weight in another unit', one({}, weight(60, { valueQuantity: { value: 60, code: '[lb_av]' } })), 'entry/3/resource/valueQuantity'],
    ['two insurances in two places', one({}, coverage('370200'), coverage('370100')), 'entry/4/resource/class/0/value'],
  ])('%s is refused', (_what, message, pointer) => {
    expect(read(message)).toMatchObject({ code: 'element-unsupported', errors: [{ pointer: `/body/${pointer}` }] });
  });
});

describe('who is meant', () => {
  const at = (server: string, resource: { readonly resourceType: string }, id = '1') => ({
    fullUrl: `https://${server}/fhir/${resource.resourceType}/${id}`,
    resource: { ...resource, id },
  });
  const other = { ...patient, name: [{ text: '王芳' }] };
  const from = (fullUrl: string | undefined, reference: string, ...entry: readonly object[]) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { fullUrl, resource: request('XC08CAA001', { subject: { reference }, requester: { identifier: { value: 'doctor-1' } } }) },
      ...entry,
    ],
  });
  const A = 'https://a.example/fhir/MedicationRequest/1';

  it.each([
    ['relative: the one on the same server', from(A, 'Patient/1', at('b.example', other), at('a.example', patient))],
    ['relative, from nowhere: the only one', from('urn:uuid:1', 'Patient/1', at('b.example', patient))],
    ['relative, beside one without an address', from(A, 'Patient/1', { resource: { ...patient, id: '1' } })],
    ['absolute: that address', from(A, 'https://b.example/fhir/Patient/1', at('a.example', other), at('b.example', patient))],
    ['absolute with a version', from(A, 'https://b.example/fhir/Patient/1/_history/3', at('b.example', patient))],
  ])('%s', (_what, message) => {
    expect(read(message)).toMatchObject({ patient: { name: '张秀英' } });
  });

  it.each([
    ['absolute: not one of the same number on another server', from(A, 'https://b.example/fhir/Patient/1', at('a.example', patient))],
    ['absolute: not one without an address', from(A, 'https://b.example/fhir/Patient/1', { resource: { ...patient, id: '1' } })],
    ['relative: not one on another server', from(A, 'Patient/1', at('b.example', patient))],
    ['relative, from nowhere: not one of two', from('urn:uuid:1', 'Patient/1', at('a.example', patient), at('b.example', other))],
    ['by search', from(A, 'Patient?identifier=1', at('a.example', patient))],
  ])('%s', (_what, message) => {
    expect(read(message)).toMatchObject({
      code: 'reference-unresolved',
      errors: [{ pointer: '/body/entry/0/resource/subject/reference' }],
    });
  });

  it.each([
    [
      'a role that only numbers its person',
      one(
        { requester: { reference: 'PractitionerRole/r' } },
        { resourceType: 'PractitionerRole', id: 'r', practitioner: { identifier: { value: 'doctor-9' } } },
      ),
    ],
    ['a person elsewhere with a number', one({ requester: { reference: 'Practitioner/elsewhere', identifier: { value: 'doctor-9' } } })],
    [
      'a person’s number that is not old',
      one(
        { requester: { reference: 'Practitioner/d' } },
        { ...practitioner, id: 'd', identifier: [{ use: 'old', value: 'doctor-8' }, { value: 'doctor-9' }] },
      ),
    ],
  ])('%s prescribes', (_what, message) => {
    expect(read(message)).toMatchObject({ prescription: { prescriberId: 'doctor-9' } });
  });

  it('an organization does not', () => {
    const message = one({ requester: { reference: 'Organization/o' } }, { resourceType: 'Organization', id: 'o' });
    expect(read(message)).toMatchObject({ code: 'reference-unresolved', errors: [{ pointer: `/body/${LINE}/requester/reference` }] });
  });
});

describe('a time', () => {
  it.each([
    ['a month', '2026-03'],
    ['a year', '2026'],
    ['no zone', '2026-03-02T09:00:00'],
    ['no such day', '2026-02-30'],
    ['no instant', '9999-12-31T23:59:59-12:00'],
  ])('of %s is refused', (_what, authoredOn) => {
    expect(read(one({ authoredOn }))).toMatchObject({
      code: 'element-unsupported',
      errors: [{ pointer: `/body/${LINE}/authoredOn`, code: 'value' }],
    });
  });

  it('is one of the region’s days: on her birthday there she is older, though it is yesterday in UTC', () => {
    const message = someone({ birthDate: '1965-03-03' });
    const entry = message.entry.map((item, index) =>
      index === 0 ? { resource: request('XC08CAA001', { authoredOn: '2026-03-02T16:30:00Z' }) } : item,
    );
    expect(read({ ...message, entry })).toMatchObject({ prescription: { patient: { ageYears: 61 } } });
  });

  it('of birth with a month alone counts from that month', () => {
    expect(read(someone({ birthDate: '1965-04' }))).toMatchObject({ prescription: { patient: { ageYears: 60 } } });
    expect(read(someone({ birthDate: '1965-13-40' }))).toMatchObject({ errors: [{ pointer: `/body/${PATIENT}/birthDate` }] });
  });
});

describe('a number', () => {
  it.each([
    ['2.0', 2],
    ['2.50e1', 25],
  ])('%s is %s boxes', (text, quantity) => {
    const message: unknown = JSON.parse(JSON.stringify(dispense({})).replace('"quantity":{"value":2}', `"quantity":{"value":${text}}`));
    expect(read(message as object)).toMatchObject({ prescription: { lines: [{ quantity }] } });
  });
  it('1.50 mg is 1.5 mg', () => {
    expect(read(dosage({ doseAndRate: [{ doseQuantity: JSON.parse('{"value":1.50,"unit":"mg"}') }] }))).toMatchObject({
      prescription: { lines: [{ dose: '1.5 mg' }] },
    });
  });
});
