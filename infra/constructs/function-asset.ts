import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { REGION_FILE } from '../../shared/lambda/region-file.ts';
import { BUNDLE_FILE, DIST } from '../bundle.ts';
import type { RegionProfile } from '../regions/region-profile.ts';

const folderOf = (bundle: string): string => {
  const folder = join(DIST, bundle);
  // `routing-react` comes from functions/routing/react.ts.
  if (!existsSync(folder)) throw new Error(`functions/${bundle.replace('-', '/')}.ts is missing: a manifest asks for it`);
  return folder;
};

/** The bundle alone, for a function that knows no region. */
export const bundleOf = (bundle: string): Code => Code.fromAsset(folderOf(bundle));

/** The bundle, and beside it the region's facts: the same code with another file in every region. */
export const bundleInRegion = (bundle: string, { region, policies, outgoing = { allowLoopback: false } }: RegionProfile): Code => {
  const folder = join(DIST, 'in-region', region, bundle);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(folderOf(bundle), BUNDLE_FILE), join(folder, BUNDLE_FILE));
  writeFileSync(join(folder, REGION_FILE), JSON.stringify({ region, outgoing, policies }));
  return Code.fromAsset(folder);
};
