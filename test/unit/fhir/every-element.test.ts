import { describe, expect, it } from 'vitest';
import { FhirBundle } from '../../../functions/prescriptions/fhir/bundle.ts';
import { readFhir } from '../../../functions/prescriptions/fhir/read/read-fhir.ts';
import { bundle, ID_SYSTEM, patient, people, request } from '../../support/fhir-messages.ts';
import { elementsOf } from '../../support/fhir-r4.ts';
import { rules } from '../../support/prescription-facts.ts';

const read = (message: object) => readFhir(FhirBundle.parse(JSON.parse(JSON.stringify(message))), rules);

/** What becomes of an element: it changes what is read, it is refused at its place, or it is kept with the message and changes nothing. */
type Fate = 'read' | 'refused' | 'kept';
type Fates = Readonly<Record<string, readonly [sample: unknown, fate: Fate]>>;

const coded = (code: string) => ({ coding: [{ code }] });
const tablets = (value: number) => ({ value, unit: 'tab' });
const elsewhere = [{ reference: 'Thing/elsewhere' }];
const modifier = [{ url: 'urn:example:not', valueBoolean: true }];
const kept = [{ url: 'urn:example:national', valueString: 'x' }];

const ofEvery: Fates = { id: ['x1', 'kept'], extension: [kept, 'kept'] };
const ofEveryPart: Fates = { ...ofEvery, modifierExtension: [modifier, 'refused'] };
const ofEveryResource: Fates = {
  ...ofEveryPart,
  meta: [{ profile: ['urn:example:profile'] }, 'kept'],
  implicitRules: ['urn:example:rules', 'refused'],
  language: ['zh-CN', 'kept'],
  text: [{ status: 'generated', div: '<div/>' }, 'kept'],
  contained: [[{ resourceType: 'Basic', id: 'x' }], 'kept'],
};

/** The resources that samples name stand in the message: an online encounter, a diagnosis, and a coverage beside the one that is read. */
const beside = [
  { resourceType: 'Encounter', id: 'online', class: { code: 'VR' } },
  { resourceType: 'Condition', id: 'other', code: { coding: [{ code: 'E11.900' }], text: 'x' } },
  { resourceType: 'Coverage', class: [{ type: { coding: [{ system: 'urn:sanlian:fhir:code:division' }] }, value: '370100' }] },
  { resourceType: 'Coverage', id: 'none' },
].map((resource) => ({ resource }));

const dispenseRequest = { quantity: { value: 2 }, expectedSupplyDuration: { value: 7, code: 'd' } };
const repeat = { when: ['MORN'], frequency: 2, period: 1, periodUnit: 'd', count: 5, duration: 10, durationUnit: 'min' };
const dosage = { timing: { code: { text: 'qd' } } };

const message = (over: object, person: object = {}) => {
  const lines = bundle({}, [request('XC08CAA001', { dispenseRequest, dosageInstruction: [dosage], ...over })]);
  const [line, , ...others] = lines.entry;
  return { ...lines, entry: [line, { ...people[0], resource: { ...patient, ...person } }, ...others, ...beside] };
};

/** Each type of R4 that a prescription is made of: how an element of it gets into a message, and the fate of each. */
const types: Readonly<Record<string, { readonly put: (part: object) => object; readonly fates: Fates }>> = {
  MedicationRequest: {
    put: (part) => message(part),
    fates: {
      ...ofEveryResource,
      identifier: [[{ value: 'ITEM-1' }], 'kept'],
      status: ['on-hold', 'refused'],
      statusReason: [coded('altchoice'), 'kept'],
      intent: ['proposal', 'refused'],
      category: [[coded('community')], 'kept'],
      priority: ['routine', 'kept'],
      doNotPerform: [true, 'refused'],
      reportedBoolean: [true, 'refused'],
      reportedReference: [elsewhere[0], 'refused'],
      medicationCodeableConcept: [{ coding: [{ system: 'urn:sanlian:cn:nhsa-drug-code', code: 'XA10BAD046' }] }, 'read'],
      // Beside the concept.
      medicationReference: [elsewhere[0], 'refused'],
      subject: [{ reference: 'Patient/elsewhere' }, 'refused'],
      encounter: [{ reference: 'Encounter/online' }, 'read'],
      supportingInformation: [elsewhere, 'kept'],
      authoredOn: ['2026-03-02T01:00:00Z', 'read'],
      requester: [{ identifier: { value: 'doctor-2' } }, 'read'],
      performer: [elsewhere[0], 'kept'],
      performerType: [coded('nurse'), 'kept'],
      recorder: [elsewhere[0], 'kept'],
      reasonCode: [[coded('E11.900')], 'read'],
      reasonReference: [[{ reference: 'Condition/other' }], 'read'],
      instantiatesCanonical: [['urn:example:protocol'], 'kept'],
      instantiatesUri: [['urn:example:protocol'], 'kept'],
      // Of the same message it would be refused.
      basedOn: [elsewhere, 'kept'],
      groupIdentifier: [{ value: 'RX-F2' }, 'read'],
      courseOfTherapyType: [coded('continuous'), 'read'],
      insurance: [[{ reference: 'Coverage/none' }], 'read'],
      note: [[{ text: 'x' }], 'read'],
      dosageInstruction: [[{ text: 'x' }], 'read'],
      dispenseRequest: [{ ...dispenseRequest, quantity: { value: 3 } }, 'read'],
      // The very drug of the line is dispensed in any case.
      substitution: [{ allowedBoolean: true }, 'kept'],
      priorPrescription: [elsewhere[0], 'refused'],
      detectedIssue: [elsewhere, 'kept'],
      eventHistory: [elsewhere, 'kept'],
    },
  },
  'MedicationRequest.dispenseRequest': {
    put: (part) => message({ dispenseRequest: { ...dispenseRequest, ...part } }),
    fates: {
      ...ofEveryPart,
      initialFill: [{ quantity: { value: 1 } }, 'refused'],
      // Between fills, of which there is one.
      dispenseInterval: [{ value: 7, code: 'd' }, 'kept'],
      validityPeriod: [{ end: '2026-03-05T02:00:00Z' }, 'read'],
      numberOfRepeatsAllowed: [2, 'read'],
      quantity: [{ value: 3 }, 'read'],
      expectedSupplyDuration: [{ value: 5, code: 'd' }, 'read'],
      performer: [{ identifier: { system: 'urn:sanlian:fhir:id:agency', value: 'ag_pharmacy1' } }, 'read'],
    },
  },
  Dosage: {
    put: (part) => message({ dosageInstruction: [{ ...dosage, ...part }] }),
    fates: {
      ...ofEveryPart,
      // Among others it orders them.
      sequence: [1, 'kept'],
      text: ['x', 'read'],
      additionalInstruction: [[{ text: 'x' }], 'read'],
      patientInstruction: ['x', 'read'],
      timing: [{ code: { text: 'bid' } }, 'read'],
      asNeededBoolean: [true, 'read'],
      asNeededCodeableConcept: [{ text: 'x' }, 'read'],
      site: [{ text: 'x' }, 'read'],
      route: [{ text: 'x' }, 'read'],
      method: [{ text: 'x' }, 'read'],
      doseAndRate: [[{ doseQuantity: tablets(1) }], 'read'],
      maxDosePerPeriod: [{ numerator: tablets(4), denominator: { value: 1, unit: 'd' } }, 'read'],
      maxDosePerAdministration: [tablets(2), 'read'],
      maxDosePerLifetime: [tablets(9), 'read'],
    },
  },
  'Dosage.doseAndRate': {
    put: (part) => message({ dosageInstruction: [{ ...dosage, doseAndRate: [{ doseQuantity: tablets(1), ...part }] }] }),
    fates: {
      ...ofEvery,
      type: [coded('ordered'), 'kept'],
      // Beside the quantity.
      doseRange: [{ low: tablets(1) }, 'refused'],
      doseQuantity: [tablets(2), 'read'],
      rateRatio: [{ numerator: tablets(1), denominator: tablets(1) }, 'refused'],
      rateRange: [{ low: tablets(1) }, 'refused'],
      rateQuantity: [tablets(1), 'refused'],
    },
  },
  'Timing.repeat': {
    put: (part) => message({ dosageInstruction: [{ timing: { repeat: { ...repeat, ...part } } }] }),
    fates: {
      ...ofEvery,
      boundsDuration: [{ value: 5, unit: 'd' }, 'read'],
      boundsRange: [{ low: { value: 5, unit: 'd' } }, 'read'],
      boundsPeriod: [{ end: '2026-03-09' }, 'read'],
      count: [6, 'read'],
      countMax: [6, 'read'],
      duration: [20, 'read'],
      durationMax: [20, 'read'],
      durationUnit: ['h', 'read'],
      frequency: [3, 'read'],
      frequencyMax: [3, 'read'],
      period: [2, 'read'],
      periodMax: [2, 'read'],
      periodUnit: ['wk', 'read'],
      dayOfWeek: [['mon'], 'read'],
      timeOfDay: [['08:00:00'], 'read'],
      when: [['NIGHT'], 'read'],
      offset: [30, 'read'],
    },
  },
  Patient: {
    put: (part) => message({}, part),
    fates: {
      ...ofEveryResource,
      identifier: [[{ system: ID_SYSTEM, value: '370102196503078508' }], 'read'],
      active: [false, 'refused'],
      name: [[{ text: '王芳' }], 'read'],
      telecom: [[{ system: 'phone', value: '13900001234' }], 'read'],
      gender: ['male', 'read'],
      birthDate: ['1970-01-01', 'read'],
      deceasedBoolean: [true, 'refused'],
      deceasedDateTime: ['2026-01-01', 'refused'],
      address: [[{ text: 'x' }], 'read'],
      maritalStatus: [coded('M'), 'kept'],
      multipleBirthBoolean: [true, 'kept'],
      multipleBirthInteger: [2, 'kept'],
      photo: [[{ title: 'x' }], 'kept'],
      contact: [[{ name: { text: 'x' } }], 'kept'],
      communication: [[{ language: coded('zh') }], 'kept'],
      generalPractitioner: [elsewhere, 'kept'],
      managingOrganization: [elsewhere[0], 'kept'],
      link: [[{ type: 'replaced-by', other: elsewhere[0] }], 'refused'],
    },
  },
};

const fateOf = (type: string, name: string, sample: unknown): Fate => {
  const { put } = types[type] ?? { put: (part: object) => part };
  const [before, after] = [read(put({})), read(put({ [name]: sample }))];
  if (!before.ok || before.value.kind !== 'order') throw new Error('the message without it is refused');
  if (!after.ok) {
    expect(after.refusal.errors.map(({ pointer }) => pointer).join(' ')).toMatch(new RegExp(`/${name}(/|$)`));
    return 'refused';
  }
  if (after.value.kind !== 'order') throw new Error('no order');
  return JSON.stringify(after.value.body) === JSON.stringify(before.value.body) ? 'kept' : 'read';
};

describe.each(Object.entries(types))('of R4’s %s', (type, { fates }) => {
  it('each element has a fate', () => {
    expect(Object.keys(fates).sort()).toEqual([...elementsOf(type)].sort());
  });

  it('each element has that fate', () => {
    const found = Object.entries(fates).map(([name, [sample]]) => [name, fateOf(type, name, sample)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(fates).map(([name, [, fate]]) => [name, fate])));
  });
});
