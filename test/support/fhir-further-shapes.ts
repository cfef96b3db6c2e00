import { request } from './fhir-messages.ts';
import { diagnosis, message, patientOf, phone, type Shape } from './fhir-shapes.ts';

const supply = (over: object = {}) => ({
  dispenseRequest: {
    quantity: { value: 1 },
    expectedSupplyDuration: { value: 7, code: 'd', system: 'http://unitsofmeasure.org' },
    ...over,
  },
});

/** The Netherlands: agreements of a medication process; one that stops another says so in a modifier. */
const dutchRequest = (over: object = {}) => ({
  ...request('NL', {
    contained: [
      {
        resourceType: 'Medication',
        id: 'farmaceutisch-product',
        code: {
          coding: [
            { system: 'urn:oid:2.16.840.1.113883.2.4.4.10', code: '00012345', display: 'VOORBEELD TABLET 500MG' },
            { system: 'http://www.whocc.no/atc', code: 'A10BA02' },
          ],
        },
      },
    ],
    extension: [
      {
        url: 'http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period',
        valuePeriod: { start: '2026-03-02T08:00:00+01:00', end: '2026-03-09T08:00:00+01:00' },
      },
    ],
    identifier: [{ system: 'urn:oid:2.16.840.1.113883.2.4.3.11.999.77.1.1', value: 'MBH-300-VERSTREKKING' }],
    category: [{ coding: [{ system: 'http://snomed.info/sct', code: '52711000146108' }] }],
    subject: { reference: 'urn:uuid:nl-patient', type: 'Patient', display: 'A. Voorbeeld' },
    requester: { reference: 'urn:uuid:nl-role', type: 'PractitionerRole' },
    dosageInstruction: [
      {
        sequence: 1,
        text: '3 maal per dag 1 stuk, oraal, maximaal 4 stuks per dag',
        additionalInstruction: [{ coding: [{ system: 'urn:oid:2.16.840.1.113883.2.4.4.5', code: '1032', display: 'tijdens maaltijd' }] }],
        timing: { repeat: { frequency: 3, period: 1, periodUnit: 'd' } },
        asNeededCodeableConcept: { text: 'zo nodig' },
        route: { coding: [{ system: 'urn:oid:2.16.840.1.113883.2.4.4.9', code: '9', display: 'oraal' }] },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'stuk', system: 'urn:oid:2.16.840.1.113883.2.4.4.1.900.2', code: '245' } }],
        maxDosePerPeriod: { numerator: { value: 4, unit: 'stuk' }, denominator: { value: 1, unit: 'dag', code: 'd' } },
      },
    ],
    medicationCodeableConcept: undefined,
    medicationReference: { reference: '#farmaceutisch-product', type: 'Medication' },
    ...supply(),
  } as Parameters<typeof request>[1]),
  ...over,
});
const dutch = (over: object = {}) =>
  message('collection', [
    { fullUrl: 'urn:uuid:nl-request', resource: dutchRequest(over) },
    { fullUrl: 'urn:uuid:nl-patient', resource: patientOf('http://fhir.nl/fhir/NamingSystem/bsn', '999900006', phone) },
    {
      fullUrl: 'urn:uuid:nl-role',
      resource: {
        resourceType: 'PractitionerRole',
        practitioner: { identifier: { system: 'http://fhir.nl/fhir/NamingSystem/agb-z', value: 'doctor-1' }, display: 'Dr. Voorbeeld' },
        specialty: [{ coding: [{ system: 'urn:oid:2.16.840.1.113883.2.4.6.7', code: '0100' }] }],
      },
    },
  ]);

/** Australia: a drug in three vocabularies, several numbers of one patient, repeats; no length of supply. */
const australian = (dispense: object) =>
  message('transaction', [
    {
      fullUrl: 'urn:uuid:au-request',
      resource: request('AU', {
        extension: [
          { url: 'http://hl7.org.au/fhir/StructureDefinition/subsidised-concurrent-supply', valueCodeableConcept: { text: 'no' } },
        ],
        groupIdentifier: { system: 'http://ns.electronichealth.net.au/id/etp-scid', value: '2CMLRJ2QDBGWSYQNN7' },
        medicationCodeableConcept: {
          coding: [
            { system: 'http://snomed.info/sct', code: '79115011000036100', display: 'example 20 mg tablet, 30' },
            { system: 'http://pbs.gov.au/code/item', code: '8213G' },
          ],
          text: 'example 20 mg tablet',
        },
        subject: { reference: 'urn:uuid:au-patient' },
        requester: { reference: 'urn:uuid:au-role' },
        courseOfTherapyType: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy', code: 'continuous' }],
        },
        dosageInstruction: [{ text: 'Take one tablet at night' }],
        dispenseRequest: { numberOfRepeatsAllowed: 2, quantity: { value: 30, unit: 'tablet' }, ...dispense },
        substitution: { allowedBoolean: false },
      }),
      request: { method: 'POST', url: 'MedicationRequest' },
    },
    {
      fullUrl: 'urn:uuid:au-patient',
      resource: patientOf('http://ns.electronichealth.net.au/id/hi/ihi/1.0', '8003608000228437', {
        ...phone,
        identifier: [
          { use: 'old', system: 'http://ns.electronichealth.net.au/id/medicare-number', value: '32788511111' },
          { system: 'http://ns.electronichealth.net.au/id/hi/ihi/1.0', value: '8003608000228437' },
          { system: 'http://ns.electronichealth.net.au/id/medicare-number', value: '32788511952' },
        ],
      }),
      request: { method: 'PUT', url: 'Patient?identifier=8003608000228437' },
    },
    {
      fullUrl: 'urn:uuid:au-role',
      resource: {
        resourceType: 'PractitionerRole',
        contained: [
          {
            resourceType: 'Practitioner',
            id: 'doctor',
            identifier: [{ system: 'http://ns.electronichealth.net.au/id/hi/hpii/1.0', value: 'doctor-1' }],
          },
        ],
        practitioner: { reference: '#doctor' },
      },
      request: { method: 'POST', url: 'PractitionerRole' },
    },
  ]);

/** US Core: absolute addresses, and a flag that the order is a report of somebody else's. */
const usCore = (reportedBoolean: boolean) =>
  message('collection', [
    {
      fullUrl: 'https://ehr.example/r4/MedicationRequest/us',
      resource: request('US', {
        meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-medicationrequest'] },
        reportedBoolean,
        category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'discharge' }] }],
        medicationCodeableConcept: {
          coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '1190795', display: 'Example Oral Tablet' }],
        },
        subject: { reference: 'https://ehr.example/r4/Patient/us' },
        requester: { reference: 'https://ehr.example/r4/Practitioner/us' },
        ...supply({ quantity: { value: 1, unit: 'Package' } }),
      }),
    },
    { fullUrl: 'https://ehr.example/r4/Patient/us', resource: patientOf('http://hospital.example/mrn', 'MRN7654321', phone) },
    {
      fullUrl: 'https://ehr.example/r4/Practitioner/us',
      resource: { resourceType: 'Practitioner', identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: 'doctor-1' }] },
    },
  ]);

const first = 'Bundle.entry[0].resource';

export const furtherShapes = {
  'The Netherlands: an agreement that stops another one': {
    message: dutch({
      modifierExtension: [
        { url: 'http://nictiz.nl/fhir/StructureDefinition/ext-StopType', valueCodeableConcept: { coding: [{ code: '410546004' }] } },
      ],
    }),
    refusedAt: [`${first}.modifierExtension`],
    completed: dutch(diagnosis),
  },
  'Australia: repeats of a drug in two vocabularies': {
    message: australian({}),
    refusedAt: [`${first}.dispenseRequest.expectedSupplyDuration.value`],
    completed: australian({
      validityPeriod: { start: '2026-03-02', end: '2026-05-30' },
      expectedSupplyDuration: { value: 30, unit: 'days', system: 'http://unitsofmeasure.org', code: 'd' },
    }),
  },
  'US Core: a report of what somebody else prescribed': {
    message: usCore(true),
    refusedAt: [`${first}.reportedBoolean`],
    completed: usCore(false),
  },
} as const satisfies Readonly<Record<string, Shape>>;

const tablets = (value: number) => ({
  value,
  unit: 'TAB',
  system: 'http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm',
  code: 'TAB',
});
const daily = { repeat: { frequency: 1, period: 1, periodUnit: 'd' } } as const;
const dosages = (...dosageInstruction: object[]) => ({ dosageInstruction });
const at = (path: string) => `${first}.${path}`;

/**
 * The forms of HL7's own R4 examples of a MedicationRequest, each in words of ours: what differs from an ordinary line, and the
 * element at which it is refused.
 */
export const hl7Forms: readonly (readonly [string, object, string | undefined])[] = [
  [
    'a course with its dates, a way and a dose that was ordered',
    dosages({
      sequence: 1,
      text: 'Take 4 tablets daily for 7 days',
      additionalInstruction: [
        { coding: [{ system: 'http://snomed.info/sct', code: '418914006', display: 'Warning. May cause drowsiness.' }] },
      ],
      timing: { repeat: { boundsPeriod: { start: '2026-03-02', end: '2026-03-08' }, frequency: 1, period: 1, periodUnit: 'd' } },
      route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006', display: 'Oral Route' }] },
      method: { coding: [{ system: 'http://snomed.info/sct', code: '421521009', display: 'Swallow' }] },
      doseAndRate: [{ type: { coding: [{ code: 'ordered' }] }, doseQuantity: tablets(4) }],
    }),
    undefined,
  ],
  ['words alone', dosages({ text: 'Take one tablet daily as directed' }), undefined],
  [
    'as needed, with a range of both',
    dosages({
      text: '1 - 2 tablets every 4-6 hours as needed for pain',
      timing: { repeat: { frequency: 1, period: 4, periodMax: 6, periodUnit: 'h' } },
      asNeededCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '22253000', display: 'Pain' }] },
      doseAndRate: [{ doseRange: { low: tablets(1), high: tablets(2) } }],
    }),
    undefined,
  ],
  [
    'as needed, and how often at most',
    dosages({
      timing: daily,
      asNeededBoolean: true,
      doseAndRate: [{ doseQuantity: tablets(1) }],
      maxDosePerPeriod: { numerator: tablets(4), denominator: { value: 24, unit: 'h' } },
    }),
    undefined,
  ],
  [
    'a taper in steps',
    dosages(
      {
        sequence: 1,
        timing: { repeat: { ...daily.repeat, boundsDuration: { value: 3, unit: 'd' } } },
        doseAndRate: [{ doseQuantity: tablets(3) }],
      },
      {
        sequence: 2,
        timing: { repeat: { ...daily.repeat, boundsDuration: { value: 3, unit: 'd' } } },
        doseAndRate: [{ doseQuantity: tablets(2) }],
      },
    ),
    undefined,
  ],
  [
    'two doses of one day',
    dosages(
      { timing: { repeat: { when: ['MORN'] } }, doseAndRate: [{ doseQuantity: tablets(2) }] },
      { timing: { repeat: { when: ['NIGHT'] } }, doseAndRate: [{ doseQuantity: tablets(1) }] },
    ),
    undefined,
  ],
  [
    'a site and times of the day',
    dosages({
      timing: { repeat: { timeOfDay: ['08:00:00', '20:00:00'] } },
      site: { text: 'Right eye' },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'drop' } }],
    }),
    undefined,
  ],
  [
    'on certain days of the week',
    dosages({ timing: { repeat: { dayOfWeek: ['mon', 'thu'] } }, doseAndRate: [{ doseQuantity: tablets(1) }] }),
    undefined,
  ],
  [
    'a drip',
    dosages({
      text: '1 litre over 8 hours',
      doseAndRate: [
        {
          doseQuantity: { value: 1, unit: 'L' },
          rateRatio: { numerator: { value: 125, unit: 'mL' }, denominator: { value: 1, unit: 'h' } },
        },
      ],
    }),
    at('dosageInstruction[0].doseAndRate[0].rateRatio'),
  ],
  [
    'oxygen',
    dosages({ doseAndRate: [{ rateQuantity: { value: 4, unit: 'L/min' } }] }),
    at('dosageInstruction[0].doseAndRate[0].rateQuantity'),
  ],
  [
    'a dose that was ordered and one that was calculated',
    dosages({ doseAndRate: [{ doseQuantity: tablets(1) }, { doseQuantity: { value: 10, unit: 'mg' } }] }),
    at('dosageInstruction[0].doseAndRate[1]'),
  ],
  ['on hold, and why', { status: 'on-hold', statusReason: { coding: [{ code: 'sdupther' }] } }, at('status')],
  ['stopped', { status: 'stopped' }, at('status')],
  ['a proposal', { intent: 'proposal' }, at('intent')],
  ['instead of an earlier one', { priorPrescription: { reference: 'MedicationRequest/0' } }, at('priorPrescription')],
  [
    'another first fill',
    supply({ initialFill: { quantity: { value: 1 }, duration: { value: 3, code: 'd' } } }),
    at('dispenseRequest.initialFill'),
  ],
  ['not this one', { doNotPerform: true }, at('doNotPerform')],
  [
    'until a date without a day',
    supply({ validityPeriod: { start: '2026-03-02', end: '2026-03' } }),
    at('dispenseRequest.validityPeriod.end'),
  ],
  [
    'for a month',
    supply({ expectedSupplyDuration: { value: 1, unit: 'month', code: 'mo' } }),
    at('dispenseRequest.expectedSupplyDuration.value'),
  ],
  [
    'with an issue that was seen, a performer and a priority',
    {
      detectedIssue: [{ reference: 'DetectedIssue/1' }],
      performerType: { text: 'nurse' },
      priority: 'routine',
      eventHistory: [{ reference: 'Provenance/1' }],
    },
    undefined,
  ],
];
