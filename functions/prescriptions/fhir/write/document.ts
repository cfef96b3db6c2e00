import type { FhirResource, Provenance } from 'fhir/r4.js';
import { instant } from '../../../../shared/kernel/time.ts';
import type { PatientIdentity } from '../../contract/patient.ts';
import type { PrescriptionDocument } from '../../domain/document.ts';
import type { PrescriptionRules } from '../../domain/policy.ts';
import type { FhirAnswer, FhirBundle } from '../bundle.ts';
import { collectionOf, entryOf } from './collection.ts';
import { documentRequest } from './document-request.ts';
import { allergiesOf, coveragesOf, observationsOf, patientResource } from './document-resources.ts';
import { nameOf, practitionerReference, prescriptionIdentifier } from './names.ts';

/** A document that was opened for a reader. */
export interface Opened {
  readonly prescriptionId: string;
  readonly documentHash: string;
  readonly prescription: PrescriptionDocument;
  readonly patient: PatientIdentity;
}

/** Which prescription here it is, and which version of it was signed. */
const provenanceOf = ({ prescriptionId, documentHash, prescription }: Opened): Provenance => ({
  resourceType: 'Provenance',
  target: [{ identifier: prescriptionIdentifier(prescriptionId) }],
  recorded: instant(prescription.prescribedAt),
  agent: [{ who: practitionerReference(prescription.prescriberId) }],
  entity: [{ role: 'source', what: { identifier: { system: 'urn:sanlian:fhir:id:document-hash', value: documentHash } } }],
});

/** The document in our own FHIR: what `read/` makes of it again is the same document. */
export const writtenDocument = (opened: Opened, { fhir }: Pick<PrescriptionRules, 'fhir'>) => {
  const { prescriptionId: id, prescription, patient } = opened;
  const subject = { reference: nameOf('Patient', id) };
  const coverages = coveragesOf(prescription, subject);
  const named = (type: string, resources: readonly FhirResource[]) =>
    resources.map((resource, index) => entryOf(nameOf(type, id, index + 1), resource));
  const referred = {
    subject,
    insurance: coverages.map((_coverage, index) => ({ reference: nameOf('Coverage', id, index + 1) })),
    drugSystems: fhir.drugSystems,
  };
  return collectionOf(prescriptionIdentifier(id), [
    ...named(
      'MedicationRequest',
      prescription.lines.map((line) => documentRequest(prescription, line, referred)),
    ),
    entryOf(nameOf('Patient', id), patientResource(patient, prescription, fhir.patientSystems)),
    ...named('Coverage', coverages),
    ...named('Observation', observationsOf(prescription, subject)),
    ...named('AllergyIntolerance', allergiesOf(prescription, subject)),
    entryOf(nameOf('Provenance', id), provenanceOf(opened)),
  ]);
};

/** The message as the hospital sent it, with every extension, and our Provenance beside. It is a collection now: nobody sends it again. */
export const keptDocument = (kept: FhirBundle, opened: Opened): FhirAnswer => ({
  ...kept,
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    ...kept.entry.map(({ fullUrl, resource }) => ({ fullUrl, resource })),
    entryOf(nameOf('Provenance', opened.prescriptionId), provenanceOf(opened)),
  ],
});
