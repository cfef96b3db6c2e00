import type { Seals } from '../shared/kernel/vault.ts';

/** Whose claim a secret is for. */
export interface ClaimScope {
  readonly prescriptionId: string;
  readonly pharmacyId: string;
  readonly offerId: string;
}

/**
 * The bearer secret of one claim: the routing mints it with the acceptance, the prescription checks it, nobody stores it.
 * It names its offer, so that a claim which ended, or is still on its way, is told from a forgery.
 */
export const mintClaimSecret = (seals: Pick<Seals, 'mac'>, { prescriptionId, pharmacyId, offerId }: ClaimScope): string =>
  `cs_${offerId}.${seals.mac('claim-secret', prescriptionId, pharmacyId, offerId)}`;

/** The offer that a genuine secret of this pharmacy and prescription names; undefined for any other text. */
export const offerOfClaimSecret = (
  seals: Seals,
  secret: string,
  { prescriptionId, pharmacyId }: Omit<ClaimScope, 'offerId'>,
): string | undefined => {
  const [, offerId] = /^cs_(ofr_[A-Za-z0-9]{1,64})\./.exec(secret) ?? [];
  if (offerId === undefined) return undefined;
  return seals.isEqual(secret, mintClaimSecret(seals, { prescriptionId, pharmacyId, offerId })) ? offerId : undefined;
};
