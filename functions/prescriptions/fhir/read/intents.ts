import { type Element, each, isThere, member, type Path } from './element.ts';
import type { Message } from './message.ts';
import type { MedicationRequest } from './resources.ts';

/** A proposal is no prescription. */
const WHOLE = ['order', 'original-order', 'filler-order'];
/** An instance of a repeat (`basedOn`) is a prescription of its own, with one fill, since it has signatures of its own. */
const INSTANCES = ['instance-order', 'reflex-order'];

/** What a transaction makes a request depend on; here only its Idempotency-Key does. */
const CONDITIONS = ['ifNoneExist', 'ifMatch', 'ifNoneMatch', 'ifModifiedSince'];

const conditionsOf = ({ bundle }: Message, { path }: Element): readonly Path[] => {
  const [, index] = path;
  const request = bundle.entry[Number(index)]?.request ?? {};
  return CONDITIONS.filter((name) => Object.hasOwn(request, name)).map((name) => ['entry', index ?? 0, 'request', name]);
};

/** What of a request says something else than: dispense this, as it stands here. */
const othersIn = (request: Element<MedicationRequest>): readonly Path[] => {
  const { status, intent, doNotPerform, reportedBoolean } = request.value;
  const dispense = member(request, 'dispenseRequest');
  const repeats = member(dispense, 'numberOfRepeatsAllowed');
  const isInstance = INSTANCES.includes(intent);
  return [
    ...(status === 'active' ? [] : [member(request, 'status')]),
    ...(isInstance || WHOLE.includes(intent) ? [] : [member(request, 'intent')]),
    ...(doNotPerform === true ? [member(request, 'doNotPerform')] : []),
    // A note of what somebody else prescribed.
    ...(reportedBoolean === true ? [member(request, 'reportedBoolean')] : []),
    ...[member(request, 'reportedReference')].filter(isThere),
    // Who replaces a prescription takes the earlier one back by a message of its own, or both would be dispensed.
    ...[member(request, 'priorPrescription')].filter(isThere),
    ...[member(dispense, 'initialFill')].filter(isThere),
    ...(isInstance && (repeats.value ?? 0) > 0 ? [repeats] : []),
  ].map(({ path }) => path);
};

/** Reports each request that asks for something else, or for the same as another one. */
export const refuseOtherIntents = (message: Message): void => {
  const seen = new Set<string>();
  for (const request of message.requests) {
    othersIn(request).forEach(message.unsupported);
    conditionsOf(message, request).forEach(message.unsupported);
    for (const original of each(member(request, 'basedOn'))) {
      // An original and its repeat at once would be two prescriptions.
      if (message.follow(original, message.requests) !== undefined) message.unsupported(member(original, 'reference').path);
    }
    const [, index] = request.path;
    const name = message.bundle.entry[Number(index)]?.fullUrl;
    if (name !== undefined && seen.has(name))
      message.report({ code: 'request-invalid', path: ['entry', index ?? 0, 'fullUrl'], found: 'duplicate' });
    seen.add(name ?? '');
  }
};
