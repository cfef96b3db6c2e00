import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';

/** Standard Webhooks 1.0 writes keys as base64 behind these prefixes. */
const SECRET = 'whsec_';
const PRIVATE = 'whsk_';
const PUBLIC = 'whpk_';
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;
const ED25519_BYTES = 32;

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** A key as the signer and the verifier use it. */
export type WebhookKey =
  | { readonly kind: 'hmac'; readonly key: KeyObject }
  | { readonly kind: 'ed25519-private'; readonly key: KeyObject }
  | { readonly kind: 'ed25519-public'; readonly key: KeyObject };

/** `whsec_…` of 24 to 64 bytes. Throws a RangeError on any other length. */
export const writeSecret = (bytes: Uint8Array): string => {
  if (bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) throw new RangeError('a webhook secret has 24 to 64 bytes');
  return SECRET + Buffer.from(bytes).toString('base64');
};

/** `whsk_…` of a 32-byte seed. Throws a RangeError on any other length. */
export const writePrivateKey = (seed: Uint8Array): string => {
  if (seed.length !== ED25519_BYTES) throw new RangeError('an Ed25519 seed has 32 bytes');
  return PRIVATE + Buffer.from(seed).toString('base64');
};

/** The pair `whsk_…` and `whpk_…` of a 32-byte seed. Throws a RangeError on any other length. */
export const writeKeyPair = (seed: Uint8Array): { readonly privateKey: string; readonly publicKey: string } => {
  const privateKey = writePrivateKey(seed);
  const der = createPublicKey(privateKeyOf(Buffer.from(seed))).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: PUBLIC + der.subarray(SPKI_HEAD.length).toString('base64') };
};

/** Keys read last. Making a key object costs more than a signature; beyond this many all are forgotten at once. */
const KEYS_KEPT_MAX = 2_000;
const kept = new Map<string, WebhookKey>();

/** Reads a key in its text form; undefined when it is none. */
export const readKey = (text: string): WebhookKey | undefined => {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const key = parseKey(text);
  if (kept.size >= KEYS_KEPT_MAX) kept.clear();
  if (key !== undefined) kept.set(text, key);
  return key;
};

const parseKey = (text: string): WebhookKey | undefined => {
  const [, prefix, encoded = ''] = /^(whsec_|whsk_|whpk_)([A-Za-z0-9+/]{1,128}={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (prefix === SECRET) {
    if (bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) return undefined;
    // From bare bytes Node makes a key object for every message, at four times the cost of the HMAC itself.
    return { kind: 'hmac', key: createSecretKey(bytes) };
  }
  if (bytes.length !== ED25519_BYTES) return undefined;
  if (prefix === PRIVATE) return { kind: 'ed25519-private', key: privateKeyOf(bytes) };
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
  return { kind: 'ed25519-public', key };
};

const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
