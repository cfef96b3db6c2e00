/** A deployment cannot go on. The message is for the person at the terminal: what is wrong and what to do. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}
