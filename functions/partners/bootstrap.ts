import { AgencyId, KeyId } from '../../events/vocabulary/ids.ts';
import type { Cause } from '../../shared/kernel/journal.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { agencies, apiKeys } from './aggregates.ts';
import { macOfSecret, secretOf, writeKeyText } from './domain/key-text.ts';

const BOOTSTRAP = 'bootstrap-platform';

/**
 * The region's first agency, the platform itself, and its first key: nobody could register it over HTTP. Repeating it changes
 * nothing and gives the same key text, also after that key was revoked; it then opens nothing.
 */
export const bootstrapPlatform = async (
  runtime: Pick<Runtime, 'region' | 'execute' | 'ids' | 'seals' | 'clock'>,
): Promise<{ readonly agencyId: AgencyId; readonly apiKey: string; readonly isFirst: boolean }> => {
  const { region, execute, ids, seals, clock } = runtime;
  const agencyId = AgencyId.parse(ids.derive('ag', BOOTSTRAP, region));
  const keyId = KeyId.parse(ids.derive('key', BOOTSTRAP, region));
  const cause: Cause = {
    commandId: BOOTSTRAP,
    requestDigest: BOOTSTRAP,
    at: clock.now(),
    actor: { role: 'system' },
    causationId: BOOTSTRAP,
  };

  const registered = await execute(agencies, agencyId, cause, () =>
    ok({ type: 'RegisterAgency', role: 'platform', name: '三联平台', englishName: 'Sanlian Platform' }),
  );
  const issued = await execute(apiKeys, keyId, cause, () =>
    ok({
      type: 'IssueApiKey',
      agencyId,
      role: 'platform',
      label: 'first key',
      secretMac: macOfSecret(seals, secretOf(seals, keyId)),
      issuedAt: cause.at,
    }),
  );
  if (!(registered.ok && issued.ok)) throw new Error('the platform agency could not be created');
  return { agencyId, apiKey: writeKeyText(seals, region, keyId), isFirst: !issued.value.isRepeat };
};
