import type { Identifier } from './datatypes.ts';
import { type Element, firstThere, isThere, type Maybe, member, type Path } from './element.ts';
import type { Message } from './message.ts';
import { numberOf } from './order.ts';
import { practitionerOf } from './persons.ts';

/** A message that takes a prescription back. */
export interface Cancellation {
  readonly number: Element<Identifier>;
  readonly practitionerId: Maybe<string>;
  readonly reason: Element<string>;
  /** How many lines it names; a prescription is taken back whole. */
  readonly lineCount: number;
  readonly path: Path;
}

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const REASON_CHARS = 50;

/** A code as we write codes: `0001` is `reason-0001`. Words of a person are never taken, since a reason goes to partners. */
const reasonOf = (code: string): string => {
  const plain = code
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, REASON_CHARS)
    .replace(/-+$/, '');
  if (plain === '') return 'other';
  return CODE.test(plain) ? plain : `reason-${plain}`;
};

export const isCancellation = ({ requests }: Message): boolean => requests.some(({ value }) => value.status === 'cancelled');

/** Reports what is no cancellation of a whole prescription; undefined when there is something of that. */
export const cancellationOf = (message: Message): Cancellation | undefined => {
  const [request] = message.requests;
  const [header] = message.headers;
  if (request === undefined) return undefined;
  for (const other of message.requests.filter(({ value }) => value.status !== 'cancelled'))
    message.unsupported(member(other, 'status').path);
  const coding = message.requests.map((line) => member(member(line, 'statusReason'), 'coding')).find(isThere);
  if (coding === undefined) message.report({ code: 'request-invalid', path: member(request, 'statusReason').path, found: 'required' });
  const number = numberOf(message);
  if (!isThere(number)) message.report({ code: 'request-invalid', path: number.path, found: 'required' });
  const responsible = header === undefined ? undefined : member(header, 'responsible');
  const practitionerId = practitionerOf(
    message,
    firstThere(member(request, 'requester'), ...(responsible === undefined ? [] : [responsible])),
  );
  if (!isThere(practitionerId)) message.report({ code: 'request-invalid', path: practitionerId.path, found: 'required' });
  if (coding === undefined || !isThere(number)) return undefined;
  const reason = { value: reasonOf(coding.value[0]?.code ?? ''), path: coding.path };
  return { number, practitionerId, reason, lineCount: message.requests.length, path: request.path };
};
