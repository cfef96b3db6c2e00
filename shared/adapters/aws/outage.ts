/** AWS or the way to it failed: the same call may succeed later. Nothing of the cause is kept: it may quote what was sent. */
export class OutageError extends Error {
  override readonly name = 'OutageError';
}

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
      throw new OutageError(thrown instanceof Error ? thrown.name : typeof thrown);
    }
  };
