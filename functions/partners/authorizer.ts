import type { Caller } from '../../shared/kernel/route.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { agencies, apiKeys } from './aggregates.ts';
import { standingOf } from './domain/api-key.ts';
import { macOfSecret, readBearer } from './domain/key-text.ts';

/** Read and compared in place of a key that does not exist, so that it takes as long as one with a wrong secret. */
const NOBODY = 'nobody';

/**
 * Finds out who calls. Undefined for whatever does not open: no key, another region's, unknown, wrong, expired, revoked, of a
 * suspended agency; the caller cannot tell which. Both streams are read strongly consistent and nothing is cached, so that a
 * revocation holds from its answer on.
 */
export const createAuthorizer =
  ({ region, load, seals, clock }: Pick<Runtime, 'region' | 'load' | 'seals' | 'clock'>) =>
  async (authorization: string | undefined): Promise<Caller | undefined> => {
    const presented = readBearer(authorization);
    if (presented === undefined || presented.region !== region) return undefined;

    const { state: key } = await load(apiKeys, presented.keyId);
    const { state: agency } = await load(agencies, key.status === 'absent' ? NOBODY : key.agencyId);
    const presentedMac = macOfSecret(seals, presented.secret);
    const storedMac = key.status === 'absent' ? macOfSecret(seals, NOBODY) : key.secretMac;
    const isGenuine = seals.isEqual(presentedMac, storedMac);

    if (!isGenuine || key.status === 'absent' || agency.status !== 'active') return undefined;
    const standing = standingOf(key, clock.now());
    if (standing === 'expired' || standing === 'revoked') return undefined;
    return { agencyId: key.agencyId, role: key.role, keyId: presented.keyId };
  };
