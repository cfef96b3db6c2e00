/**
 * Personal data, sealed per subject under a key of the subject's own. Everything else holds only the subject's token.
 * Erasing destroys the key, so that every copy, also in a backup, becomes unreadable.
 */
export interface Vault {
  /** The token of a subject: the same for the same identifier all over a region; says nothing about it. */
  tokenOf(identifier: string): string;
  /** Replaces what was sealed under that name. After an erasure a new key begins. */
  seal(token: string, name: string, content: string): Promise<void>;
  /** `missing`: never sealed. `erased`: its key was destroyed. */
  open(token: string, name: string): Promise<Opened>;
  /** Idempotent. `unknown` when nothing was ever sealed for this token. */
  erase(token: string): Promise<'erased' | 'unknown'>;
}

export type Opened = { readonly kind: 'content'; readonly content: string } | { readonly kind: 'missing' } | { readonly kind: 'erased' };

/** Keyed hashes under a region's secret, for what must be compared or derived again but never stored. */
export interface Seals {
  /** A base64url MAC; the same for the same purpose and parts. */
  mac(purpose: string, ...parts: readonly string[]): string;
  /** Compares in constant time. */
  isEqual(left: string, right: string): boolean;
}
