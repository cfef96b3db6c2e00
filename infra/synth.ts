import { parseArgs } from 'node:util';
import { print } from './local/print.ts';
import { noSuchRegion, regionOf, regions } from './regions/regions.ts';
import { synthesize } from './synthesis.ts';

// `npm run synth [-- --region NAME]`: bundles, templates and guards in one process. `npm run deploy` takes a region from there.

const chosen = () => {
  const { region } = parseArgs({ options: { region: { type: 'string' } } }).values;
  if (region === undefined) return regions;
  const profile = regionOf(region);
  if (profile !== undefined) return [profile];
  throw new Error(noSuchRegion(region));
};

try {
  const beganMs = performance.now();
  const { stacks, findings } = await synthesize(chosen(), 'cdk.out');
  for (const { name, bytes, resources } of stacks) {
    print(`${name.padEnd(24)}${String(resources.length).padStart(5)} resources${(bytes / 1024).toFixed(1).padStart(8)} KB`);
  }
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
  print(`${stacks.length} templates in ${seconds} s, ${findings.length} findings of the guards`);
  for (const finding of findings) print(finding);
  if (findings.length > 0) process.exitCode = 1;
} catch (thrown) {
  print(thrown instanceof Error ? thrown.message : 'synthesis failed');
  process.exitCode = 1;
}
