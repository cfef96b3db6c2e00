import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { readStack, type TemplateStack } from '../guards/template.ts';
import { DeployError } from './deploy-error.ts';

export interface DeployedStack {
  readonly name: string;
  /** CloudFormation's word: `CREATE_COMPLETE`, `UPDATE_ROLLBACK_FAILED`, … */
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What CloudFormation knows of an account's region. */
export interface DeployedStacks {
  /** Undefined: there is none of that name. */
  find(name: string): Promise<DeployedStack | undefined>;
  /** As it was deployed last. */
  templateOf(name: string): Promise<TemplateStack>;
  /** Lets a stack be deleted. */
  unprotect(name: string): Promise<void>;
}

const isUnknownStack = (thrown: unknown): boolean => thrown instanceof Error && /does not exist/.test(thrown.message);

/** Says what to do instead of what the SDK ran into. */
const inPlainWords = (thrown: unknown, awsRegion: string): unknown => {
  if (!(thrown instanceof Error)) return thrown;
  if (thrown.name === 'CredentialsProviderError')
    return new DeployError('There are no AWS credentials. Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID.');
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch/.test(thrown.name))
    return new DeployError(`AWS does not take these credentials in ${awsRegion}. An account of China opens only regions of China.`);
  if (/AccessDenied/.test(thrown.name))
    return new DeployError('These credentials may not read CloudFormation. Take those of a role that may deploy.');
  if ('code' in thrown && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT/.test(String(thrown.code)))
    return new DeployError(
      `Nothing answers for AWS in ${awsRegion} (${String(thrown.code)}). Check the network, and AWS_ENDPOINT_URL if it is set.`,
    );
  return thrown;
};

export const createDeployedStacks = (awsRegion: string): DeployedStacks => {
  const client = new CloudFormationClient({ region: awsRegion });
  return {
    find: async (name) => {
      try {
        const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
        if (stack === undefined) return undefined;
        const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const);
        return { name, status: stack.StackStatus ?? 'UNKNOWN', outputs: Object.fromEntries(outputs) };
      } catch (thrown) {
        if (isUnknownStack(thrown)) return undefined;
        throw inPlainWords(thrown, awsRegion);
      }
    },
    templateOf: async (name) => {
      const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }));
      return readStack(name, JSON.parse(TemplateBody));
    },
    unprotect: async (name) => {
      await client.send(new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: false }));
    },
  };
};
