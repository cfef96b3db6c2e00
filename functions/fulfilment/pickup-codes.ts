import type { Seals } from '../../shared/kernel/vault.ts';
import { codeFromMac } from './domain/pickup-code.ts';

/** The code that a command issues: the same for its repeats, another for every other command; nobody stores it. */
export const mintPickupCode = ({ mac }: Pick<Seals, 'mac'>, pickupId: string, commandId: string): string =>
  codeFromMac(mac('pickup-code', pickupId, commandId));

/** What is kept of a code. A million codes are soon tried, so the hash is keyed: without the region's key it says nothing. */
export const macOfPickupCode = ({ mac }: Pick<Seals, 'mac'>, pickupId: string, code: string): string =>
  mac('pickup-code-check', pickupId, code);
