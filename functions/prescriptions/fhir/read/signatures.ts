import { documentHashOf } from '../../documents/hash.ts';
import { type Element, each, member } from './element.ts';
import type { Message } from './message.ts';
import { practitionerOf } from './persons.ts';
import type { Provenance } from './resources.ts';

/** Of the signatures in a message, ours; others are kept with it and prove nothing to us. */
export const SIGNATURE_FORMAT = 'application/vnd.sanlian.signature-v1';

/** urn:iso-astm:E1762-95:2013: the author's signature, and that of who verified. */
export const signatureTypes = { prescriber: '1.2.840.10065.1.12.1.1', pharmacist: '1.2.840.10065.1.12.1.5' } as const;

type Signature = NonNullable<Provenance['signature']>[number];

/** The signatures of the document that the message says, and the review that the pharmacist's implies. */
export const signaturesOf = (message: Message, document: unknown) => {
  const signatures = message.provenances.flatMap((provenance) => each(member(provenance, 'signature')));
  const ofType = (code: string): Element<Signature> | undefined =>
    signatures.find(({ value }) => value.sigFormat === SIGNATURE_FORMAT && value.type.some((type) => type.code === code));
  const signed = (signature: Element<Signature> | undefined) =>
    signature && {
      practitionerId: practitionerOf(message, member(signature, 'who')),
      documentHash: { value: documentHashOf(document), path: signature.path },
      signedAt: member(signature, 'when'),
      signature: member(signature, 'data'),
    };
  const [prescriber, pharmacist] = [signed(ofType(signatureTypes.prescriber)), signed(ofType(signatureTypes.pharmacist))];
  if (prescriber === undefined && pharmacist === undefined) return {};
  return {
    // Without the prescriber's, the pharmacist's says where it should stand.
    signatures: { prescriber: prescriber ?? { value: undefined, path: pharmacist?.signature.path ?? [] }, pharmacist },
    review: pharmacist && { pharmacistId: pharmacist.practitionerId, outcome: { value: 'passed', path: pharmacist.signature.path } },
  };
};
