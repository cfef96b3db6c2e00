import { describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../../functions/partners/authorizer.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addPartner, createPartnersWorld } from '../../support/partners.ts';

/** What the authorizer does for one key: the kinds of streams that it reads, and how often it compares. */
const workFor = async (runtime: Runtime, apiKey: string) => {
  const work: string[] = [];
  const load: Runtime['load'] = (aggregate, id) => {
    work.push(`reads ${aggregate.name}`);
    return runtime.load(aggregate, id);
  };
  const isEqual: Runtime['seals']['isEqual'] = (left, right) => {
    work.push(`compares ${left.length} with ${right.length} characters`);
    return runtime.seals.isEqual(left, right);
  };
  const caller = await createAuthorizer({ ...runtime, load, seals: { ...runtime.seals, isEqual } })(`Bearer ${apiKey}`);
  return { work, caller };
};

describe('whoever tries keys', () => {
  it('learns nothing from the work that it gives: a key unknown, wrong, revoked, of a suspended agency, or right', async () => {
    const { world, platformKey } = await createPartnersWorld();
    const [known, revoked, suspended] = [
      await addPartner(world, platformKey, 'pharmacy'),
      await addPartner(world, platformKey, 'pharmacy'),
      await addPartner(world, platformKey, 'pharmacy'),
    ];
    await world.call('DELETE', `/v1/agencies/${revoked.agencyId}/keys/${revoked.keyId}`, { as: platformKey });
    await world.call('POST', `/v1/agencies/${suspended.agencyId}/suspend`, { as: platformKey });
    const end = known.apiKey.endsWith('A') ? 'B' : 'A';
    const tried = [
      `sk_jinan_${'a'.repeat(24)}_${'A'.repeat(43)}`,
      known.apiKey.slice(0, -1) + end,
      revoked.apiKey,
      suspended.apiKey,
      known.apiKey,
    ];
    const done = await Promise.all(tried.map((apiKey) => workFor(world.engine.runtime, apiKey)));
    await world.close();
    expect(done.map(({ caller }) => caller !== undefined)).toEqual([false, false, false, false, true]);
    const [first] = done;
    expect(first?.work).toEqual(['reads api-key', 'reads agency', expect.stringMatching(/^compares (\d+) with \1 characters$/)]);
    for (const { work } of done) expect(work).toEqual(first?.work);
  });
});
