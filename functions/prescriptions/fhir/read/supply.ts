import { codeSystems } from '../../../../events/fhir/systems.ts';
import { agreed } from './agreed.ts';
import type { CodeableConcept } from './datatypes.ts';
import { as, type Element, first, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import type { MedicationRequest } from './resources.ts';
import { daysOf, daysOfPeriod } from './times.ts';

/** `medcDays`: as it is said, or as long as the only dosage is bounded; of several, nobody knows whether they add up. */
export const supplyDaysOf = (request: Element<MedicationRequest>, utcOffsetMinutes: number): Maybe<number> => {
  const dosages = member(request, 'dosageInstruction');
  const only = dosages.value?.length === 1 ? first(dosages) : { value: undefined, path: [...dosages.path, 0] };
  const repeat = member(member(only, 'timing'), 'repeat');
  return firstThere(
    daysOf(member(member(request, 'dispenseRequest'), 'expectedSupplyDuration')),
    daysOf(member(repeat, 'boundsDuration')),
    daysOfPeriod(member(repeat, 'boundsPeriod'), utcOffsetMinutes),
  );
};

type Basis = 'ordinary' | 'emergency' | 'chronic' | 'long-term';
/** HL7's course of therapy types, and NHS England's. */
const courses: Readonly<Record<string, Basis>> = {
  acute: 'ordinary',
  seasonal: 'ordinary',
  continuous: 'long-term',
  'continuous-repeat-dispensing': 'long-term',
};
const bases: Readonly<Record<string, Basis>> = {
  ordinary: 'ordinary',
  emergency: 'emergency',
  chronic: 'chronic',
  'long-term': 'long-term',
};

const basisOf = (concept: CodeableConcept): Basis | 'unknown' => {
  const codings = concept.coding ?? [];
  const own = codings.find(({ system }) => system === codeSystems.supplyBasis);
  if (own !== undefined) return bases[own.code ?? ''] ?? 'unknown';
  return codings.flatMap(({ code }) => courses[code ?? ''] ?? [])[0] ?? 'unknown';
};

/** 普通, 急诊, 慢病 or 长期: as the course of therapy says; an emergency by the encounter; repeats only on a long-term one. */
const supplyBasisOf = (message: Message): Maybe<Basis> => {
  const courseTypes = message.requests.map((request) => member(request, 'courseOfTherapyType'));
  const said = courseTypes.map((course): Maybe<Basis> => {
    const basis = as(course, basisOf);
    if (basis.value === 'unknown') return message.unsupported(course.path) ?? { value: undefined, path: course.path };
    return { value: basis.value, path: basis.path };
  });
  const isEmergency = classesOf(message).includes('EMER');
  const isRepeated = message.requests.some(({ value }) => (value.dispenseRequest?.numberOfRepeatsAllowed ?? 0) > 0);
  const otherwise = isRepeated ? 'long-term' : 'ordinary';
  return agreed(message, said, { value: isEmergency ? 'emergency' : otherwise, path: courseTypes[0]?.path ?? [] });
};

/** The classes of the encounters that the lines name (v3 ActCode): `VR` virtual, `EMER` emergency. */
export const classesOf = (message: Message): readonly string[] =>
  message.requests.flatMap((request) => message.follow(member(request, 'encounter'), message.encounters)?.value.class?.code ?? []);

/** `reptFlag`: the fills after the first; between two, as long as the prescriber says or as one fill lasts. */
const repeatOf = (message: Message, supplyDays: readonly Maybe<number>[]) => {
  const dispenses = message.requests.map((request) => member(request, 'dispenseRequest'));
  const nothing: Maybe<number> = { value: undefined, path: [] };
  const allowed = dispenses.map((dispense) => member(dispense, 'numberOfRepeatsAllowed'));
  // Repeats are the whole prescription's: a line without any would be dispensed as often.
  if (!allowed.every(isThere)) for (const { path } of allowed.filter(({ value }) => (value ?? 0) > 0)) message.unsupported(path);
  const repeats = agreed(message, allowed, nothing);
  if (repeats.value === undefined || repeats.value === 0) return undefined;
  const interval = agreed(
    message,
    dispenses.map((dispense) => daysOf(member(dispense, 'dispenseInterval'))),
    nothing,
  );
  // What is nowhere is missed where one fill's length is.
  const minIntervalDays = [interval, ...supplyDays].find(isThere) ?? supplyDays[0] ?? interval;
  return { fillsMax: as(repeats, (count) => count + 1), minIntervalDays };
};

/** The numbers of the lines' `expectedSupplyDuration` come in, because an interval may follow from them. */
export const repeatAndBasisOf = (message: Message, supplyDays: readonly Maybe<number>[]) => ({
  basis: supplyBasisOf(message),
  repeat: repeatOf(message, supplyDays),
});
