import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A doctor or pharmacist of the sandbox, with the private key that a real one keeps on a card. */
export interface Signer {
  readonly practitionerId: string;
  /** Base64 of the 32 raw bytes. */
  readonly publicKey: string;
  /** PKCS #8, base64. */
  readonly privateKey: string;
}

export const createSigner = (practitionerId: string): Signer => {
  const pair = generateKeyPairSync('ed25519');
  const raw = pair.publicKey.export({ format: 'jwk' }).x ?? '';
  return {
    practitionerId,
    publicKey: Buffer.from(raw, 'base64url').toString('base64'),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
};

const privateKeyOf = ({ privateKey }: Signer) => createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });

/** Hex SHA-256 of the RFC 8785 JSON. */
export const documentHashOf = (prescription: unknown): string =>
  createHash('sha256')
    .update(canonicalize(prescription) ?? '')
    .digest('hex');

export const signDocument = (signer: Signer, role: 'prescriber' | 'pharmacist', prescription: unknown, signedAt: string) => ({
  practitionerId: signer.practitionerId,
  signedAt,
  signature: sign(
    null,
    Buffer.from(`sanlian-signature-v1\n${role}\n${documentHashOf(prescription)}\n${signedAt}`),
    privateKeyOf(signer),
  ).toString('base64'),
});
