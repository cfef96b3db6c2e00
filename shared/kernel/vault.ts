/**
 * Personal data, sealed per subject under a key of the subject's own. Everything else holds only the subject's token.
 * Erasing destroys the key, so that no copy of what was sealed can be read again, wherever it lies. (A backup that holds the
 * keys too must itself end: keep it no longer than the law allows an erasure to take.)
 */
export interface Vault {
  /** The token of a subject: the same for the same identifier all over a region; says nothing about it. */
  tokenOf(identifier: string): string;
  /** Replaces what was sealed under that name. After an erasure a new key begins, the subject's next generation. */
  seal(token: string, name: string, content: string): Promise<void>;
  /** `missing`: never sealed. `erased`: its key was destroyed. */
  open(token: string, name: string): Promise<Opened>;
  /** Which key is the subject's newest, from 1, destroyed or not; 0 when nothing was ever sealed for this token. */
  generationOf(token: string): Promise<number>;
  /**
   * Destroys the subject's keys up to this generation, all when it is absent; idempotent. With a generation it may come again
   * late and destroys nothing that was sealed since. `unknown` when nothing was ever sealed for this token.
   */
  erase(token: string, throughGeneration?: number): Promise<'erased' | 'unknown'>;
}

export type Opened = { readonly kind: 'content'; readonly content: string } | { readonly kind: 'missing' } | { readonly kind: 'erased' };

/** Keyed hashes under a region's secret, for what must be compared or derived again but never stored. */
export interface Seals {
  /** A base64url MAC; the same for the same purpose and parts. */
  mac(purpose: string, ...parts: readonly string[]): string;
  /** Compares in constant time. */
  isEqual(left: string, right: string): boolean;
}
