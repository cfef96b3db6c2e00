import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_CHARS = 26;

/** AES-256-GCM; `context` binds the ciphertext to its place, so that two records cannot be swapped. */
export const encrypt = (key: Uint8Array, context: string, content: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
};

/** Throws when the key or the context is another, or a bit was changed. */
export const decrypt = (key: Uint8Array, context: string, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
};

/** The same on every engine under the same master key, so that a pilot's tokens stay when it moves to a deployment. */
export const subjectToken = (masterKey: Uint8Array, identifier: string): string =>
  `pt_${createHmac('sha256', masterKey).update(`token|${identifier}`).digest('base64url').slice(0, TOKEN_CHARS)}`;
