import * as z from 'zod/mini';
import type { Vault } from '../../../shared/kernel/vault.ts';
import { PatientIdentity } from '../contract/patient.ts';
import { documentHashOf } from './hash.ts';

/** What one prescription says in clear: read only by who may, from the vault. */
const SealedDocument = z.object({ prescription: z.unknown(), patient: PatientIdentity });
export interface SealedDocument {
  /** The clinical document as it was signed. */
  readonly prescription: unknown;
  /** The patient as the hospital knew the person on that day. */
  readonly patient: PatientIdentity;
}

export type OpenedDocument =
  | { readonly kind: 'content'; readonly document: SealedDocument }
  | { readonly kind: 'missing' }
  | { readonly kind: 'erased' };

/** Each revision has a name of its own: one that was sealed, and then refused, never stands in for the one that was signed. */
const nameOf = (prescriptionId: string, documentHash: string): string => `${prescriptionId}/document/${documentHash}`;

/** Seals the document, and the person beside it, under the patient's own key. */
export const sealDocument = async (
  vault: Pick<Vault, 'seal'>,
  token: string,
  prescriptionId: string,
  { prescription, patient }: SealedDocument,
): Promise<void> => {
  await vault.seal(token, nameOf(prescriptionId, documentHashOf(prescription)), JSON.stringify({ prescription, patient }));
};

/** The document with that hash. `missing`: never sealed. `erased`: the patient's key was destroyed. */
export const openDocument = async (
  vault: Pick<Vault, 'open'>,
  token: string,
  prescriptionId: string,
  documentHash: string,
): Promise<OpenedDocument> => {
  const opened = await vault.open(token, nameOf(prescriptionId, documentHash));
  if (opened.kind !== 'content') return opened;
  return { kind: 'content', document: SealedDocument.parse(JSON.parse(opened.content)) };
};
