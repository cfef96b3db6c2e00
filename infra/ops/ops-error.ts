/** A command cannot go on. The message is for the person at the terminal: what is wrong and what to do. */
export class OpsError extends Error {
  override readonly name = 'OpsError';
}
