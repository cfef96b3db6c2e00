import { codeSystems, identifierSystems } from '../../../../events/fhir/systems.ts';
import { AgencyId } from '../../../../events/vocabulary/ids.ts';
import { PrescriptionDocument } from '../../domain/document.ts';
import type { PrescriptionRules } from '../../domain/policy.ts';
import { agreed } from './agreed.ts';
import { conditionOf, diagnosesOf } from './clinical.ts';
import type { Identifier } from './datatypes.ts';
import { dosageOf } from './dosage.ts';
import { as, type Element, each, first, firstThere, isThere, type Maybe, member } from './element.ts';
import { drugCodeOf } from './medication.ts';
import type { Message } from './message.ts';
import { ownExtension, partsOf } from './own-extension.ts';
import { ageAndSexOf, identityOf, patientOf, practitionerOf } from './persons.ts';
import type { MedicationRequest } from './resources.ts';
import { signaturesOf } from './signatures.ts';
import { classesOf, repeatAndBasisOf, supplyDaysOf } from './supply.ts';
import { momentOf } from './times.ts';
import { plainOf, type Tree } from './tree.ts';
import { prescribedAtOf, validDaysOf } from './validity.ts';

export type FhirRules = Pick<PrescriptionRules, 'fhir' | 'utcOffsetMinutes'>;

/** Reports a line of another group than the others, or of none. */
const refuseOtherGroups = (message: Message, groups: readonly Maybe<Identifier>[]): void => {
  const [one, ...others] = groups.filter(isThere);
  if (one === undefined) return;
  for (const other of others.filter(({ value }) => value.value === one.value.value && value.system !== one.value.system))
    message.unsupported(member(other, 'system').path);
  for (const missing of groups.filter((group) => !isThere(group)))
    message.report({ code: 'request-invalid', path: missing.path, found: 'required' });
};

/** 处方号: what groups the lines; of a single line, or a document, its own identifier. */
export const numberOf = (message: Message): Maybe<Identifier> => {
  const groups = message.requests.map((request) => member(request, 'groupIdentifier'));
  const [request, ...others] = message.requests;
  refuseOtherGroups(message, groups);
  agreed(
    message,
    groups.map((group) => member(group, 'value')),
    { value: undefined, path: [] },
  );
  const own = others.length === 0 && request !== undefined ? [first(member(request, 'identifier'))] : [];
  const ofBundle: Maybe<Identifier> = { value: message.bundle.identifier, path: ['identifier'] };
  const nothing: Maybe<Identifier> = { value: undefined, path: [...(request?.path ?? []), 'groupIdentifier'] };
  return firstThere(groups.find(isThere) ?? nothing, ...own, ofBundle);
};

const lineOf = (message: Message, request: Element<MedicationRequest>, { fhir, utcOffsetMinutes }: FhirRules) => ({
  drugCode: drugCodeOf(message, request, fhir.drugSystems),
  quantity: member(member(member(request, 'dispenseRequest'), 'quantity'), 'value'),
  supplyDays: supplyDaysOf(request, utcOffsetMinutes),
  ...dosageOf(message, request),
});

/** 参保地: of the coverages that the lines name, or else of all, the class that is a division of the country. */
const insuredRegionOf = (message: Message): Maybe<string> => {
  const named = message.requests
    .flatMap((request) => each(member(request, 'insurance')))
    .flatMap((reference) => message.follow(reference, message.coverages) ?? []);
  const divisions = (named.length > 0 ? named : message.coverages)
    .flatMap((coverage) => each(member(coverage, 'class')))
    .filter(({ value }) => (value.type.coding ?? []).some(({ system }) => system === codeSystems.division));
  return agreed(
    message,
    divisions.map((division) => member(division, 'value')),
    { value: undefined, path: [] },
  );
};

/** The pharmacy of ours that a line names. */
const pharmacyOf = (message: Message, request: Element<MedicationRequest>): Maybe<string> => {
  const performer = member(member(request, 'dispenseRequest'), 'performer');
  const organization = message.follow(performer, message.organizations);
  const identifiers = [member(performer, 'identifier'), ...(organization === undefined ? [] : each(member(organization, 'identifier')))];
  const own = identifiers.find(({ value }) => value?.system === identifierSystems.agency);
  return own === undefined ? { value: undefined, path: performer.path } : member(own, 'value');
};

/** The pharmacy that the patient named, or the way to choose one. */
const choiceOf = (message: Message): Tree => {
  const pharmacyId = agreed(
    message,
    message.requests.map((request) => pharmacyOf(message, request)),
    { value: undefined, path: [] },
  );
  const extensions = message.requests.flatMap((request) => {
    const dispense = member(request, 'dispenseRequest');
    return isThere(dispense) ? [ownExtension(dispense, 'choice')] : [];
  });
  const parts = partsOf(extensions.find(isThere) ?? { value: undefined, path: [] });
  const by = firstThere(
    parts.code('by'),
    as(pharmacyId, () => 'named'),
  );
  const near = { latitude: parts.decimal('latitude'), longitude: parts.decimal('longitude') };
  return { by, pharmacyId: as(pharmacyId, (id) => (AgencyId.safeParse(id).success ? id : '')), near };
};

/** What FHIR has no element for; it stands on any one of the lines. */
const ownPartsOf = (message: Message) => {
  const extensions = message.requests.map((request) => ownExtension(request, 'prescription'));
  return partsOf(extensions.find(isThere) ?? extensions[0] ?? { value: undefined, path: [] });
};

/** The whole submission, each part with its place. */
export const orderOf = (message: Message, rules: FhirRules): Tree => {
  const { utcOffsetMinutes } = rules;
  const [request] = message.requests;
  const patient = patientOf(message);
  if (request === undefined || patient === undefined) return {};
  const prescribedAt = prescribedAtOf(message, utcOffsetMinutes);
  const writtenOn = prescribedAt.value === undefined ? undefined : momentOf(prescribedAt.value, utcOffsetMinutes);
  const lines = message.requests.map((line) => lineOf(message, line, rules));
  const { basis, repeat } = repeatAndBasisOf(
    message,
    lines.map(({ supplyDays }) => supplyDays),
  );
  const own = ownPartsOf(message);
  const place = request.path;
  const isFirstVisit = own.flag('isFirstVisit');
  const prescribers = message.requests.map((line) => practitionerOf(message, member(line, 'requester')));
  const prescription: Tree = {
    hospitalRxNumber: member(numberOf(message), 'value'),
    channel: firstThere(own.code('channel'), { value: classesOf(message).includes('VR') ? 'online' : 'in-person', path: place }),
    onlineAuthNumber: own.text('onlineAuthNumber'),
    prescribedAt,
    validDays: validDaysOf(message, writtenOn, utcOffsetMinutes),
    prescriberId: agreed(message, prescribers, prescribers[0] ?? { value: undefined, path: place }),
    delegateIds: own.texts('delegateId'),
    // Who says nothing claims no earlier visit.
    isFirstVisit: isThere(isFirstVisit) ? isFirstVisit : { value: true, path: isFirstVisit.path },
    followUpEvidence: own.text('followUpEvidence'),
    insuredRegion: insuredRegionOf(message),
    patient: { ...ageAndSexOf(patient, writtenOn, utcOffsetMinutes), ...conditionOf(message, patient) },
    isGuardianPresent: own.flag('isGuardianPresent'),
    diagnoses: diagnosesOf(message),
    supply: {
      basis,
      reason: own.text('supplyReason'),
      consent: { reference: own.text('consentReference'), signedAt: own.time('consentSignedAt') },
    },
    repeat,
    herbal: { doses: own.integer('herbalDoses'), usage: own.text('herbalUsage'), instructions: own.text('herbalInstructions') },
    lines,
  };
  const document = PrescriptionDocument.safeParse(plainOf(prescription));
  return {
    prescription,
    patient: identityOf(message, patient, rules.fhir.patientSystems),
    choice: choiceOf(message),
    ...(document.success ? signaturesOf(message, document.data) : {}),
  };
};
