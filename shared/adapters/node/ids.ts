import { createHash, createHmac, createSecretKey, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Ids } from '../../kernel/ids.ts';
import type { Seals } from '../../kernel/vault.ts';

const ID_CHARS = 24;

/** 24 base64url characters without `-` and `_`: about 143 bits of a SHA-256. */
const shortDigest = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, '0').slice(0, ID_CHARS);

/** Lengths in front of the parts: ['ab','c'] and ['a','bc'] must differ. */
const measured = (parts: readonly string[]): string => parts.map((part) => `${part.length}:${part}`).join('|');

export const hashIds: Ids = {
  derive: (prefix, ...parts) => `${prefix}_${shortDigest(measured(parts))}`,
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};

/** For requests, which come from outside and repeat nothing. */
export const randomId = (prefix: string): string => `${prefix}_${shortDigest(randomUUID())}`;

export const createSeals = (masterKey: Buffer): Seals => {
  const key = createSecretKey(masterKey);
  return {
    mac: (purpose, ...parts) =>
      createHmac('sha256', key)
        .update(measured([purpose, ...parts]))
        .digest('base64url'),
    isEqual: (left, right) => {
      const [one, other] = [Buffer.from(left), Buffer.from(right)];
      return one.length === other.length && timingSafeEqual(one, other);
    },
  };
};
