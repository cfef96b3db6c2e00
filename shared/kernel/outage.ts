/**
 * What the engine stands on failed, or the way to it: the same call may succeed later. `code` is that service's own word for it; nothing
 * else of the cause is kept, because it may quote what was sent.
 */
export class OutageError extends Error {
  override readonly name = 'OutageError';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
