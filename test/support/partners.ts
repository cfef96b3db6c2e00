import type { Role } from '../../events/vocabulary/roles.ts';
import { createAuthorizer } from '../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../functions/partners/bootstrap.ts';
import { partnersContext } from '../../functions/partners/context.ts';
import { withLoopbackReceivers } from '../../functions/partners/loopback.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** A region with real keys: `platformKey` may do what the platform may. */
export const createPartnersWorld = async (options: Partial<WorldOptions> = {}) => {
  const world = await createWorld({
    policies: withLoopbackReceivers(jinan.policies),
    contexts: [partnersContext],
    authorize: ({ runtime }) => createAuthorizer(runtime),
    ...options,
  });
  const { agencyId, apiKey } = await bootstrapPlatform(world.engine.runtime);
  return { world, platformKey: apiKey, platformId: agencyId };
};

export interface Partner {
  readonly agencyId: string;
  readonly keyId: string;
  readonly apiKey: string;
}

/** Registers an agency and issues it a key. */
export const addPartner = async (world: World, platformKey: string, role: Role): Promise<Partner> => {
  const agency = await world.call('POST', '/v1/agencies', {
    as: platformKey,
    body: { role, name: '测试机构', englishName: 'Test agency' },
  });
  const { agencyId } = agency.body;
  const key = await world.call('POST', `/v1/agencies/${agencyId}/keys`, { as: platformKey, body: {} });
  return { agencyId, keyId: key.body.keyId, apiKey: key.body.apiKey };
};
