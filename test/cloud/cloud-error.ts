/** The run cannot go on. The message is for the person at the terminal: what is wrong and what to do. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
}
