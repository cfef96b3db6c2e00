import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { DeployError } from '../../infra/deployment/deploy-error.ts';
import { deployRegion } from '../../infra/deployment/deploy-region.ts';
import { print } from '../../infra/local/print.ts';
import type { RegionProfile } from '../../infra/regions/region-profile.ts';
import { reachableUrl } from './api-url.ts';
import { CloudError } from './cloud-error.ts';
import { type Emulator, givenEndpoint, startEmulator } from './emulator.ts';
import { type CloudRegion, forgetFacts, writeFacts } from './facts.ts';
import { type NotShown, notShownAnywhere, notShownByMiniStack } from './not-shown.ts';
import { cloudProfiles } from './profiles.ts';
import { removeClone } from './stranger.ts';
import { tearDown } from './tear-down.ts';

// `npm run test:cloud`: the real stacks of two regions on an endpoint that speaks AWS, the same journeys, and everything away again.

const ASSEMBLY = '.cache/cloud-assembly';
const began = performance.now();
const step = (text: string): void => print(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

/** Before any client is made. An emulator takes any credentials; those of a person must not reach it. */
const pointTo = ({ endpoint }: Emulator, isOurs: boolean): void => {
  process.env['AWS_ENDPOINT_URL'] = endpoint;
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  if (!isOurs && process.env['AWS_ACCESS_KEY_ID'] !== undefined) return;
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE']) delete process.env[name];
};

const deployOne = (profile: RegionProfile) =>
  deployRegion({
    profile,
    isBootstrapping: true,
    outdir: `${ASSEMBLY}-${profile.region}`,
    onStep: step,
  });

const deploy = async (endpoint: string): Promise<readonly CloudRegion[]> => {
  const regions: CloudRegion[] = [];
  for (const profile of cloudProfiles) {
    const { baseUrl, platform } = await deployOne(profile);
    regions.push({ region: profile.region, awsRegion: profile.aws.region, baseUrl: reachableUrl(baseUrl, endpoint), platform });
  }
  return regions;
};

const runTests = (project: 'bare' | 'deployed'): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const args = ['run', '--config', 'test/cloud/vitest.config.ts', '--root', '.', '--project', project];
    const child = spawn('vitest', args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });

/** What failed in a function and was not seen in an answer: a stream batch that fails in part counts as read in the emulator. */
const isAnythingLogged = ({ failuresLogged }: Emulator): boolean => {
  const failures = failuresLogged();
  for (const failure of failures) print(failure);
  if (failures.length > 0) step(`${failures.length} failures stand in the functions' logs`);
  return failures.length > 0;
};

const list = (title: string, entries: readonly NotShown[]): void => {
  print(`\n${title}`);
  for (const { what, why, instead } of entries) print(`  ${what}\n    because ${why}\n    instead ${instead}`);
};

const main = async (): Promise<boolean> => {
  mkdirSync('.cache', { recursive: true });
  removeClone();
  const given = process.env['AWS_ENDPOINT_URL'];
  const emulator = given === undefined ? await startEmulator() : await givenEndpoint(given);
  try {
    pointTo(emulator, given === undefined);
    step(given === undefined ? 'MiniStack answers' : `using ${given}`);
    const isFollowed = await runTests('bare');
    step(isFollowed ? 'the guide was followed, and taken away again' : 'the guide could not be followed');
    const regions = await deploy(emulator.endpoint);
    writeFacts({ regions: [...regions] });
    step(`templates differ for the emulator: ${emulator.changes().join('; ')}`);
    const isHeld = (await runTests('deployed')) && isFollowed && !isAnythingLogged(emulator);
    step(isHeld ? 'all held' : 'something did not hold');
    for (const profile of cloudProfiles) await tearDown(profile.region, profile.aws.region);
    step('torn down: no stack and no table is left');
    return isHeld;
  } finally {
    await emulator.stop();
    forgetFacts();
    removeClone();
    for (const { region } of cloudProfiles) rmSync(`${ASSEMBLY}-${region}`, { recursive: true, force: true });
  }
};

try {
  if (!(await main())) process.exitCode = 1;
  list('What MiniStack cannot show', notShownByMiniStack);
  list('What no endpoint shows here', notShownAnywhere);
  step(process.exitCode === 1 ? 'FAILED' : 'passed');
} catch (thrown) {
  if (!(thrown instanceof DeployError || thrown instanceof CloudError)) throw thrown;
  print(thrown.message);
  process.exitCode = 1;
}
