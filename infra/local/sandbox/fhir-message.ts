import { extensionUrl, identifierSystems } from '../../../events/fhir/systems.ts';
import { addMs, DAY_MS, instant } from '../../../shared/kernel/time.ts';
import { demoPatient } from './cast.ts';
import { type DemoPrescription, documentOf, signaturesOf } from './prescription.ts';
import type { DemoHospital } from './setup.ts';

type Document = ReturnType<typeof documentOf>;

const practitioner = (value: string) => ({ identifier: { system: identifierSystems.practitioner, value } });

const requestOf = (document: Document, { drugCode, quantity, supplyDays, dose, route, frequency }: Document['lines'][number]) => {
  const { hospitalRxNumber, prescribedAt, validDays, prescriberId, isFirstVisit, diagnoses } = document;
  const [value, unit] = dose.split(' ');
  return {
    resourceType: 'MedicationRequest',
    extension: [{ url: extensionUrl('prescription'), extension: [{ url: 'isFirstVisit', valueBoolean: isFirstVisit }] }],
    status: 'active',
    intent: 'order',
    groupIdentifier: { system: 'urn:example:hospital-rx-number', value: hospitalRxNumber },
    medicationCodeableConcept: { coding: [{ system: 'urn:sanlian:cn:nhsa-drug-code', code: drugCode }] },
    subject: { reference: 'urn:uuid:9f0d8f8e-6a1f-4c6e-9c39-3f6d2f3e1a01' },
    requester: practitioner(prescriberId),
    authoredOn: prescribedAt,
    reasonCode: diagnoses.map(({ code, name }) => ({ coding: [{ code }], text: name })),
    dosageInstruction: [
      { timing: { code: { text: frequency } }, route: { text: route }, doseAndRate: [{ doseQuantity: { value: Number(value), unit } }] },
    ],
    dispenseRequest: {
      validityPeriod: { start: prescribedAt, end: addMs(instant(prescribedAt), validDays * DAY_MS) },
      quantity: { value: quantity },
      expectedSupplyDuration: { value: supplyDays, code: 'd' },
    },
  };
};

const patientOf = ({ patient }: Document) => ({
  resourceType: 'Patient',
  extension: [{ url: extensionUrl('age-years'), valueInteger: patient.ageYears }],
  identifier: [{ system: 'urn:sanlian:cn:resident-identity-number', value: demoPatient.idNumber }],
  name: [{ text: demoPatient.name }],
  telecom: [{ system: 'phone', value: demoPatient.phone }],
  gender: patient.sex,
});

/** Whose signature is of which kind (urn:iso-astm:E1762-95:2013). */
const kinds = { prescriber: '1.2.840.10065.1.12.1.1', pharmacist: '1.2.840.10065.1.12.1.5' } as const;

const provenanceOf = (hospital: DemoHospital, demo: DemoPrescription) => {
  const signatures = signaturesOf(hospital, demo);
  return {
    resourceType: 'Provenance',
    target: [{ reference: 'urn:uuid:9f0d8f8e-6a1f-4c6e-9c39-3f6d2f3e1a01' }],
    recorded: demo.prescribedAt,
    agent: [{ who: practitioner(signatures.prescriber.practitionerId) }],
    signature: (['prescriber', 'pharmacist'] as const).map((role) => ({
      type: [{ system: 'urn:iso-astm:E1762-95:2013', code: kinds[role] }],
      when: signatures[role].signedAt,
      who: practitioner(signatures[role].practitionerId),
      sigFormat: 'application/vnd.sanlian.signature-v1',
      data: signatures[role].signature,
    })),
  };
};

/** The demo prescription as a hospital's FHIR system sends it, with both signatures: active at once. */
export const fhirMessageOf = (hospital: DemoHospital, demo: DemoPrescription) => {
  const document = documentOf(hospital, demo);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: demo.prescribedAt,
    entry: [
      ...document.lines.map((line) => ({ resource: requestOf(document, line) })),
      { fullUrl: 'urn:uuid:9f0d8f8e-6a1f-4c6e-9c39-3f6d2f3e1a01', resource: patientOf(document) },
      { resource: provenanceOf(hospital, demo) },
    ],
  };
};
