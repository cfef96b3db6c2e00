import type { AllergyIntolerance, Coverage, Observation, Patient } from 'fhir/r4.js';
import { codeSystems, extensionUrl } from '../../../../events/fhir/systems.ts';
import type { PatientIdentity } from '../../contract/patient.ts';
import type { PrescriptionDocument } from '../../domain/document.ts';
import { loincOf } from '../observed.ts';
import { ucum } from './names.ts';

/** The person, and the age on the day of prescribing: the document knows no birth date. */
export const patientResource = (
  { name, idNumber, phone, address }: PatientIdentity,
  { patient }: PrescriptionDocument,
  [system]: readonly string[],
): Patient => ({
  resourceType: 'Patient',
  extension: [{ url: extensionUrl('age-years'), valueInteger: patient.ageYears }],
  identifier: [{ ...(system === undefined ? {} : { system }), value: idNumber }],
  name: [{ text: name }],
  telecom: [{ system: 'phone', value: phone }],
  gender: patient.sex,
  ...(address === undefined ? {} : { address: [{ text: address }] }),
});

type Subject = Pick<Observation, 'subject'>['subject'];

/** What a dose is checked against, as observations. */
export const observationsOf = ({ patient }: PrescriptionDocument, subject: Subject): readonly Observation[] => {
  const { weightKg, pregnancyWeeks, isBreastfeeding } = patient;
  const observation = (name: keyof typeof loincOf, value: Partial<Observation>): Observation => ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: loincOf[name] }] },
    ...(subject === undefined ? {} : { subject }),
    ...value,
  });
  return [
    ...(weightKg === undefined ? [] : [observation('weightKg', { valueQuantity: ucum(weightKg, 'kg') })]),
    ...(pregnancyWeeks === undefined ? [] : [observation('pregnancyWeeks', { valueQuantity: ucum(pregnancyWeeks, 'wk') })]),
    ...(isBreastfeeding === undefined ? [] : [observation('isBreastfeeding', { valueBoolean: isBreastfeeding })]),
  ];
};

const ACTIVE = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] };

export const allergiesOf = (
  { patient: { allergies = [] } }: PrescriptionDocument,
  subject: AllergyIntolerance['patient'],
): readonly AllergyIntolerance[] =>
  allergies.map((text) => ({ resourceType: 'AllergyIntolerance', clinicalStatus: ACTIVE, code: { text }, patient: subject }));

/** 参保地: nothing for a patient who is not insured. */
export const coveragesOf = ({ insuredRegion }: PrescriptionDocument, beneficiary: Coverage['beneficiary']): readonly Coverage[] =>
  insuredRegion === undefined
    ? []
    : [
        {
          resourceType: 'Coverage',
          status: 'active',
          beneficiary,
          payor: [{ display: insuredRegion }],
          class: [{ type: { coding: [{ system: codeSystems.division, code: 'insured-region' }] }, value: insuredRegion }],
        },
      ];
