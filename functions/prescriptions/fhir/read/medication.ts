import type { Coding } from './datatypes.ts';
import { type Element, each, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import type { MedicationRequest } from './resources.ts';

/** Codes of one system that say two drugs: which of them is meant, nobody knows. */
const othersOf = (codings: readonly Element<Coding>[]): readonly Element<Coding>[] => {
  const [one] = codings;
  return codings.filter(({ value }) => value.system === one?.value.system && value.code !== one?.value.code);
};

/** The drug's code in a system that the region takes; reported with the systems wanted when there is none. */
export const drugCodeOf = (message: Message, request: Element<MedicationRequest>, systems: readonly string[]): Maybe<string> => {
  const concept = member(request, 'medicationCodeableConcept');
  const reference = member(request, 'medicationReference');
  message.oneOf([concept, reference]);
  const medication =
    isThere(reference) && !isThere(concept) ? message.follow(reference, message.medications, { isNeeded: true }) : undefined;
  const codings = member(medication === undefined ? concept : member(medication, 'code'), 'coding');
  const taken = each(codings).filter(({ value: { system } }) => systems.length === 0 || (system !== undefined && systems.includes(system)));
  if (taken.length === 0 && isThere(codings))
    message.report({ code: 'code-system-unsupported', path: codings.path, found: 'code-invalid', wanted: systems });
  if (systems.length > 0) for (const { path } of othersOf(taken)) message.unsupported(path);
  return firstThere({ value: undefined, path: [...codings.path, 0, 'code'] }, ...taken.map((coding) => member(coding, 'code')));
};
