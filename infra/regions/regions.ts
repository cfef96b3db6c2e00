import { jinan } from './jinan.ts';
import type { RegionProfile } from './region-profile.ts';
import { sandbox } from './sandbox.ts';
import { tianjin } from './tianjin.ts';

/** Every region that there is. A new one is a file beside these and a line here. */
export const regions: readonly RegionProfile[] = [jinan, tianjin, sandbox];

/** Undefined for a name that no region has. */
export const regionOf = (name: string): RegionProfile | undefined => regions.find(({ region }) => region === name);

/** What somebody hears who named another. */
export const noSuchRegion = (name: string): string =>
  `There is no region ${name}. Known: ${regions.map(({ region }) => region).join(', ')}. A region is a file in infra/regions.`;
