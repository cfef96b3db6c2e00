import { createApp } from './app.ts';
import { bundleWhenStale } from './bundle.ts';
import { findingsIn } from './guards/guards.ts';
import { readStack, type TemplateStack } from './guards/template.ts';
import { refuseWrongProfiles } from './regions/check-profile.ts';
import { contexts } from './regions/contexts.ts';
import type { RegionProfile } from './regions/region-profile.ts';

export interface Synthesis {
  /** In the order in which they can be deployed. */
  readonly stacks: readonly TemplateStack[];
  /** What the guards found, a line each; nothing may be deployed while there is any. */
  readonly findings: readonly string[];
}

/** Bundles what is stale and writes the assembly of these regions to the folder. */
export const synthesize = async (profiles: readonly RegionProfile[], outdir: string): Promise<Synthesis> => {
  refuseWrongProfiles(profiles, contexts);
  await bundleWhenStale();
  const assembly = createApp({ profiles, contexts, outdir }).synth();
  const stacks = assembly.stacksRecursively.map(({ stackName, template }) => readStack(stackName, template));
  const findings = findingsIn(stacks, contexts).map(({ guard, stack, resource, what }) => `${guard}: ${stack}/${resource} ${what}`);
  return { stacks, findings };
};
