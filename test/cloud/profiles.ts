import { withLoopbackReceivers } from '../../functions/partners/loopback.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import type { RegionProfile } from '../../infra/regions/region-profile.ts';
import { tianjin } from '../../infra/regions/tianjin.ts';

/** The same region, beside receivers on one machine. What is let through there stands in its profile, as every difference of a region does. */
const besideReceivers = (profile: RegionProfile): RegionProfile => ({
  ...profile,
  // An emulator that waits a second for more before each hop tests nothing else, and later.
  batchingSeconds: { readers: 0, inboxes: 0 },
  outgoing: { allowLoopback: true },
  policies: withLoopbackReceivers(profile.policies),
});

export const cloudProfiles: readonly RegionProfile[] = [besideReceivers(jinan), besideReceivers(tianjin)];
