import { loincOf } from '../observed.ts';
import type { CodeableConcept, Reference } from './datatypes.ts';
import { wordsOf } from './dosage.ts';
import { as, type Element, each, first, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import type { Observation, Patient } from './resources.ts';
import { momentOf } from './times.ts';

const UNIT_CODES: Readonly<Record<string, readonly (string | undefined)[]>> = { weightKg: ['kg'], pregnancyWeeks: ['wk', 'weeks', 'week'] };

type Observed = keyof typeof loincOf;

/** A diagnosis has a code and a name; a concept without words goes by its code. */
const diagnosisOf = (concept: Maybe<CodeableConcept>) => {
  const code = member(first(member(concept, 'coding')), 'code');
  return { code, name: { value: concept.value === undefined ? undefined : wordsOf(concept.value), path: concept.path } };
};

/** 临床诊断 of all lines, each once: `reasonCode`, and the conditions that `reasonReference` leads to. */
export const diagnosesOf = (message: Message) => {
  const reasons = message.requests.flatMap((request) => [
    ...each(member(request, 'reasonCode')),
    ...each(member(request, 'reasonReference')).flatMap((reference) => {
      const condition = message.follow(reference, message.conditions);
      return condition === undefined ? [] : [member(condition, 'code')];
    }),
  ]);
  const [one] = message.requests;
  const found = reasons.map(diagnosisOf);
  const unique = found.filter(({ code }, index) => found.findIndex((other) => other.code.value === code.value) === index);
  const nothing: Maybe<CodeableConcept> = { value: undefined, path: [...(one?.path ?? []), 'reasonCode', 0] };
  return unique.length > 0 ? unique : [diagnosisOf(nothing)];
};

/** Whether a resource is about this patient: of another one, a mother or a child, nothing is read. */
const isAbout = (message: Message, patient: Element<Patient>, subject: Maybe<Reference>): boolean => {
  const found = message.follow(subject, message.patients);
  return !isThere(subject) || found === undefined || found.value === patient.value;
};

const momentOfObservation = ({ value: { effectiveDateTime = '' } }: Element<Observation>): string => momentOf(effectiveDateTime, 0) ?? '';

/** The latest that observations say of the patient; one in another unit than ours, or less exactly than ours, is reported. */
const observedIn = (message: Message, patient: Element<Patient>, name: Observed): Maybe<number | boolean> | undefined => {
  const isOf = (concept: CodeableConcept): boolean => (concept.coding ?? []).some(({ code }) => code === loincOf[name]);
  const [observation] = message.observations
    .filter((other) => isOf(other.value.code) && isAbout(message, patient, member(other, 'subject')))
    .toSorted((left, right) => momentOfObservation(right).localeCompare(momentOfObservation(left)));
  if (observation === undefined) return undefined;
  if (name === 'isBreastfeeding') return member(observation, 'valueBoolean');
  const quantity = member(observation, 'valueQuantity');
  const comparator = member(quantity, 'comparator');
  if (isThere(comparator)) message.unsupported(comparator.path);
  if (!(UNIT_CODES[name] ?? []).includes(quantity.value?.code ?? quantity.value?.unit)) message.unsupported(quantity.path);
  return member(quantity, 'value');
};

/** Weight, pregnancy, breastfeeding and allergies: what a pharmacist checks a dose against. */
export const conditionOf = (message: Message, patient: Element<Patient>) => ({
  weightKg: observedIn(message, patient, 'weightKg'),
  pregnancyWeeks: observedIn(message, patient, 'pregnancyWeeks'),
  isBreastfeeding: observedIn(message, patient, 'isBreastfeeding'),
  allergies: message.allergies
    .filter((allergy) => isAbout(message, patient, member(allergy, 'patient')))
    .map((allergy) => as(member(allergy, 'code'), wordsOf)),
});
