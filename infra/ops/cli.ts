import { parseArgs } from 'node:util';
import { type Instant, instant } from '../../shared/kernel/time.ts';
import { DeployError } from '../deployment/deploy-error.ts';
import { contexts } from '../regions/contexts.ts';
import type { RegionProfile } from '../regions/region-profile.ts';
import { noSuchRegion, regionOf, regions } from '../regions/regions.ts';
import { openAwsRegion } from './aws-region.ts';
import { inPlainWords } from './aws-words.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { createLaptopRegion, openLaptopRegion } from './laptop-region.ts';
import { move } from './move.ts';
import type { OpenedRegion } from './opened-region.ts';
import { OpsError } from './ops-error.ts';
import type { Report } from './report.ts';

const MOVES = {
  export: 'copies a pilot that is stopped (--data) into its deployed region, verified by counts and hashes',
  import: 'copies a deployed region into a new file (--data)',
} as const;

const column = (usage: string, does: string): string => `  ${usage.padEnd(30)}${does}`;
const USAGE = [
  'npm run ops -- COMMAND [--data DIR] [--region NAME] [--aws-region NAME] [--yes] [--json]',
  '',
  ...Object.values(COMMANDS).map(({ usage, does }) => column(usage, does)),
  column('export --data DIR', MOVES.export),
  column('import --data DIR', MOVES.import),
  '',
  `  --region NAME      one of ${regions.map(({ region }) => region).join(', ')}; with --data jinan when it is left out`,
  '  --data DIR         the folder of a region on this machine, which must be stopped; without it the deployed region is meant',
  '  --aws-region NAME  another AWS region than the profile names',
  '  --adopt-key        export: gives the new region the key of the pilot, from which its tokens and API keys are derived',
  '  --yes              does it; without it a command that changes something only says what it would do',
  '  --json             for programs',
  '',
  'AWS credentials come from the environment or a profile; AWS_ENDPOINT_URL leads elsewhere than to AWS.',
].join('\n');

const readOptions = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        region: { type: 'string' },
        data: { type: 'string' },
        'aws-region': { type: 'string' },
        context: { type: 'string' },
        since: { type: 'string' },
        'adopt-key': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch {
    throw new OpsError(USAGE);
  }
};
type Values = ReturnType<typeof readOptions>['values'];

const profileOf = (values: Values): RegionProfile => {
  const name = values.region ?? (values.data === undefined ? undefined : 'jinan');
  if (name === undefined) throw new OpsError('Say which region: --region NAME for a deployed one, --data DIR for one on this machine.');
  const profile = regionOf(name);
  if (profile === undefined) throw new OpsError(noSuchRegion(name));
  return profile;
};

const timeOf = (text: string | undefined): Instant | undefined => {
  if (text === undefined) return undefined;
  // Without a zone the same text would mean another moment on another machine.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new OpsError('--since takes a time with its zone, as 2026-03-01T08:00:00Z or 2026-03-01T16:00:00+08:00.');
  return instant(text);
};

const openDeployed = (profile: RegionProfile, values: Values): Promise<OpenedRegion> =>
  openAwsRegion(profile.region, values['aws-region'] ?? profile.aws.region);

const runCommand = async (name: CommandName, rest: readonly string[], values: Values): Promise<Report> => {
  const since = timeOf(values.since);
  const profile = profileOf(values);
  const region = values.data === undefined ? await openDeployed(profile, values) : openLaptopRegion(values.data, profile.region);
  try {
    return await COMMANDS[name].run({ region, contexts, isSure: values.yes }, { rest, context: values.context, since });
  } finally {
    region.close();
  }
};

const runMove = async (name: keyof typeof MOVES, rest: readonly string[], values: Values): Promise<Report> => {
  const { data, yes: isSure } = values;
  if (data === undefined || rest.length > 0) throw new OpsError(`Usage: npm run ops -- ${name} --data DIR --region NAME`);
  const profile = profileOf(values);
  const deployed = await openDeployed(profile, values);
  const laptop = await openOther(name, { folder: data, deployed, isAdopting: values['adopt-key'] });
  try {
    if (name === 'import') return await move({ from: deployed, to: laptop, contexts, isSure });
    // Only after it is known that nobody lives there yet.
    const adopt = async () => (values['adopt-key'] ? deployed.adoptKey(await laptop.masterKey()) : undefined);
    return await move({ from: laptop, to: deployed, contexts, isSure, beforeWriting: adopt });
  } finally {
    laptop.close();
    deployed.close();
  }
};

interface Other {
  readonly folder: string;
  readonly deployed: OpenedRegion;
  readonly isAdopting: boolean;
}

/** Both sides must have one key: patients' tokens, claim secrets and API keys are derived from it. */
const openOther = async (name: keyof typeof MOVES, { folder, deployed, isAdopting }: Other): Promise<OpenedRegion> => {
  const key = await deployed.masterKey();
  const laptop = name === 'import' ? createLaptopRegion(folder, deployed.region, key) : openLaptopRegion(folder, deployed.region);
  const own = await laptop.masterKey();
  if (own.equals(key) || (name === 'export' && isAdopting)) return laptop;
  laptop.close();
  throw new OpsError(
    name === 'import'
      ? `${folder} has another key than the deployed region. Name a new folder with --data.`
      : 'The deployed region has another key than the pilot, so its tokens and API keys would all be unknown there. Add --adopt-key to give it the pilot’s key; only a region that nobody uses yet may change its key.',
  );
};

export interface Ran {
  readonly exitCode: number;
  readonly text: string;
}

/** One command. What a person can repair is one sentence; everything else is thrown. */
export const runOps = async (args: readonly string[]): Promise<Ran> => {
  try {
    const { values, positionals } = readOptions(args);
    if (values.help || positionals.length === 0) return { exitCode: 0, text: USAGE };
    const { lines, value, isGood = true } = await run(positionals, values);
    return { exitCode: isGood ? 0 : 1, text: values.json ? JSON.stringify(value, null, 2) : lines.join('\n') };
  } catch (thrown) {
    const said = inPlainWords(thrown);
    if (said instanceof OpsError || said instanceof DeployError) return { exitCode: 1, text: said.message };
    throw thrown;
  }
};

const run = async (positionals: readonly string[], values: Values): Promise<Report> => {
  const [first = '', second = ''] = positionals;
  const two = `${first} ${second}`;
  if (isMove(first)) return runMove(first, positionals.slice(1), values);
  if (isCommand(two)) return runCommand(two, positionals.slice(2), values);
  if (isCommand(first)) return runCommand(first, positionals.slice(1), values);
  throw new OpsError(`There is no command ${two.trim()}. npm run ops -- --help lists all.`);
};

const isMove = (text: string): text is keyof typeof MOVES => text in MOVES;
const isCommand = (text: string): text is CommandName => text in COMMANDS;
