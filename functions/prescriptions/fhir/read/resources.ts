import * as z from 'zod/mini';
import { CodeableConcept, Coding, Extension, Identifier, list, Period, Quantity, Reference, Text } from './datatypes.ts';

const opt = z.optional;
const extension = opt(list(Extension));
const identifier = opt(list(Identifier));

const Dosage = z.object({
  text: opt(Text),
  patientInstruction: opt(Text),
  additionalInstruction: opt(list(CodeableConcept)),
  timing: opt(
    z.object({
      code: opt(CodeableConcept),
      repeat: opt(
        z.object({
          frequency: opt(z.number()),
          frequencyMax: opt(z.number()),
          period: opt(z.number()),
          periodUnit: opt(Text),
          when: opt(list(Text)),
          timeOfDay: opt(list(Text)),
          dayOfWeek: opt(list(Text)),
          boundsDuration: opt(Quantity),
          boundsPeriod: opt(Period),
        }),
      ),
    }),
  ),
  asNeededBoolean: opt(z.boolean()),
  asNeededCodeableConcept: opt(CodeableConcept),
  route: opt(CodeableConcept),
  doseAndRate: opt(
    list(z.object({ extension, doseQuantity: opt(Quantity), doseRange: opt(z.object({ low: opt(Quantity), high: opt(Quantity) })) })),
  ),
});
export type Dosage = z.infer<typeof Dosage>;

export const MedicationRequest = z.object({
  extension,
  identifier,
  status: Text,
  statusReason: opt(CodeableConcept),
  intent: Text,
  doNotPerform: opt(z.boolean()),
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
  note: opt(list(z.object({ text: Text }))),
  dosageInstruction: opt(list(Dosage)),
  dispenseRequest: opt(
    z.object({
      extension,
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

export const Patient = z.object({
  extension,
  identifier,
  name: opt(list(z.object({ use: opt(Text), text: opt(Text), family: opt(Text), given: opt(list(Text)) }))),
  telecom: opt(list(z.object({ system: opt(Text), value: opt(Text), use: opt(Text) }))),
  gender: opt(z.enum(['male', 'female', 'other', 'unknown'])),
  birthDate: opt(Text),
  address: opt(
    list(
      z.object({
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
export const Observation = z.object({ code: CodeableConcept, valueQuantity: opt(Quantity), valueBoolean: opt(z.boolean()) });
export const AllergyIntolerance = z.object({ code: opt(CodeableConcept) });
export const MessageHeader = z.object({ responsible: opt(Reference) });
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
