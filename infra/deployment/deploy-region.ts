import type { TemplateStack } from '../guards/template.ts';
import type { RegionProfile } from '../regions/region-profile.ts';
import { BEGIN_OUTPUT } from '../stacks/begin-stack.ts';
import { synthesize } from '../synthesis.ts';
import { type Begun, beginRegion } from './begin-region.ts';
import { cdk } from './cdk-command.ts';
import { DeployError } from './deploy-error.ts';
import { createDeployedStacks, type DeployedStacks } from './deployed-stacks.ts';
import { hindranceOf, neverStood, standingOf } from './half-deployed.ts';
import { lossesOf } from './kept-state.ts';

export interface DeployOptions {
  readonly profile: RegionProfile;
  /** The AWS region that it goes to. @default the profile's */
  readonly awsRegion?: string;
  /** Prepares an account's region for CDK if it is not: a bucket and the roles that deploy. */
  readonly isBootstrapping: boolean;
  /** Where the assembly is written. */
  readonly outdir: string;
  readonly onStep: (step: string) => void;
}

export interface DeployedRegion {
  readonly baseUrl: string;
  readonly platform: Begun;
}

const STACKS_AT_ONCE = 4;
/** Of the CDK command's output, enough to see the first error. */
const LINES_SHOWN_MAX = 30;

/** One region, from its profile to its first key. Throws a `DeployError` that says what to do. Safe to repeat. */
export const deployRegion = async (options: DeployOptions): Promise<DeployedRegion> => {
  const { profile, awsRegion = profile.aws.region, outdir, onStep } = options;
  const { stacks: all, findings } = await synthesize([profile], outdir);
  if (findings.length > 0) throw new DeployError(`The guards refuse this:\n${findings.join('\n')}`);
  const stacks = all.filter(({ name }) => name.startsWith(`${profile.region}-`));
  onStep(`${stacks.length} templates of ${profile.region}, no finding of the guards`);

  const deployed = createDeployedStacks(awsRegion);
  await prepare(deployed, awsRegion, options);
  await refuseHindrances(deployed, stacks);
  await refuseLosses(deployed, stacks);

  const target = ['--app', outdir, `${profile.region}/*`, '--require-approval', 'never', '--concurrency', String(STACKS_AT_ONCE)];
  const { isDone, output } = await cdk(awsRegion, ['deploy', ...target]);
  if (!isDone) throw new DeployError(await failureOf(deployed, stacks, output));
  onStep(`${stacks.length} stacks stand in ${awsRegion}`);

  const outputs = await outputsOf(deployed, stacks);
  const platform = await beginRegion(awsRegion, wanted(outputs, BEGIN_OUTPUT));
  onStep('the platform agency, its first key and the drug catalogue are there');
  return { baseUrl: wanted(outputs, 'BaseUrl'), platform };
};

const prepare = async (deployed: DeployedStacks, awsRegion: string, { isBootstrapping, outdir, onStep }: DeployOptions): Promise<void> => {
  if ((await deployed.find('CDKToolkit')) !== undefined) return;
  if (!isBootstrapping)
    throw new DeployError(`This account's ${awsRegion} was never prepared for CDK. Deploy once with --bootstrap, as an administrator.`);
  const { isDone, output } = await cdk(awsRegion, ['bootstrap', '--app', outdir]);
  if (!isDone) throw new DeployError(`The account could not be prepared for CDK:\n${lastLines(output)}`);
  onStep(`${awsRegion} is prepared for CDK`);
};

const refuseHindrances = async (deployed: DeployedStacks, stacks: readonly TemplateStack[]): Promise<void> => {
  const found = await Promise.all(stacks.map(({ name }) => deployed.find(name)));
  const hindrances = found.flatMap((stack) => (stack === undefined ? [] : (hindranceOf(stack) ?? [])));
  if (hindrances.length > 0) throw new DeployError(hindrances.join('\n'));
  // State is protected from its first moment on, which would keep a failed beginning in the way for ever.
  for (const stack of found) if (stack !== undefined && neverStood(stack)) await deployed.unprotect(stack.name);
};

const refuseLosses = async (deployed: DeployedStacks, stacks: readonly TemplateStack[]): Promise<void> => {
  for (const planned of stacks) {
    const stack = await deployed.find(planned.name);
    if (stack === undefined || neverStood(stack)) continue;
    const losses = lossesOf(await deployed.templateOf(planned.name), planned);
    if (losses.length > 0) throw new DeployError(`Nothing was deployed, because state would be lost:\n${losses.join('\n')}`);
  }
};

const failureOf = async (deployed: DeployedStacks, stacks: readonly TemplateStack[], output: string): Promise<string> => {
  const names = stacks.map(({ name }) => name);
  const found = await Promise.all(names.map((name) => deployed.find(name)));
  return `The region is deployed in part:\n${standingOf(names, found)}\nRepair the cause and deploy again: what stands is not touched.\n${lastLines(output)}`;
};

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-LINES_SHOWN_MAX).join('\n');

const outputsOf = async (deployed: DeployedStacks, stacks: readonly TemplateStack[]): Promise<Readonly<Record<string, string>>> => {
  const found = await Promise.all(stacks.map(({ name }) => deployed.find(name)));
  return Object.assign({}, ...found.map((stack) => stack?.outputs));
};

const wanted = (outputs: Readonly<Record<string, string>>, name: string): string => {
  const value = outputs[name];
  if (value === undefined) throw new DeployError(`The stacks stand, but none has the output ${name}. Was one deployed by hand?`);
  return value;
};
