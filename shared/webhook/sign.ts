import { createHmac, type KeyObject, sign } from 'node:crypto';
import { readKey, type WebhookKey } from './keys.ts';

/** What is signed. */
export interface WebhookContent {
  /** The same for every attempt; without a full stop, which would blur where it ends. */
  readonly id: string;
  /** Whole seconds since 1970, of this attempt. */
  readonly timestampSeconds: number;
  /** The body's exact bytes, or the text whose UTF-8 they are. */
  readonly body: string | Uint8Array;
}

/** The bytes that a signature covers: `id.timestamp.body` (Standard Webhooks 1.0). */
export const signedBytes = ({ id, timestampSeconds, body }: WebhookContent): Buffer =>
  Buffer.concat([Buffer.from(`${id}.${timestampSeconds}.`), typeof body === 'string' ? Buffer.from(body) : body]);

export const hmacOf = (secret: KeyObject, bytes: Buffer): Buffer => createHmac('sha256', secret).update(bytes).digest();

/**
 * The value of `webhook-signature`: one signature per key, in the order of the keys, separated by spaces. `v1` for a
 * `whsec_` key, `v1a` for a `whsk_` key. Throws on a text that is neither.
 */
export const signWebhook = (keys: readonly string[], content: WebhookContent): string => {
  const bytes = signedBytes(content);
  return keys.map((text) => signatureOf(readKey(text), bytes)).join(' ');
};

const signatureOf = (key: WebhookKey | undefined, bytes: Buffer): string => {
  if (key?.kind === 'hmac') return `v1,${hmacOf(key.key, bytes).toString('base64')}`;
  if (key?.kind === 'ed25519-private') return `v1a,${sign(null, bytes, key.key).toString('base64')}`;
  throw new TypeError('not a key that signs webhooks');
};

/** The three headers of one attempt. */
export const webhookHeaders = (keys: readonly string[], content: WebhookContent): Readonly<Record<string, string>> => ({
  'webhook-id': content.id,
  'webhook-timestamp': String(content.timestampSeconds),
  'webhook-signature': signWebhook(keys, content),
});
