import type { MedicationDispense, MedicationRequest, Task } from 'fhir/r4.js';
import { extensionUrl, identifierSystems } from '../../../../events/fhir/systems.ts';
import type { PrescriptionReply } from '../../contract/replies.ts';
import { collectionOf, entryOf } from './collection.ts';
import { agencyReference, drugCoding, nameOf, prescriptionIdentifier, standingOf, statusConcept } from './names.ts';

type Line = PrescriptionReply['lines'][number];

/** Whose medicine it is: a token, or nobody where the reader does not see it. */
const subjectOf = ({ patientToken }: PrescriptionReply) =>
  patientToken === undefined ? { display: 'sealed' } : { identifier: { system: identifierSystems.patientToken, value: patientToken } };

/** The workflow: which state it is in, who holds it until when. */
export const taskOf = (reply: PrescriptionReply): Task => {
  const { prescriptionId, status, version, createdAt, validUntil, claim, hospitalId, documentHash } = reply;
  return {
    resourceType: 'Task',
    meta: { versionId: String(version) },
    identifier: [prescriptionIdentifier(prescriptionId)],
    status: standingOf[status].task,
    businessStatus: statusConcept(status),
    intent: 'order',
    groupIdentifier: prescriptionIdentifier(prescriptionId),
    authoredOn: createdAt,
    requester: agencyReference(hospitalId),
    ...(claim === undefined ? {} : { owner: agencyReference(claim.pharmacyId) }),
    restriction: { period: { end: claim?.leaseEndsAt ?? validUntil } },
    // What both signatures bind, for those who sign step by step.
    input: [{ type: { text: 'documentHash' }, valueString: documentHash }],
  };
};

const requestOf = (
  reply: PrescriptionReply,
  { line, drugCode, prescribedQuantity }: Line,
  systems: readonly string[],
): MedicationRequest => {
  const { prescriptionId, status, fillsMax, createdAt, validUntil, channel } = reply;
  return {
    resourceType: 'MedicationRequest',
    identifier: [{ system: identifierSystems.prescription, value: `${prescriptionId}/${line}` }],
    status: standingOf[status].request,
    intent: fillsMax > 1 ? 'original-order' : 'order',
    extension: [{ url: extensionUrl('prescription'), extension: [{ url: 'channel', valueCode: channel }] }],
    medicationCodeableConcept: { coding: [drugCoding(drugCode, systems)] },
    subject: subjectOf(reply),
    groupIdentifier: prescriptionIdentifier(prescriptionId),
    dispenseRequest: {
      validityPeriod: { start: createdAt, end: validUntil },
      ...(fillsMax > 1 ? { numberOfRepeatsAllowed: fillsMax - 1 } : {}),
      quantity: { value: prescribedQuantity },
    },
  };
};

/** What of a line is out of stock already; lots and trace codes only its pharmacy sees, in the answer to its sale. */
const dispenseOf = (
  reply: PrescriptionReply,
  { line, drugCode, dispensedQuantity }: Line,
  systems: readonly string[],
): MedicationDispense => ({
  resourceType: 'MedicationDispense',
  status: 'completed',
  medicationCodeableConcept: { coding: [drugCoding(drugCode, systems)] },
  subject: subjectOf(reply),
  authorizingPrescription: [{ reference: nameOf('MedicationRequest', reply.prescriptionId, line) }],
  quantity: { value: dispensedQuantity },
});

/** A prescription as its own reader sees it: a Task, a MedicationRequest for each line, and what was dispensed of this fill. */
export const prescriptionBundleOf = (reply: PrescriptionReply, systems: readonly string[]) => {
  const { prescriptionId, lines, fill } = reply;
  return collectionOf(prescriptionIdentifier(prescriptionId), [
    entryOf(nameOf('Task', prescriptionId), taskOf(reply)),
    ...lines.map((line) => entryOf(nameOf('MedicationRequest', prescriptionId, line.line), requestOf(reply, line, systems))),
    ...lines
      .filter(({ dispensedQuantity }) => dispensedQuantity > 0)
      .map((line) => entryOf(nameOf('MedicationDispense', prescriptionId, fill, line.line), dispenseOf(reply, line, systems))),
  ]);
};
