import { identifierSystems } from '../../../../events/fhir/systems.ts';
import { IdNumber } from '../../contract/patient.ts';
import type { Identifier, Reference } from './datatypes.ts';
import { as, type Element, each, first, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import { integerIn } from './own-extension.ts';
import type { Patient } from './resources.ts';

/** The value of the identifier of that system; otherwise of the first one, because a hospital registers its people under its own names. */
const ownOrFirst = (identifiers: Maybe<readonly Identifier[]>, system: string): Maybe<string> => {
  const own = each(identifiers).find(({ value }) => value.system === system);
  return firstThere(member(own ?? first(identifiers), 'value'), ...each(identifiers).map((identifier) => member(identifier, 'value')));
};

/** 处方医师 or another person, as the agency's directory names the person: through a role, a person, or only an identifier. */
export const practitionerOf = (message: Message, reference: Maybe<Reference>): Maybe<string> => {
  const system = identifierSystems.practitioner;
  const identifier = member(member(reference, 'identifier'), 'value');
  if (!isThere(member(reference, 'reference'))) return isThere(identifier) ? identifier : { value: undefined, path: reference.path };
  const role = message.follow(reference, message.roles);
  const person = message.follow(role === undefined ? reference : member(role, 'practitioner'), message.practitioners, { isNeeded: true });
  return person === undefined ? { value: undefined, path: reference.path } : ownOrFirst(member(person, 'identifier'), system);
};

/** The patient whom all requests name; a message about two people is two messages. */
export const patientOf = (message: Message): Element<Patient> | undefined => {
  const subjects = message.requests.map((request) => ({
    subject: member(request, 'subject'),
    patient: message.follow(member(request, 'subject'), message.patients, { isNeeded: true }),
  }));
  const [one] = subjects;
  const other = subjects.find(({ patient }) => patient !== undefined && patient.value !== one?.patient?.value);
  if (other !== undefined) message.unsupported(other.subject.path);
  return one?.patient;
};

/** 身份证号 of a system that the region takes. Reported when the person has only others. */
const idNumberOf = (message: Message, patient: Element<Patient>, systems: readonly string[]): Maybe<string> => {
  const identifiers = each(member(patient, 'identifier'));
  const values = identifiers
    .filter(({ value: { system } }) => systems.length === 0 || (system !== undefined && systems.includes(system)))
    .map((identifier) => member(identifier, 'value'));
  const path = member(patient, 'identifier').path;
  if (identifiers.length > 0 && values.length === 0)
    message.report({ code: 'code-system-unsupported', path, found: 'code-invalid', wanted: systems });
  return firstThere(
    values.find(({ value }) => value !== undefined && IdNumber.safeParse(value).success) ??
      values[0] ?? { value: undefined, path: [...path, 0, 'value'] },
  );
};

const HAN = /\p{Script=Han}/u;

type Name = NonNullable<Patient['name']>[number];
/** 张 and 秀英 are 张秀英; Jane and Doe are Jane Doe. */
const fullName = ({ text, family = '', given = [] }: Name): string | undefined => {
  if (text !== undefined) return text;
  const name = HAN.test(family) ? [family, ...given].join('') : [...given, family].join(' ').trim();
  return name === '' ? undefined : name;
};
const rankOf = ({ use }: Name): number => ['official', 'usual', undefined].indexOf(use) + 1 || 9;

type Address = NonNullable<Patient['address']>[number];
const fullAddress = ({ text, line = [], district, city, state, postalCode, country }: Address): string | undefined => {
  const parts = [...line, district, city, state, postalCode, country].filter((part) => part !== undefined);
  return text ?? (parts.length === 0 ? undefined : parts.join(', '));
};

/** Digits and what people put between them. */
const plainNumber = (phone: string): string => phone.replace(/^tel:/i, '').replace(/[().]/g, '').trim();

const phoneOf = (patient: Element<Patient>): Maybe<string> => {
  const telecom = member(patient, 'telecom');
  const phones = each(telecom).filter(({ value: { system } }) => system === 'phone' || system === 'sms');
  const found = phones.find(({ value: { use } }) => use === 'mobile') ?? phones[0] ?? first(telecom);
  return found.value?.system === undefined ? { value: undefined, path: found.path } : as(member(found, 'value'), plainNumber);
};

/** Who it is, for the vault. */
export const identityOf = (message: Message, patient: Element<Patient>, systems: readonly string[]) => {
  const names = member(patient, 'name');
  const best = each(names).toSorted((left, right) => rankOf(left.value) - rankOf(right.value))[0] ?? first(names);
  return {
    name: as(best, fullName),
    idNumber: idNumberOf(message, patient, systems),
    phone: phoneOf(patient),
    address: as(first(member(patient, 'address')), fullAddress),
  };
};

/** Whole years at a day, both as `2026-03-02`; of a birth date that has only a year, the difference of the years. */
const yearsBetween = (birthDate: string, day: string): number | undefined => {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(birthDate)) return undefined;
  const hasPassed = birthDate.slice(5) <= day.slice(5, birthDate.length);
  return Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (hasPassed ? 0 : 1);
};

/** What a pharmacist needs to know of the person, at the day of prescribing. */
export const ageAndSexOf = (patient: Element<Patient>, prescribedAt: string | undefined) => {
  const birthDate = member(patient, 'birthDate');
  const gender = member(patient, 'gender');
  // Without a time of prescribing there is no age either; but that is said of the time.
  const age = as(birthDate, (date) => (prescribedAt === undefined ? 0 : yearsBetween(date, prescribedAt)));
  return {
    ageYears: isThere(birthDate) ? age : { value: integerIn(patient, 'age-years').value, path: birthDate.path },
    // The model has no fourth word; the message is kept with what it said.
    sex: { value: gender.value === 'male' || gender.value === 'female' ? gender.value : 'unknown', path: gender.path },
  };
};
