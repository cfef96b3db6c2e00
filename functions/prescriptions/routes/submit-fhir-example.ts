import { identifierSystems } from '../../../events/fhir/systems.ts';

const medicationRequest = {
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  groupIdentifier: { system: 'urn:example:hospital-rx-number', value: 'RX20260302-0002' },
  medicationCodeableConcept: { coding: [{ system: 'urn:sanlian:cn:nhsa-drug-code', code: '{{drugCode}}' }] },
  subject: { reference: 'urn:uuid:5f1c0a52-8b1e-4a8e-9d57-0c2a3a7b9e01' },
  requester: { reference: 'urn:uuid:5f1c0a52-8b1e-4a8e-9d57-0c2a3a7b9e02' },
  authoredOn: '2026-03-02T01:55:00Z',
  reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10.x00' }], text: '原发性高血压' }],
  courseOfTherapyType: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy', code: 'acute' }],
  },
  dosageInstruction: [
    {
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
      route: { text: 'oral' },
      doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } }],
    },
  ],
  dispenseRequest: {
    validityPeriod: { start: '2026-03-02T01:55:00Z', end: '2026-03-05T01:55:00Z' },
    quantity: { value: 2 },
    expectedSupplyDuration: { value: 7, unit: 'day', system: 'http://unitsofmeasure.org', code: 'd' },
  },
} as const;

/** The same patient as in the JSON example, as a hospital's FHIR system would send her. All of it is invented. */
export const fhirExample = {
  resourceType: 'Bundle',
  type: 'collection',
  timestamp: '2026-03-02T01:55:00Z',
  entry: [
    { fullUrl: 'urn:uuid:5f1c0a52-8b1e-4a8e-9d57-0c2a3a7b9e00', resource: medicationRequest },
    {
      fullUrl: 'urn:uuid:5f1c0a52-8b1e-4a8e-9d57-0c2a3a7b9e01',
      resource: {
        resourceType: 'Patient',
        identifier: [{ system: 'urn:sanlian:cn:resident-identity-number', value: '370102196503078524' }],
        name: [{ text: '张秀英' }],
        telecom: [{ system: 'phone', value: '13800001234' }],
        gender: 'female',
        birthDate: '1965-03-07',
      },
    },
    {
      fullUrl: 'urn:uuid:5f1c0a52-8b1e-4a8e-9d57-0c2a3a7b9e02',
      resource: { resourceType: 'Practitioner', identifier: [{ system: identifierSystems.practitioner, value: '{{doctorId}}' }] },
    },
  ],
} as const;
