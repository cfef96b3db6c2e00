import { timingSafeEqual, verify } from 'node:crypto';
import { readKey, type WebhookKey } from './keys.ts';
import { hmacOf, signedBytes } from './sign.ts';

export interface ReceivedWebhook {
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw bytes as they came; parsed and written again, JSON is no longer what was signed. */
  readonly body: Uint8Array;
}

export interface VerifyOptions {
  readonly nowSeconds: number;
  /** How far the sender's clock may be off, before or after. @default 300 */
  readonly toleranceSeconds?: number;
}

export type VerifiedWebhook =
  | { readonly ok: true; readonly id: string; readonly timestampSeconds: number }
  | { readonly ok: false; readonly reason: WebhookMismatch };
export type WebhookMismatch = 'key-malformed' | 'headers-malformed' | 'timestamp-too-old' | 'timestamp-too-new' | 'signature-mismatch';

const TOLERANCE_SECONDS = 300;
/** Signatures looked at in one header; a sender in the midst of a rotation has four. */
const SIGNATURES_MAX = 16;

/** Printable ASCII without a full stop: the signed text is cut at full stops. */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;
/** Digits only: `1e9`, `+1`, ` 1` and `1.0` are numbers to a lenient reader and another text to the signature. */
const TIMESTAMP = /^[1-9]\d{0,11}$/;

/**
 * Checks a received webhook against `whsec_` and `whpk_` keys; any key with any matching signature of its kind is enough.
 * A value on any input, also on garbage. Compares in constant time; does not say which signature was wrong.
 */
export const verifyWebhook = (keys: readonly string[], received: ReceivedWebhook, options: VerifyOptions): VerifiedWebhook => {
  const refuse = (reason: WebhookMismatch): VerifiedWebhook => ({ ok: false, reason });
  const readKeys = keys.flatMap((text) => readKey(text) ?? []);
  if (readKeys.length !== keys.length || keys.length === 0) return refuse('key-malformed');

  const id = headerOf(received, 'webhook-id');
  const timestamp = headerOf(received, 'webhook-timestamp');
  const signatures = headerOf(received, 'webhook-signature');
  if (!ID.test(id) || !TIMESTAMP.test(timestamp) || signatures === '') return refuse('headers-malformed');

  const { nowSeconds, toleranceSeconds = TOLERANCE_SECONDS } = options;
  const timestampSeconds = Number(timestamp);
  if (timestampSeconds < nowSeconds - toleranceSeconds) return refuse('timestamp-too-old');
  if (timestampSeconds > nowSeconds + toleranceSeconds) return refuse('timestamp-too-new');

  const bytes = signedBytes({ id, timestampSeconds, body: received.body });
  const given = signatures.split(' ').slice(0, SIGNATURES_MAX);
  const isGenuine = readKeys.some((key) => given.some((signature) => fits(key, signature, bytes)));
  return isGenuine ? { ok: true, id, timestampSeconds } : refuse('signature-mismatch');
};

/** A header's one value; empty when it is missing or came more than once. */
const headerOf = ({ headers }: ReceivedWebhook, name: string): string => {
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? (value ?? []) : []));
  return values.length === 1 ? (values[0] ?? '') : '';
};

const fits = (key: WebhookKey, signature: string, bytes: Buffer): boolean => {
  const [, version, encoded = ''] = /^(v1a?),([A-Za-z0-9+/]+={0,2})$/.exec(signature) ?? [];
  const presented = Buffer.from(encoded, 'base64');
  if (key.kind === 'hmac') {
    const expected = hmacOf(key.key, bytes);
    return version === 'v1' && presented.length === expected.length && timingSafeEqual(presented, expected);
  }
  return version === 'v1a' && key.kind === 'ed25519-public' && verify(null, bytes, key.key, presented);
};
