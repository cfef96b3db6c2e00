import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { documentHashOf } from '../../../functions/prescriptions/documents/hash.ts';
import { type SigningRole, signedText } from '../../../functions/prescriptions/documents/signature.ts';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Signer {
  readonly practitionerId: string;
  /** Base64 of the 32 raw bytes. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** A person whose key follows from the name, so that two runs of one seed write the same journal. */
export const signerOf = (practitionerId: string): Signer => {
  const seed = createHash('sha256').update(practitionerId).digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { practitionerId, publicKey: spki.subarray(-32).toString('base64'), privateKey };
};

export const signatureBy = ({ practitionerId, privateKey }: Signer, role: SigningRole, document: unknown, signedAt: string) => {
  const documentHash = documentHashOf(document);
  const signature = sign(null, Buffer.from(signedText(role, documentHash, signedAt)), privateKey).toString('base64');
  return { practitionerId, documentHash, signedAt, signature };
};
