import { createPublicKey, verify } from 'node:crypto';

/** In what capacity a person signs: the doctor (处方医师) or the reviewing pharmacist (审方药师). */
export type SigningRole = 'prescriber' | 'pharmacist';

/** The text that a signer signs. `signedAt` stands as it was sent, so that nobody has to agree on a form of time. */
export const signedText = (role: SigningRole, documentHash: string, signedAt: string): string =>
  `sanlian-signature-v1\n${role}\n${documentHash}\n${signedAt}`;

export interface SignatureClaim {
  /** Base64 of the 32 raw bytes of an Ed25519 public key. */
  readonly publicKey: string;
  readonly role: SigningRole;
  /** Hex SHA-256, see `documentHashOf`. */
  readonly documentHash: string;
  /** ISO 8601, as the signer wrote it. */
  readonly signedAt: string;
  /** Base64 of the 64 raw bytes. */
  readonly signature: string;
}

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** What stands in front of the raw key in its DER form (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The bytes of a base64 text in its one proper spelling; undefined for every other text. */
const bytesOf = (text: string, length: number): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined;
};

/** Whether this key signed this text in this role. False for a malformed key or signature; it never throws. */
export const isGenuine = ({ publicKey, role, documentHash, signedAt, signature }: SignatureClaim): boolean => {
  const key = bytesOf(publicKey, PUBLIC_KEY_BYTES);
  const signed = bytesOf(signature, SIGNATURE_BYTES);
  if (key === undefined || signed === undefined) return false;
  const publicKeyObject = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, key]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(signedText(role, documentHash, signedAt)), publicKeyObject, signed);
};
