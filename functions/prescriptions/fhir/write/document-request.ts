import type { Dosage, Extension, MedicationRequest } from 'fhir/r4.js';
import { codeSystems, extensionUrl } from '../../../../events/fhir/systems.ts';
import { addMs, DAY_MS, instant } from '../../../../shared/kernel/time.ts';
import type { PrescriptionDocument } from '../../domain/document.ts';
import { AS_DIRECTED } from '../read/dosage.ts';
import { drugCoding, practitionerReference, ucum } from './names.ts';

const HL7_COURSE = 'http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy';
const courseOf = { ordinary: 'acute', emergency: 'acute', chronic: 'continuous', 'long-term': 'continuous' } as const;

type Line = PrescriptionDocument['lines'][number];
type Part = Omit<Extension, 'url'>;

const parts = (named: Readonly<Record<string, Part | undefined>>): Extension[] =>
  Object.entries(named).flatMap(([url, part]) => (part === undefined ? [] : [{ url, ...part }]));
const text = (value: string | undefined): Part | undefined => (value === undefined ? undefined : { valueString: value });

/** What FHIR has no element for: read again by `read/order.ts`. */
const ownExtension = (document: PrescriptionDocument): Extension => {
  const { channel, onlineAuthNumber, isFirstVisit, followUpEvidence, isGuardianPresent, delegateIds = [], supply, herbal } = document;
  return {
    url: extensionUrl('prescription'),
    extension: [
      ...parts({
        channel: { valueCode: channel },
        onlineAuthNumber: text(onlineAuthNumber),
        isFirstVisit: { valueBoolean: isFirstVisit },
        followUpEvidence: text(followUpEvidence),
        isGuardianPresent: isGuardianPresent === undefined ? undefined : { valueBoolean: isGuardianPresent },
        supplyReason: text(supply.reason),
        consentReference: text(supply.consent?.reference),
        consentSignedAt: supply.consent && { valueDateTime: supply.consent.signedAt },
        herbalDoses: herbal && { valueInteger: herbal.doses },
        herbalUsage: text(herbal?.usage),
        herbalInstructions: text(herbal?.instructions),
      }),
      ...delegateIds.map((valueString) => ({ url: 'delegateId', valueString })),
    ],
  };
};

/** `5 mg` in its two parts; any other text as it is. */
const doseOf = (dose: string): NonNullable<Dosage['doseAndRate']>[number] => {
  const [whole, number, unit] = /^(\d+(?:\.\d+)?) (\S+)$/.exec(dose) ?? [];
  const value = Number(number);
  return unit !== undefined && `${value} ${unit}` === whole
    ? { doseQuantity: { value, unit } }
    : { extension: [{ url: extensionUrl('dose'), valueString: dose }] };
};

const dosageOf = ({ dose, route, frequency, note }: Line): Dosage =>
  note !== undefined && [dose, route, frequency].every((part) => part === AS_DIRECTED)
    ? { text: note }
    : { timing: { code: { text: frequency } }, route: { text: route }, doseAndRate: [doseOf(dose)] };

interface Referred {
  readonly subject: MedicationRequest['subject'];
  readonly insurance: NonNullable<MedicationRequest['insurance']>;
  readonly drugSystems: readonly string[];
}

/** A line as its own request, with what all lines have in common. */
export const documentRequest = (
  document: PrescriptionDocument,
  line: Line,
  { subject, insurance, drugSystems }: Referred,
): MedicationRequest => {
  const { hospitalRxNumber, prescribedAt, validDays, prescriberId, diagnoses, supply, repeat } = document;
  const dosage = dosageOf(line);
  return {
    resourceType: 'MedicationRequest',
    extension: [ownExtension(document)],
    status: 'active',
    intent: repeat === undefined ? 'order' : 'original-order',
    medicationCodeableConcept: { coding: [drugCoding(line.drugCode, drugSystems)] },
    subject,
    authoredOn: prescribedAt,
    requester: practitionerReference(prescriberId),
    reasonCode: diagnoses.map(({ code, name }) => ({ coding: [{ code }], text: name })),
    groupIdentifier: { value: hospitalRxNumber },
    courseOfTherapyType: {
      coding: [
        { system: codeSystems.supplyBasis, code: supply.basis },
        { system: HL7_COURSE, code: courseOf[supply.basis] },
      ],
    },
    ...(insurance.length === 0 ? {} : { insurance }),
    ...(line.note === undefined || dosage.text !== undefined ? {} : { note: [{ text: line.note }] }),
    dosageInstruction: [dosage],
    dispenseRequest: {
      validityPeriod: { start: prescribedAt, end: addMs(instant(prescribedAt), validDays * DAY_MS) },
      ...(repeat === undefined ? {} : { numberOfRepeatsAllowed: repeat.fillsMax - 1, dispenseInterval: ucum(repeat.minIntervalDays, 'd') }),
      quantity: { value: line.quantity },
      expectedSupplyDuration: ucum(line.supplyDays, 'd'),
    },
  };
};
