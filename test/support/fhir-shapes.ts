import { request } from './fhir-messages.ts';

/** What a public shape lacks that the law here asks for: as it is, it is refused at these elements. */
export interface Shape {
  /** As that country's projects show it, with invented persons. */
  readonly message: object;
  /** FHIRPaths of all that is refused, of the first kind of refusal. */
  readonly refusedAt: readonly string[];
  /** The same with what is missing: taken. */
  readonly completed: object;
}

export const diagnosis = { reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text: 'Hypertension' }] };
export const phone = { telecom: [{ system: 'phone', value: '07700 900123', use: 'mobile' }] };

/** A patient's and doctor's resources under each country's names. */
export const patientOf = (system: string, value: string, over: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system, value }],
  name: [{ use: 'official', family: 'Example', given: ['Alex'], prefix: ['MX'] }],
  gender: 'female',
  birthDate: '1970-01-01',
  address: [{ use: 'home', line: ['1 Example Street'], city: 'Exampleton', postalCode: 'EX1 1EX' }],
  ...over,
});

export const message = (type: string, entry: readonly object[], over: object = {}) => ({ resourceType: 'Bundle', type, ...over, entry });

const nhsRequest = (id: string, over: object = {}) => ({
  resourceType: 'MedicationRequest',
  extension: [
    {
      url: 'https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType',
      valueCoding: { system: 'https://fhir.nhs.uk/CodeSystem/prescription-type', code: '0101' },
    },
  ],
  identifier: [{ system: 'https://fhir.nhs.uk/Id/prescription-order-item-number', value: `0b6b9d0a-0000-4000-8000-00000000000${id}` }],
  status: 'active',
  intent: 'order',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'community' }] }],
  medicationCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: `32223700${id}`, display: 'Some tablets' }] },
  subject: { reference: 'urn:uuid:00000000-0000-4000-8000-0000000000a1' },
  requester: { reference: 'urn:uuid:00000000-0000-4000-8000-0000000000a2' },
  groupIdentifier: {
    extension: [
      {
        url: 'https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionId',
        valueIdentifier: { system: 'https://fhir.nhs.uk/Id/prescription', value: '00000000-0000-4000-8000-0000000000ff' },
      },
    ],
    system: 'https://fhir.nhs.uk/Id/prescription-order-number',
    value: 'A0B1C2-A99999-D3E4F+',
  },
  courseOfTherapyType: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy', code: 'acute' }] },
  dosageInstruction: [
    {
      text: '4 times a day - Oral',
      timing: { repeat: { frequency: 4, period: 1, periodUnit: 'd' } },
      route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006', display: 'Oral' }] },
    },
  ],
  dispenseRequest: {
    extension: [
      {
        url: 'https://fhir.nhs.uk/StructureDefinition/Extension-DM-PerformerSiteType',
        valueCoding: { system: 'https://fhir.nhs.uk/CodeSystem/dispensing-site-preference', code: 'P1' },
      },
    ],
    performer: { identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'FX999' } },
    quantity: { value: 100, unit: 'tablet', system: 'http://snomed.info/sct', code: '428673006' },
    expectedSupplyDuration: { value: 7, unit: 'day', system: 'http://unitsofmeasure.org', code: 'd' },
  },
  substitution: { allowedBoolean: false },
  ...over,
});
const nhs = (requests: readonly object[], patient: object) =>
  message(
    'message',
    [
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-0000000000a0',
        resource: {
          resourceType: 'MessageHeader',
          eventCoding: { system: 'https://fhir.nhs.uk/CodeSystem/message-event', code: 'prescription-order' },
          source: { endpoint: 'https://example.org' },
          focus: [{ reference: 'urn:uuid:00000000-0000-4000-8000-0000000000a1' }],
        },
      },
      ...requests.map((resource, index) => ({ fullUrl: `urn:uuid:00000000-0000-4000-8000-0000000000b${index}`, resource })),
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-0000000000a1',
        resource: patientOf('https://fhir.nhs.uk/Id/nhs-number', '9990548609', patient),
      },
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-0000000000a2',
        resource: {
          resourceType: 'PractitionerRole',
          practitioner: { reference: 'urn:uuid:00000000-0000-4000-8000-0000000000a3' },
          organization: { reference: 'urn:uuid:00000000-0000-4000-8000-0000000000a4' },
        },
      },
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-0000000000a3',
        resource: {
          resourceType: 'Practitioner',
          identifier: [
            { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: 'doctor-1' },
            { system: 'https://fhir.hl7.org.uk/Id/gmc-number', value: '6095103' },
          ],
        },
      },
      {
        fullUrl: 'urn:uuid:00000000-0000-4000-8000-0000000000a4',
        resource: {
          resourceType: 'Organization',
          identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'A99999' }],
          name: 'EXAMPLE SURGERY',
        },
      },
    ],
    { identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: '00000000-0000-4000-8000-0000000000ee' } },
  );

/** England sends no time of writing but in its signature, no diagnosis, and often no phone. */
const written = { authoredOn: '2026-03-02T01:30:00+00:00', ...diagnosis };

const germanRequest = (over: object = {}) => ({
  resourceType: 'MedicationRequest',
  id: 'mr',
  meta: { profile: ['https://fhir.kbv.de/StructureDefinition/KBV_PR_ERP_Prescription|1.1.0'] },
  extension: [
    {
      url: 'https://fhir.kbv.de/StructureDefinition/KBV_EX_FOR_StatusCoPayment',
      valueCoding: { system: 'https://fhir.kbv.de/CodeSystem/KBV_CS_FOR_StatusCoPayment', code: '0' },
    },
    {
      url: 'https://fhir.kbv.de/StructureDefinition/KBV_EX_ERP_Multiple_Prescription',
      extension: [{ url: 'Kennzeichen', valueBoolean: false }],
    },
  ],
  status: 'active',
  intent: 'order',
  medicationReference: { reference: 'Medication/m' },
  subject: { reference: 'Patient/p' },
  authoredOn: '2026-03-02',
  requester: { reference: 'Practitioner/d' },
  insurance: [{ reference: 'Coverage/c' }],
  dosageInstruction: [
    { extension: [{ url: 'https://fhir.kbv.de/StructureDefinition/KBV_EX_ERP_DosageFlag', valueBoolean: true }], text: '1-0-1-0' },
  ],
  dispenseRequest: { quantity: { value: 1, system: 'http://unitsofmeasure.org', code: '{Package}' } },
  substitution: { allowedBoolean: true },
  ...over,
});
const german = (prescription: object, patient: object) =>
  message(
    'document',
    [
      {
        fullUrl: 'http://pvs.example/fhir/Composition/k',
        resource: {
          resourceType: 'Composition',
          id: 'k',
          status: 'final',
          type: { coding: [{ code: 'e16A' }] },
          date: '2026-03-02T02:30:00+01:00',
          author: [{ reference: 'Practitioner/d' }],
          title: 'elektronische Arzneimittelverordnung',
          section: [{ entry: [{ reference: 'MedicationRequest/mr' }] }],
        },
      },
      { fullUrl: 'http://pvs.example/fhir/MedicationRequest/mr', resource: prescription },
      {
        fullUrl: 'http://pvs.example/fhir/Medication/m',
        resource: {
          resourceType: 'Medication',
          id: 'm',
          code: { coding: [{ system: 'http://fhir.de/CodeSystem/ifa/pzn', code: '00814665' }], text: 'Beispiel 40 mg' },
          amount: { numerator: { unit: 'Stk' }, denominator: { value: 1 } },
        },
      },
      {
        fullUrl: 'http://pvs.example/fhir/Patient/p',
        resource: patientOf('http://fhir.de/sid/gkv/kvid-10', 'X110411319', { id: 'p', ...patient }),
      },
      {
        fullUrl: 'http://pvs.example/fhir/Practitioner/d',
        resource: {
          resourceType: 'Practitioner',
          id: 'd',
          identifier: [{ system: 'https://fhir.kbv.de/NamingSystem/KBV_NS_Base_ANR', value: 'doctor-1' }],
          qualification: [{ code: { text: 'Hausarzt' } }],
        },
      },
      { fullUrl: 'http://pvs.example/fhir/Organization/o', resource: { resourceType: 'Organization', id: 'o', name: 'Praxis Beispiel' } },
      {
        fullUrl: 'http://pvs.example/fhir/Coverage/c',
        resource: {
          resourceType: 'Coverage',
          id: 'c',
          status: 'active',
          type: { coding: [{ code: 'GKV' }] },
          beneficiary: { reference: 'Patient/p' },
          payor: [{ identifier: { system: 'http://fhir.de/sid/arge-ik/iknr', value: '109519005' }, display: 'Beispielkasse' }],
        },
      },
    ],
    {
      identifier: { system: 'https://gematik.de/fhir/erp/NamingSystem/GEM_ERP_NS_PrescriptionId', value: '160.100.000.000.000.24' },
      timestamp: '2026-03-02T02:30:00.000+01:00',
    },
  );

const swissRequest = (over: object = {}) => ({
  resourceType: 'MedicationRequest',
  contained: [
    {
      resourceType: 'Medication',
      id: 'med',
      code: { coding: [{ system: 'urn:oid:2.51.1.1', code: '7680504110924' }], text: 'Beispiel Tabl 5 mg' },
    },
  ],
  extension: [
    {
      url: 'http://fhir.ch/ig/ch-emed/StructureDefinition/ch-emed-ext-treatmentplan',
      extension: [{ url: 'id', valueIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:00000000-0000-4000-8000-0000000000c1' } }],
    },
  ],
  identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:00000000-0000-4000-8000-0000000000c2' }],
  status: 'active',
  intent: 'order',
  medicationReference: { reference: '#med' },
  subject: { reference: 'http://test.example/r4/Patient/A' },
  authoredOn: '2026-03-02T02:30:00+01:00',
  requester: { reference: 'http://test.example/r4/PractitionerRole/R' },
  groupIdentifier: { system: 'urn:ietf:rfc:3986', value: 'CH-2026-000017' },
  dosageInstruction: [
    {
      text: '1 Tablette am Morgen',
      timing: { repeat: { boundsPeriod: { start: '2026-03-02', end: '2026-03-08' }, when: ['MORN'] } },
      route: { coding: [{ system: 'urn:oid:0.4.0.127.0.16.1.1.2.1', code: '20053000', display: 'Oral use' }] },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'Tablet', system: 'http://snomed.info/sct', code: '732936001' } }],
    },
  ],
  dispenseRequest: { numberOfRepeatsAllowed: 0, quantity: { value: 1, unit: 'Package' } },
  substitution: {
    allowedCodeableConcept: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution', code: 'E' }] },
  },
  ...over,
});
const swiss = (prescription: object) =>
  message(
    'document',
    [
      { fullUrl: 'http://test.example/r4/Composition/C', resource: { resourceType: 'Composition', status: 'final', title: 'Rezept' } },
      {
        fullUrl: 'http://test.example/r4/Patient/A',
        resource: patientOf('urn:oid:2.16.756.5.30.1.127.3.10.3', '761337610411353650', phone),
      },
      {
        fullUrl: 'http://test.example/r4/PractitionerRole/R',
        resource: { resourceType: 'PractitionerRole', practitioner: { reference: 'http://test.example/r4/Practitioner/D' } },
      },
      {
        fullUrl: 'http://test.example/r4/Practitioner/D',
        resource: { resourceType: 'Practitioner', identifier: [{ system: 'urn:oid:2.51.1.3', value: 'doctor-1' }] },
      },
      { fullUrl: 'http://test.example/r4/MedicationRequest/M', resource: prescription },
      {
        fullUrl: 'http://test.example/r4/Binary/B',
        resource: { resourceType: 'Binary', contentType: 'application/pdf', data: 'JVBERi0xLjQ=' },
      },
    ],
    {
      identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:00000000-0000-4000-8000-0000000000c0' },
      timestamp: '2026-03-02T02:30:00+01:00',
    },
  );

/** HL7's own example and US Core: a Condition for the reason, an RxNorm code, refills. */
const american = (condition: readonly object[]) =>
  message('transaction', [
    {
      fullUrl: 'https://ehr.example/fhir/MedicationRequest/1',
      resource: request('XC08CAA001', {
        identifier: [{ use: 'official', system: 'http://www.bmc.example/portal/prescriptions', value: '12345689' }],
        medicationCodeableConcept: {
          coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '582620', display: 'Example 10 MG Oral Tablet' }],
        },
        subject: { reference: 'Patient/1', display: 'Alex Example' },
        encounter: { reference: 'Encounter/elsewhere' },
        requester: { reference: 'Practitioner/1' },
        reasonReference: [{ reference: 'Condition/1' }],
        courseOfTherapyType: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy', code: 'continuous' }],
        },
        dosageInstruction: [
          {
            sequence: 1,
            text: 'one tablet daily',
            additionalInstruction: [{ text: 'with or after food' }],
            timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
          },
        ],
        dispenseRequest: {
          validityPeriod: { start: '2026-03-02', end: '2026-05-30' },
          numberOfRepeatsAllowed: 2,
          dispenseInterval: { value: 28, code: 'd' },
          quantity: { value: 30, unit: 'TAB', system: 'http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm', code: 'TAB' },
          expectedSupplyDuration: { value: 28, unit: 'days', system: 'http://unitsofmeasure.org', code: 'd' },
        },
        reasonCode: undefined,
      }),
      request: { method: 'POST', url: 'MedicationRequest' },
    },
    {
      fullUrl: 'https://ehr.example/fhir/Patient/1',
      resource: patientOf('http://hospital.example/mrn', 'MRN1234567', phone),
      request: { method: 'PUT', url: 'Patient/1' },
    },
    {
      fullUrl: 'https://ehr.example/fhir/Practitioner/1',
      resource: { resourceType: 'Practitioner', id: '1', identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: 'doctor-1' }] },
      request: { method: 'PUT', url: 'Practitioner/1' },
    },
    ...condition,
  ]);
const condition = {
  resource: {
    resourceType: 'Condition',
    id: '1',
    code: { coding: [{ system: 'http://snomed.info/sct', code: '38341003', display: 'Hypertension' }] },
    subject: { reference: 'Patient/1' },
  },
};

/** The north: a product by its number (Vnr), words for the dose, a contained patient. */
const nordic = (over: object = {}) =>
  message('collection', [
    {
      resource: request('XC08CAA001', {
        contained: [patientOf('urn:oid:1.2.246.21', '010170-999R'.replace('-', ''), { id: 'pat', ...phone })] as never,
        medicationCodeableConcept: { coding: [{ system: 'urn:oid:1.2.208.176.1.6', code: '012345' }], text: 'Eksempel 50 mg' },
        subject: { reference: '#pat' },
        requester: { identifier: { system: 'urn:oid:1.2.578.1.12.4.1.4.4', value: 'doctor-1' } },
        dosageInstruction: [{ text: '1 tablett morgen og kveld', patientInstruction: 'Svelges hele' }],
        ...over,
      }),
    },
  ]);

const first = 'Bundle.entry[1].resource';

/** Messages of the shapes that public projects show. */
export const shapes = {
  'England: one form, two items': {
    message: nhs([nhsRequest('0'), nhsRequest('1')], {}),
    refusedAt: [`${first}.authoredOn`, `${first}.reasonCode[0].coding[0].code`, 'Bundle.entry[3].resource.telecom[0]'],
    completed: nhs([nhsRequest('0', written), nhsRequest('1', written)], phone),
  },
  'England: an issue of a repeat': {
    message: nhs([nhsRequest('0', { ...written, intent: 'plan' })], phone),
    refusedAt: [`${first}.intent`],
    completed: nhs(
      [
        nhsRequest('0', {
          ...written,
          intent: 'reflex-order',
          courseOfTherapyType: {
            coding: [
              { system: 'https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy', code: 'continuous-repeat-dispensing' },
            ],
          },
          basedOn: [
            {
              extension: [
                {
                  url: 'https://fhir.nhs.uk/StructureDefinition/Extension-EPS-RepeatInformation',
                  extension: [{ url: 'numberOfRepeatsAllowed', valueInteger: 6 }],
                },
              ],
              identifier: { system: 'https://fhir.nhs.uk/Id/prescription-order-item-number', value: 'x' },
            },
          ],
        }),
      ],
      phone,
    ),
  },
  'Germany: a document of one item': {
    message: german(germanRequest(), {}),
    refusedAt: [
      `${first}.reasonCode[0].coding[0].code`,
      `${first}.dispenseRequest.expectedSupplyDuration.value`,
      'Bundle.entry[3].resource.telecom[0]',
    ],
    completed: german(
      germanRequest({
        ...diagnosis,
        dispenseRequest: { quantity: { value: 1, code: '{Package}' }, expectedSupplyDuration: { value: 10, code: 'd' } },
      }),
      phone,
    ),
  },
  'Switzerland: a document with a contained drug': {
    message: swiss(swissRequest()),
    refusedAt: ['Bundle.entry[4].resource.reasonCode[0].coding[0].code'],
    completed: swiss(swissRequest(diagnosis)),
  },
  'HL7 and US Core: a transaction with a condition': {
    message: american([]),
    refusedAt: ['Bundle.entry[0].resource.reasonCode[0].coding[0].code'],
    completed: american([condition]),
  },
  'The north: words and a contained patient': {
    message: nordic({ subject: { reference: '#nobody' } }),
    refusedAt: ['Bundle.entry[0].resource.subject.reference'],
    completed: nordic(),
  },
} as const satisfies Readonly<Record<string, Shape>>;
