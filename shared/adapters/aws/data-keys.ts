import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type Clock, epochMs, MINUTE_MS } from '../../kernel/time.ts';

/** Whose key it is: the encryption context, so that no wrapped key opens in another's place, and KMS's log names the subject. */
export interface KeyPlace {
  readonly token: string;
  readonly generation: number;
}

/** Data keys of subjects, wrapped by one KMS key. */
export interface DataKeys {
  create(place: KeyPlace): Promise<{ readonly key: Uint8Array; readonly wrapped: Uint8Array }>;
  unwrap(place: KeyPlace, wrapped: Uint8Array): Promise<Uint8Array>;
}

const contextOf = ({ token, generation }: KeyPlace) => ({ token, generation: String(generation) });

/** A journey opens its patient's records some ten times in an hour; each hit saves a request to KMS. */
const CACHED_MAX = 500;
const CACHED_MS = 5 * MINUTE_MS;

export const createDataKeys = (client: KMSClient, keyArn: string, clock: Clock): DataKeys => {
  const cache = new Map<string, { readonly key: Uint8Array; readonly untilMs: number }>();
  const cacheKeyOf = ({ token, generation }: KeyPlace, wrapped: Uint8Array): string =>
    `${token}/${generation}/${Buffer.from(wrapped).toString('base64')}`;
  const keep = (cacheKey: string, key: Uint8Array): void => {
    const oldest = cache.keys().next().value;
    if (cache.size >= CACHED_MAX && oldest !== undefined) cache.delete(oldest);
    cache.set(cacheKey, { key, untilMs: epochMs(clock.now()) + CACHED_MS });
  };

  return {
    create: async (place) => {
      const { Plaintext, CiphertextBlob } = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: contextOf(place) }),
      );
      if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error('KMS made no data key');
      keep(cacheKeyOf(place, CiphertextBlob), Plaintext);
      return { key: Plaintext, wrapped: CiphertextBlob };
    },
    unwrap: async (place, wrapped) => {
      const cacheKey = cacheKeyOf(place, wrapped);
      const known = cache.get(cacheKey);
      if (known !== undefined && known.untilMs > epochMs(clock.now())) return known.key;
      cache.delete(cacheKey);
      const { Plaintext } = await client.send(
        new DecryptCommand({ KeyId: keyArn, CiphertextBlob: wrapped, EncryptionContext: contextOf(place) }),
      );
      if (Plaintext === undefined) throw new Error('KMS opened no data key');
      keep(cacheKey, Plaintext);
      return Plaintext;
    },
  };
};
