import type { MedicationRequest, Patient, Practitioner } from 'fhir/r4.js';
import { codeSystems, extensionUrl, identifierSystems } from '../../events/fhir/systems.ts';
import { signatureTypes } from '../../functions/prescriptions/fhir/read/signatures.ts';
import { MONDAY } from './virtual-clock.ts';

export const FHIR_JSON = 'application/fhir+json';
export const DRUG_SYSTEM = 'urn:sanlian:cn:nhsa-drug-code';
export const ID_SYSTEM = 'urn:sanlian:cn:resident-identity-number';
export const NUMBER_SYSTEM = 'urn:example:hospital-rx-number';

export const patient = {
  resourceType: 'Patient',
  identifier: [{ system: ID_SYSTEM, value: '370102196503078524' }],
  name: [{ use: 'official', family: '张', given: ['秀英'] }],
  telecom: [{ system: 'phone', value: '13800001234', use: 'mobile' }],
  gender: 'female',
  birthDate: '1965-03-07',
} as const satisfies Patient;

export const practitioner = {
  resourceType: 'Practitioner',
  identifier: [{ system: identifierSystems.practitioner, value: 'doctor-1' }],
} as const satisfies Practitioner;

export const request = (code: string, over: Partial<MedicationRequest> = {}): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  groupIdentifier: { system: NUMBER_SYSTEM, value: 'RX-F1' },
  medicationCodeableConcept: { coding: [{ system: DRUG_SYSTEM, code }] },
  subject: { reference: 'urn:uuid:patient' },
  requester: { reference: 'urn:uuid:doctor' },
  authoredOn: MONDAY,
  reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10.x00' }], text: '原发性高血压' }],
  dosageInstruction: [
    { timing: { code: { text: 'qd' } }, route: { text: 'oral' }, doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg' } }] },
  ],
  dispenseRequest: {
    validityPeriod: { start: MONDAY, end: '2026-03-05T02:00:00.000Z' },
    quantity: { value: 2 },
    expectedSupplyDuration: { value: 7, code: 'd' },
  },
  ...over,
});

interface Entry {
  readonly fullUrl?: string;
  readonly resource: object;
}

export const people: readonly Entry[] = [
  { fullUrl: 'urn:uuid:patient', resource: patient },
  { fullUrl: 'urn:uuid:doctor', resource: practitioner },
];

/** A prescription of two drugs, as the JSON of `prescription-facts.ts` says it. */
export const bundle = (over: object = {}, requests: readonly object[] = [request('XC08CAA001'), request('XA10BAD046')]) => ({
  resourceType: 'Bundle',
  type: 'message',
  entry: [...requests.map((resource, index) => ({ fullUrl: `urn:uuid:line-${index}`, resource })), ...people],
  ...over,
});

/** The same taken back. */
export const cancellation = (over: Partial<MedicationRequest> = {}, codes = ['XC08CAA001', 'XA10BAD046']) =>
  bundle(
    {},
    codes.map((code) =>
      request(code, { status: 'cancelled', statusReason: { coding: [{ system: 'urn:example:reason', code: '0001' }] }, ...over }),
    ),
  );

interface Signed {
  readonly practitionerId: string;
  readonly signedAt: string;
  readonly signature: string;
}
/** Our signatures as a Provenance carries them. */
export const provenanceOf = (signatures: { readonly prescriber: Signed; readonly pharmacist?: Signed }) => ({
  resource: {
    resourceType: 'Provenance',
    target: [{ reference: 'urn:uuid:line-0' }],
    recorded: MONDAY,
    agent: [{ who: { reference: 'urn:uuid:doctor' } }],
    signature: (['prescriber', 'pharmacist'] as const).flatMap((role) => {
      const signed = signatures[role];
      if (signed === undefined) return [];
      const who = { identifier: { system: identifierSystems.practitioner, value: signed.practitionerId } };
      return [
        {
          type: [{ system: 'urn:iso-astm:E1762-95:2013', code: signatureTypes[role] }],
          when: signed.signedAt,
          who,
          sigFormat: 'application/vnd.sanlian.signature-v1',
          data: signed.signature,
        },
      ];
    }),
  },
});

/** What FHIR has no element for. */
export const ownParts = (...parts: readonly object[]) => [{ url: extensionUrl('prescription'), extension: [...parts] }];
export const basis = (code: string) => ({ coding: [{ system: codeSystems.supplyBasis, code }] });
