import { describe, expect, it } from 'vitest';
import { problemsOf, refuseWrongProfiles } from '../../infra/regions/check-profile.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import type { RegionProfile } from '../../infra/regions/region-profile.ts';
import { regions } from '../../infra/regions/regions.ts';

const like = (over: object): RegionProfile => ({ ...jinan, ...over });
const withRule = (context: string, rule: object): RegionProfile => {
  const [version] = jinan.policies[context] ?? [];
  return like({ policies: { ...jinan.policies, [context]: [{ ...version, rules: { ...(version?.rules as object), ...rule } }] } });
};
const { routing, ...withoutRouting } = jinan.policies;
const again = [...(routing ?? []), ...(routing ?? [])];

describe('a region’s profile', () => {
  it.each(regions)('$region has nothing wrong', (profile) => {
    expect(problemsOf(profile, contexts)).toEqual([]);
  });
  it.each([
    ['region', like({ region: 'Ji Nan' }), 'region must be 2 to 20 small letters and digits, and begin with a letter'],
    ['name', like({ name: { zh: '济南' } }), 'name.en must be of the type string'],
    ['time zone', like({ timeZone: 'Asia/Jinan' }), 'timeZone must be an IANA time zone, as Asia/Shanghai'],
    ['partition', like({ aws: { partition: 'china', region: 'cn-north-1' } }), 'aws.partition must be one of aws, aws-cn'],
    ['batching', like({ batchingSeconds: { readers: 301, inboxes: 1 } }), 'batchingSeconds.readers must be at most 300'],
    ['AWS region', like({ aws: { partition: 'aws', region: 'Beijing' } }), 'aws.region must be an AWS region, as cn-north-1'],
    [
      'AWS region of the other partition',
      like({ aws: { partition: 'aws', region: 'cn-north-1' } }),
      'aws names a region of the other partition: cn-… is in aws-cn, all others in aws',
    ],
    ['field', like({ zone: 'x' }), 'the profile has no field zone'],
    [
      'policy of no context',
      like({ policies: { ...jinan.policies, claims: routing } }),
      /^policies\.claims is of no context; known: prescriptions, /,
    ],
    [
      'lack of a policy',
      like({ policies: withoutRouting }),
      'policies.routing is missing: the context routing cannot decide without rules',
    ],
    ['lack of versions', like({ policies: { ...jinan.policies, routing: [] } }), 'policies.routing must have at least 1'],
    [
      'version twice',
      like({ policies: { ...jinan.policies, routing: again } }),
      'policies.routing has the version routing-2026-01 twice: results are stored with its name',
    ],
    [
      'rule too large',
      withRule('directory', { stockTtlHours: 1e9 }),
      /^policies\.directory\[0\]\.rules\.stockTtlHours must be at most \d+$/,
    ],
    ['rule too small', withRule('routing', { waveSize: 0 }), 'policies.routing[0].rules.waveSize must be at least 1'],
    [
      'rule of another type',
      withRule('directory', { stockTtlHours: 'a day' }),
      'policies.directory[0].rules.stockTtlHours must be of the type number',
    ],
    [
      'date',
      like({ policies: { ...jinan.policies, routing: [{ ...routing?.[0], from: 'soon' }] } }),
      'policies.routing[0].from must be a time, as 2026-01-01T00:00:00Z',
    ],
  ])('with a wrong %s is refused in one sentence', (_what, profile, sentence) => {
    expect(problemsOf(profile, contexts)).toEqual([expect.stringMatching(sentence instanceof RegExp ? sentence : escaped(sentence))]);
  });
  it('that is wrong stops before anything is bundled, and names its file', () => {
    expect(() => refuseWrongProfiles([jinan, like({ timeZone: 'x' })], contexts)).toThrow(
      'infra/regions/jinan.ts: timeZone must be an IANA time zone, as Asia/Shanghai.',
    );
    expect(() => refuseWrongProfiles(regions, contexts)).not.toThrow();
  });
});

const escaped = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
