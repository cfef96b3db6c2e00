import type { Refusal } from '../../../../shared/kernel/problem.ts';
import { ok, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { FieldError } from '../../../../shared/kernel/route.ts';
import { SubmitBody } from '../../contract/requests.ts';
import type { FhirBundle } from '../bundle.ts';
import { type Cancellation, cancellationOf, isCancellation } from './cancellation.ts';
import type { Identifier, Quantity } from './datatypes.ts';
import { isThere, type Maybe, member, type Path, pointerOf } from './element.ts';
import { refuseOtherIntents } from './intents.ts';
import { type Issue, type Message, readMessage } from './message.ts';
import { type FhirRules, numberOf, orderOf } from './order.ts';
import { placeOf, plainOf, type Tree } from './tree.ts';

/** Why a message is not taken: at which elements, and what would have been. */
export interface FhirRefusal extends Refusal<Issue['code']> {
  readonly errors: readonly FieldError[];
  readonly wanted?: readonly string[];
}

/** A prescription that came as FHIR, and where in the message its parts come from. */
interface Order {
  readonly kind: 'order';
  readonly body: SubmitBody;
  readonly number: Identifier;
  /** How much of each line, with the unit that the message counts in. */
  readonly quantities: readonly Maybe<Quantity>[];
  readonly placeOf: (names: readonly PropertyKey[]) => Path;
}
interface Taken extends Cancellation {
  readonly kind: 'cancellation';
}

const ERRORS_SHOWN_MAX = 20;

/** All issues of the first one's kind. */
export const refusalOf = (issues: readonly Issue[]): FhirRefusal => {
  const code = issues[0]?.code;
  if (code === undefined) throw new Error('a refusal without a reason');
  const same = issues.filter((issue) => issue.code === code);
  const errors = new Map(same.map(({ path, found }) => [pointerOf(path), { pointer: pointerOf(path), code: found }]));
  const wanted = [...new Set(same.flatMap((issue) => issue.wanted ?? []))];
  return { code, errors: [...errors.values()].slice(0, ERRORS_SHOWN_MAX), ...(wanted.length === 0 ? {} : { wanted }) };
};

const isThereAt = (value: unknown, [name, ...rest]: readonly PropertyKey[]): boolean => {
  if (name === undefined) return value !== undefined;
  const inner: unknown = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  return inner !== undefined && isThereAt(inner, rest);
};

/** What our own schema finds in an order, at the element that it comes from: nothing where we need something, or what we cannot hold. */
const issueOf = (
  tree: Tree,
  plain: unknown,
  { path, code }: { readonly path: readonly PropertyKey[]; readonly code?: string | undefined },
): Issue => {
  const place = { path: placeOf(tree, path) };
  if (!isThereAt(plain, path)) return { ...place, code: 'request-invalid', found: 'required' };
  return { ...place, code: 'element-unsupported', found: code === 'too_big' ? 'too-long' : 'value' };
};

/** Reports a message that answers another one, and a document that its author has not finished or has taken back. */
const refuseOtherMessages = (message: Message): void => {
  for (const response of message.headers.map((header) => member(header, 'response')).filter(isThere)) message.unsupported(response.path);
  for (const composition of message.compositions) {
    const voided = message.voidedAt(composition.path);
    if (voided !== undefined) message.unsupported(voided);
  }
};

const readOrder = (message: Message, rules: FhirRules): Result<Order, FhirRefusal> => {
  refuseOtherIntents(message);
  const tree = orderOf(message, rules);
  if (message.issues().length > 0) return refuse(refusalOf(message.issues()));
  const plain = plainOf(tree);
  const read = SubmitBody.safeParse(plain);
  if (!read.success) return refuse(refusalOf(read.error.issues.map((issue) => issueOf(tree, plain, issue))));
  return ok({
    kind: 'order',
    body: read.data,
    number: numberOf(message).value ?? {},
    quantities: message.requests.map((request) => member(member(request, 'dispenseRequest'), 'quantity')),
    placeOf: (names) => placeOf(tree, names),
  });
};

/** What a FHIR message asks for, or at which of its elements it cannot be understood. Pure: the same message, the same answer. */
export const readFhir = (bundle: FhirBundle, rules: FhirRules): Result<Order | Taken, FhirRefusal> => {
  const message = readMessage(bundle);
  refuseOtherMessages(message);
  if (message.issues().length === 0 && message.requests.length === 0)
    message.report({ code: 'request-invalid', path: ['entry'], found: 'required' });
  if (message.issues().length > 0) return refuse(refusalOf(message.issues()));
  if (!isCancellation(message)) return readOrder(message, rules);
  const cancellation = cancellationOf(message);
  return cancellation === undefined || message.issues().length > 0
    ? refuse(refusalOf(message.issues()))
    : ok({ kind: 'cancellation', ...cancellation });
};
