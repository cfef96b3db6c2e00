import { withLoopbackReceivers } from '../../functions/partners/loopback.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import type { RegionProfile } from '../../infra/regions/region-profile.ts';
import { tianjin } from '../../infra/regions/tianjin.ts';

/** The same region, beside receivers on one machine. What is let through there stands in its profile, as every difference of a region does. */
const besideReceivers = (profile: RegionProfile): RegionProfile => ({
  ...profile,
  outgoing: { allowLoopback: true },
  policies: withLoopbackReceivers(profile.policies),
});

export const cloudProfiles: readonly RegionProfile[] = [besideReceivers(jinan), besideReceivers(tianjin)];
