import { identifierSystems } from '../../../../events/fhir/systems.ts';
import { addMs, type Instant, MINUTE_MS, utcDay } from '../../../../shared/kernel/time.ts';
import { IdNumber } from '../../contract/patient.ts';
import type { Identifier, Reference } from './datatypes.ts';
import { as, type Element, each, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import { integerIn } from './own-extension.ts';
import type { Patient } from './resources.ts';
import { isDay } from './times.ts';

/** What is so no longer is not read: an old number, name, phone or address. */
const current = <Value extends { readonly use?: string | undefined }>(list: Maybe<readonly Value[]>): readonly Element<Value>[] =>
  each(list).filter(({ value: { use } }) => use !== 'old');
/** The first of them, or where it would stand. */
const firstOf = <Value>([one]: readonly Element<Value>[], list: Maybe<readonly Value[]>): Maybe<Value> =>
  one ?? { value: undefined, path: [...list.path, 0] };

/** The value of the identifier of that system; otherwise of the first one, because a hospital registers its people under its own names. */
const ownOrFirst = (identifiers: Maybe<readonly Identifier[]>, system: string): Maybe<string> => {
  const all = current(identifiers);
  const own = all.find(({ value }) => value.system === system);
  return firstThere(member(own ?? firstOf(all, identifiers), 'value'), ...all.map((identifier) => member(identifier, 'value')));
};

/** 处方医师 or another person, as the agency's directory names the person: through a role, a person, or only an identifier. */
export const practitionerOf = (message: Message, reference: Maybe<Reference>): Maybe<string> => {
  const role = isThere(member(reference, 'reference')) ? message.follow(reference, message.roles) : undefined;
  const named = role === undefined ? reference : member(role, 'practitioner');
  const identifier = member(member(named, 'identifier'), 'value');
  const nobody: Maybe<string> = { value: undefined, path: named.path };
  if (!isThere(member(named, 'reference'))) return isThere(identifier) ? identifier : nobody;
  const person = message.follow(named, message.practitioners, { isNeeded: !isThere(identifier) });
  if (person === undefined) return isThere(identifier) ? identifier : nobody;
  return ownOrFirst(member(person, 'identifier'), identifierSystems.practitioner);
};

/** Reports what makes nobody's prescription of it: a patient who died, or whose record is another one now. */
const refuseReplaced = (message: Message, patient: Element<Patient>): void => {
  const { deceasedBoolean, deceasedDateTime } = patient.value;
  if (deceasedBoolean === true) message.unsupported(member(patient, 'deceasedBoolean').path);
  if (deceasedDateTime !== undefined) message.unsupported(member(patient, 'deceasedDateTime').path);
  for (const link of each(member(patient, 'link'))) if (link.value.type === 'replaced-by') message.unsupported(link.path);
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
  if (one?.patient !== undefined) refuseReplaced(message, one.patient);
  return one?.patient;
};

/** 身份证号 of a system that the region takes. Reported when the person has only others, or two. */
const idNumberOf = (message: Message, patient: Element<Patient>, systems: readonly string[]): Maybe<string> => {
  const list = member(patient, 'identifier');
  const identifiers = current(list);
  const values = identifiers
    .filter(({ value: { system } }) => systems.length === 0 || (system !== undefined && systems.includes(system)))
    .map((identifier) => member(identifier, 'value'));
  if (identifiers.length > 0 && values.length === 0)
    message.report({ code: 'code-system-unsupported', path: list.path, found: 'code-invalid', wanted: systems });
  const [one, ...others] = values.filter(({ value }) => IdNumber.safeParse(value).success);
  const other = others.find(({ value }) => value !== one?.value);
  if (systems.length > 0 && other !== undefined) message.unsupported(other.path);
  return one ?? values[0] ?? { value: undefined, path: [...list.path, 0, 'value'] };
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
  const phones = current(telecom).filter(({ value: { system } }) => system === 'phone' || system === 'sms');
  const found = phones.find(({ value: { use } }) => use === 'mobile') ?? firstOf(phones, telecom);
  return found.value === undefined ? { value: undefined, path: found.path } : as(member(found, 'value'), plainNumber);
};

/** Who it is, for the vault. */
export const identityOf = (message: Message, patient: Element<Patient>, systems: readonly string[]) => {
  const names = member(patient, 'name');
  const addresses = member(patient, 'address');
  const best = firstOf(
    current(names).toSorted((left, right) => rankOf(left.value) - rankOf(right.value)),
    names,
  );
  return {
    name: as(best, fullName),
    idNumber: idNumberOf(message, patient, systems),
    phone: phoneOf(patient),
    address: as(firstOf(current(addresses), addresses), fullAddress),
  };
};

/** Whole years at a day, both as `2026-03-02`; of a birth date that has only a year, the difference of the years. */
const yearsBetween = (birthDate: string, day: string): number | undefined => {
  if (!isDay(birthDate) && !/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(birthDate)) return undefined;
  const hasPassed = birthDate.slice(5) <= day.slice(5, birthDate.length);
  return Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (hasPassed ? 0 : 1);
};

/** What a pharmacist needs to know of the person, at the region's day of prescribing. */
export const ageAndSexOf = (patient: Element<Patient>, writtenOn: Instant | undefined, utcOffsetMinutes: number) => {
  const birthDate = member(patient, 'birthDate');
  const gender = member(patient, 'gender');
  const day = writtenOn && utcDay(addMs(writtenOn, utcOffsetMinutes * MINUTE_MS));
  // Without a time of prescribing there is no age either; but that is said of the time.
  const age = as(birthDate, (date) => (day === undefined ? 0 : yearsBetween(date, day)));
  return {
    ageYears: isThere(birthDate) ? age : { value: integerIn(patient, 'age-years').value, path: birthDate.path },
    // The model has no fourth word; the message is kept with what it said.
    sex: { value: gender.value === 'male' || gender.value === 'female' ? gender.value : 'unknown', path: gender.path },
  };
};
