import { loincOf } from '../observed.ts';
import type { CodeableConcept } from './datatypes.ts';
import { wordsOf } from './dosage.ts';
import { as, type Element, each, first, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';

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

/** What observations say of the patient; one in another unit than ours is reported. */
const observedIn = (message: Message, name: Observed): Maybe<number | boolean> | undefined => {
  const isOf = (concept: CodeableConcept): boolean => (concept.coding ?? []).some(({ code }) => code === loincOf[name]);
  const observation = message.observations.find(({ value: { code } }) => isOf(code));
  if (observation === undefined) return undefined;
  if (name === 'isBreastfeeding') return member(observation, 'valueBoolean');
  const quantity = member(observation, 'valueQuantity');
  if (!(UNIT_CODES[name] ?? []).includes(quantity.value?.code ?? quantity.value?.unit)) message.unsupported(quantity.path);
  return member(quantity, 'value');
};

/** Weight, pregnancy, breastfeeding and allergies: what a pharmacist checks a dose against. */
export const conditionOf = (message: Message) => ({
  weightKg: observedIn(message, 'weightKg'),
  pregnancyWeeks: observedIn(message, 'pregnancyWeeks'),
  isBreastfeeding: observedIn(message, 'isBreastfeeding'),
  allergies: message.allergies.map((allergy: Element<{ code?: CodeableConcept | undefined }>) => as(member(allergy, 'code'), wordsOf)),
});
