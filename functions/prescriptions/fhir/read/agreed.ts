import { isThere, type Maybe } from './element.ts';
import type { Message } from './message.ts';

/** The one value that all lines have: a prescription has one, so another one is reported at its line. */
export const agreed = <Value>(message: Message, elements: readonly Maybe<Value>[], fallback: Maybe<Value>): Maybe<Value> => {
  const said = elements.filter(isThere);
  const other = said.find(({ value }) => value !== said[0]?.value);
  if (other !== undefined) message.unsupported(other.path);
  return said[0] ?? fallback;
};
