import type { Instant } from '../../../shared/kernel/time.ts';
import type { Seals } from '../../../shared/kernel/vault.ts';
import { writeKeyPair, writePrivateKey, writeSecret } from '../../../shared/webhook/keys.ts';
import { type LiveEndpoint, signingGenerations } from '../domain/endpoint.ts';

export interface SigningKeys {
  /** `whsec_…`, for `v1` */
  readonly secret: string;
  /** `whsk_…`, for `v1a` */
  readonly privateKey: string;
  /** `whpk_…` */
  readonly publicKey: string;
}

/** The keys of one generation of an endpoint: derived, so that nothing that could be stolen is stored. */
export const keysOf = (seals: Pick<Seals, 'mac'>, endpointId: string, generation: number): SigningKeys => {
  const { secret, seed } = materialOf(seals, endpointId, generation);
  return { secret: writeSecret(secret), ...writeKeyPair(seed) };
};

const materialOf = (seals: Pick<Seals, 'mac'>, endpointId: string, generation: number) => {
  const bytesFor = (purpose: string): Buffer => Buffer.from(seals.mac(purpose, endpointId, String(generation)), 'base64url');
  return { secret: bytesFor('webhook-secret'), seed: bytesFor('webhook-ed25519') };
};

/** What signs now: secret and private key of the newest generation, then of one that is within its grace. */
export const signersOf = (seals: Pick<Seals, 'mac'>, endpointId: string, endpoint: LiveEndpoint, at: Instant): readonly string[] =>
  signingGenerations(endpoint, at).flatMap((generation) => {
    const { secret, seed } = materialOf(seals, endpointId, generation);
    return [writeSecret(secret), writePrivateKey(seed)];
  });
