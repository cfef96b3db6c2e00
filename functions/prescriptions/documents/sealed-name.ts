import type { Content } from '../domain/content.ts';

/**
 * Under which name a prescription's document is sealed. The hash belongs to it: a rival request can then seal another document,
 * but never replace the one that the journal vouches for.
 */
export const sealedNameOf = (prescriptionId: string, { documentHash }: Pick<Content, 'documentHash'>): string =>
  `${prescriptionId}/${documentHash}`;
