import * as z from 'zod/mini';
import { CodeableConcept, Coding, Extension, Identifier, list, Period, Quantity, Range, Ratio, Reference, Text } from './datatypes.ts';

const opt = z.optional;
const extension = opt(list(Extension));
const identifier = opt(list(Identifier));

const Repeat = z.object({
  boundsDuration: opt(Quantity),
  boundsRange: opt(Range),
  boundsPeriod: opt(Period),
  count: opt(z.number()),
  countMax: opt(z.number()),
  duration: opt(z.number()),
  durationMax: opt(z.number()),
  durationUnit: opt(Text),
  frequency: opt(z.number()),
  frequencyMax: opt(z.number()),
  period: opt(z.number()),
  periodMax: opt(z.number()),
  periodUnit: opt(Text),
  dayOfWeek: opt(list(Text)),
  timeOfDay: opt(list(Text)),
  when: opt(list(Text)),
  offset: opt(z.number()),
});
/** A value of any type, to which only its place matters. */
const something = opt(z.unknown());
const DoseAndRate = z.object({
  extension,
  doseQuantity: opt(Quantity),
  doseRange: opt(Range),
  rateRatio: something,
  rateRange: something,
  rateQuantity: something,
});
const Dosage = z.object({
  sequence: opt(z.int()),
  text: opt(Text),
  additionalInstruction: opt(list(CodeableConcept)),
  patientInstruction: opt(Text),
  timing: opt(z.object({ event: opt(list(Text)), repeat: opt(Repeat), code: opt(CodeableConcept) })),
  asNeededBoolean: opt(z.boolean()),
  asNeededCodeableConcept: opt(CodeableConcept),
  site: opt(CodeableConcept),
  route: opt(CodeableConcept),
  method: opt(CodeableConcept),
  doseAndRate: opt(list(DoseAndRate)),
  maxDosePerPeriod: opt(Ratio),
  maxDosePerAdministration: opt(Quantity),
  maxDosePerLifetime: opt(Quantity),
});
export type Dosage = z.infer<typeof Dosage>;

export const MedicationRequest = z.object({
  extension,
  identifier,
  status: Text,
  statusReason: opt(CodeableConcept),
  intent: Text,
  doNotPerform: opt(z.boolean()),
  reportedBoolean: opt(z.boolean()),
  reportedReference: something,
  medicationCodeableConcept: opt(CodeableConcept),
  medicationReference: opt(Reference),
  subject: Reference,
  encounter: opt(Reference),
  authoredOn: opt(Text),
  requester: opt(Reference),
  reasonCode: opt(list(CodeableConcept)),
  reasonReference: opt(list(Reference)),
  basedOn: opt(list(Reference)),
  groupIdentifier: opt(Identifier),
  courseOfTherapyType: opt(CodeableConcept),
  insurance: opt(list(Reference)),
  priorPrescription: something,
  note: opt(list(z.object({ text: Text }))),
  dosageInstruction: opt(list(Dosage)),
  dispenseRequest: opt(
    z.object({
      extension,
      initialFill: something,
      dispenseInterval: opt(Quantity),
      validityPeriod: opt(Period),
      numberOfRepeatsAllowed: opt(z.int().check(z.gte(0))),
      quantity: opt(Quantity),
      expectedSupplyDuration: opt(Quantity),
      performer: opt(Reference),
    }),
  ),
  substitution: opt(z.object({ allowedBoolean: opt(z.boolean()), allowedCodeableConcept: opt(CodeableConcept) })),
});
export type MedicationRequest = z.infer<typeof MedicationRequest>;

/** `use: old` is no longer so. */
const use = opt(Text);

export const Patient = z.object({
  extension,
  identifier,
  deceasedBoolean: opt(z.boolean()),
  deceasedDateTime: something,
  link: opt(list(z.object({ type: opt(Text) }))),
  name: opt(list(z.object({ use, text: opt(Text), family: opt(Text), given: opt(list(Text)) }))),
  telecom: opt(list(z.object({ system: opt(Text), value: opt(Text), use }))),
  gender: opt(z.enum(['male', 'female', 'other', 'unknown'])),
  birthDate: opt(Text),
  address: opt(
    list(
      z.object({
        use,
        text: opt(Text),
        line: opt(list(Text)),
        city: opt(Text),
        district: opt(Text),
        state: opt(Text),
        postalCode: opt(Text),
        country: opt(Text),
      }),
    ),
  ),
});
export type Patient = z.infer<typeof Patient>;

/** Everything else that a prescription refers to, by its type. */
export const Practitioner = z.object({ identifier });
export const PractitionerRole = z.object({ practitioner: opt(Reference) });
export const Organization = z.object({ identifier });
export const Medication = z.object({ code: opt(CodeableConcept) });
export const Coverage = z.object({ payor: opt(list(Reference)), class: opt(list(z.object({ type: CodeableConcept, value: Text }))) });
export const Condition = z.object({ code: opt(CodeableConcept) });
export const Encounter = z.object({ class: opt(Coding) });
export const Observation = z.object({
  code: CodeableConcept,
  subject: opt(Reference),
  effectiveDateTime: opt(Text),
  valueQuantity: opt(Quantity),
  valueBoolean: opt(z.boolean()),
});
export type Observation = z.infer<typeof Observation>;
export const AllergyIntolerance = z.object({ code: opt(CodeableConcept), patient: opt(Reference) });
export const MessageHeader = z.object({ responsible: opt(Reference), response: something });
export const Composition = z.object({ status: opt(Text) });
export const Provenance = z.object({
  signature: opt(
    list(
      z.object({
        type: list(Coding),
        when: Text,
        who: Reference,
        sigFormat: opt(Text),
        data: opt(z.string().check(z.minLength(1), z.maxLength(100_000))),
      }),
    ),
  ),
});
export type Provenance = z.infer<typeof Provenance>;
