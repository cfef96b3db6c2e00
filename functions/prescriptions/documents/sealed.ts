import * as z from 'zod/mini';
import type { Vault } from '../../../shared/kernel/vault.ts';
import { PatientIdentity } from '../contract/patient.ts';

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

const recordOf = (name: string): string => `${name}/document`;

/** Seals the document, and the person beside it, under the patient's own key. `name` is `sealedNameOf` the prescription. */
export const sealDocument = async (
  vault: Pick<Vault, 'seal'>,
  token: string,
  name: string,
  { prescription, patient }: SealedDocument,
): Promise<void> => {
  await vault.seal(token, recordOf(name), JSON.stringify({ prescription, patient }));
};

/** `missing`: never sealed under this name. `erased`: the patient's key was destroyed. */
export const openDocument = async (vault: Pick<Vault, 'open'>, token: string, name: string): Promise<OpenedDocument> => {
  const opened = await vault.open(token, recordOf(name));
  if (opened.kind !== 'content') return opened;
  return { kind: 'content', document: SealedDocument.parse(JSON.parse(opened.content)) };
};
