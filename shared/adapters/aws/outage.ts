import { OutageError } from '../../kernel/outage.ts';

/** More than the service takes; it will never succeed. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  constructor(what: string) {
    super(`${what} is larger than the service takes`);
  }
}

/**
 * Marks what a port's call throws as an outage. So a reader of the journal's stream can tell a record that it should try again
 * from one that it can never handle, whose error comes from our own code.
 */
export const orOutage =
  <Args extends readonly unknown[], Value>(call: (...args: Args) => Promise<Value>) =>
  async (...args: Args): Promise<Value> => {
    try {
      return await call(...args);
    } catch (thrown) {
      if (thrown instanceof TooLargeError) throw thrown;
      throw new OutageError(codeOf(thrown));
    }
  };

/** A word, as `ThrottlingException` or `ECONNREFUSED`; whatever else stands there may be text. */
const CODE = /^\w{1,64}$/;

/** AWS's name for the error; a socket's is only `Error`, and its code says more. */
const codeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unnamed';
  const { code } = Object.assign({ code: undefined }, thrown);
  const named = thrown.name === 'Error' && typeof code === 'string' ? code : thrown.name;
  return CODE.test(named) ? named : 'unnamed';
};
