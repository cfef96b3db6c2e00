import { parseArgs } from 'node:util';
import { DeployError } from './deployment/deploy-error.ts';
import { deployRegion } from './deployment/deploy-region.ts';
import { print } from './local/print.ts';
import { noSuchRegion, regionOf, regions } from './regions/regions.ts';

const USAGE = `npm run deploy -- --region NAME [--aws-region NAME] [--bootstrap] [--show-key]
  --region NAME      one of ${regions.map(({ region }) => region).join(', ')}
  --aws-region NAME  another AWS region than the profile names
  --bootstrap        prepare the account's region for CDK first, if it never was
  --show-key         print the platform's first key again; otherwise only the first deployment prints it
Credentials come from the environment or a profile, as for every AWS tool; AWS_ENDPOINT_URL leads elsewhere than to AWS.`;

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        region: { type: 'string' },
        'aws-region': { type: 'string' },
        bootstrap: { type: 'boolean', default: false },
        'show-key': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch {
    throw new DeployError(USAGE);
  }
};

const main = async (): Promise<void> => {
  const { region, 'aws-region': awsRegion, bootstrap, 'show-key': isKeyShown, help } = readOptions();
  if (help) return print(USAGE);
  if (region === undefined) throw new DeployError(USAGE);
  const profile = regionOf(region);
  if (profile === undefined) throw new DeployError(noSuchRegion(region));

  const { baseUrl, platform } = await deployRegion({
    profile,
    ...(awsRegion === undefined ? {} : { awsRegion }),
    isBootstrapping: bootstrap,
    outdir: 'cdk.out',
    onStep: (step) => print(`  ✓ ${step}`),
  });
  print(`\n  region    ${baseUrl}\n  platform  ${platform.agencyId}`);
  print(
    platform.isFirst || isKeyShown
      ? `  key       ${platform.apiKey}\n            Keep it: it opens everything, and it is not printed again.`
      : '  key       was printed by the first deployment; --show-key prints it again',
  );
};

try {
  await main();
} catch (thrown) {
  if (!(thrown instanceof DeployError)) throw thrown;
  print(thrown.message);
  process.exitCode = 1;
}
