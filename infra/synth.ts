import { parseArgs } from 'node:util';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { createApp } from './app.ts';
import { bundleWhenStale } from './bundle.ts';
import { findingsIn } from './guards/guards.ts';
import { readStack, type TemplateStack } from './guards/template.ts';
import { contexts } from './regions/contexts.ts';
import { jinan } from './regions/jinan.ts';
import type { RegionProfile } from './regions/region-profile.ts';

// `npm run synth [-- --region NAME]`: bundles, templates and guards in one process; `cdk deploy --app cdk.out` takes it from there.

const PROFILES: readonly RegionProfile[] = [jinan];

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const chosen = (): readonly RegionProfile[] => {
  const { region } = parseArgs({ options: { region: { type: 'string' } } }).values;
  const profiles = PROFILES.filter((profile) => region === undefined || profile.region === region);
  if (profiles.length > 0) return profiles;
  throw new Error(
    `There is no region ${region}. Known: ${PROFILES.map((profile) => profile.region).join(', ')}. A region is a file in infra/regions.`,
  );
};

const stacksOf = (assembly: CloudAssembly): readonly TemplateStack[] =>
  assembly.stacksRecursively.map(({ stackName, template }) => readStack(stackName, template));

const secondsSince = (beganMs: number): string => `${((performance.now() - beganMs) / 1000).toFixed(1)} s`;

const run = async (): Promise<void> => {
  const profiles = chosen();
  const bundlesBeganMs = performance.now();
  print(`bundles ${await bundleWhenStale()} in ${secondsSince(bundlesBeganMs)}`);
  const beganMs = performance.now();
  const stacks = stacksOf(createApp({ profiles, contexts, outdir: 'cdk.out' }).synth());
  for (const { name, bytes, resources } of stacks) {
    print(`${name.padEnd(24)}${String(resources.length).padStart(5)} resources${(bytes / 1024).toFixed(1).padStart(8)} KB`);
  }
  const findings = findingsIn(stacks, contexts);
  print(`${stacks.length} templates in ${secondsSince(beganMs)}, ${findings.length} findings of the guards`);
  for (const { guard, stack, resource, what } of findings) print(`${guard}: ${stack}/${resource} ${what}`);
  if (findings.length > 0) process.exitCode = 1;
};

try {
  await run();
} catch (thrown) {
  print(thrown instanceof Error ? thrown.message : 'synthesis failed');
  process.exitCode = 1;
}
