import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * What both signatures bind: the hex SHA-256 of the prescription's RFC 8785 form, so that neither spaces nor the order of
 * members make another document. Throws on what is not JSON.
 */
export const documentHashOf = (prescription: unknown): string => {
  const canonical = canonicalize(prescription);
  if (canonical === undefined) throw new TypeError('not a JSON value');
  return createHash('sha256').update(canonical).digest('hex');
};
