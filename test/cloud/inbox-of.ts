import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';

const WAIT_SECONDS_MAX = 60;
const Queues = z.object({ inboxes: z.record(z.string(), z.tuple([z.string(), z.string()])) });

/** One inbox of a deployed context, as an operator holds it. */
export interface DeployedInbox {
  send(body: string): Promise<void>;
  /** What was parked and can be received now. */
  parked(): Promise<readonly Message[]>;
  parkedCount(): Promise<number>;
  /** Takes one parked message for good. */
  drop(message: Message): Promise<void>;
  /** Runs the context's reactions without what they need to run, and gives up on messages soon; answers how to repair it. */
  breakConsumer(): Promise<() => Promise<void>>;
}

const reactionsOf = async (awsRegion: string, stackName: string): Promise<string> => {
  const { StackResources = [] } = await new CloudFormationClient({ region: awsRegion }).send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  const found = StackResources.find(
    ({ ResourceType, LogicalResourceId = '' }) => ResourceType === 'AWS::Lambda::Function' && LogicalResourceId.includes('React'),
  );
  if (found?.PhysicalResourceId === undefined) throw new Error(`${stackName} has no reactions`);
  return found.PhysicalResourceId;
};

export const inboxOf = async (awsRegion: string, stackName: string, inbox: string): Promise<DeployedInbox> => {
  const lambda = new LambdaClient({ region: awsRegion });
  const sqs = new SQSClient({ region: awsRegion });
  const FunctionName = await reactionsOf(awsRegion, stackName);
  const { Environment: { Variables: variables = {} } = {} } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const names = Queues.parse(JSON.parse(variables['QUEUES'] ?? '{}')).inboxes[inbox];
  const urlOf = async (QueueName: string | undefined) => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  const QueueUrl = await urlOf(names?.[0]);
  const parkedUrl = await urlOf(names?.[1]);

  const configure = async (Variables: Record<string, string>): Promise<void> => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: WAIT_SECONDS_MAX }, { FunctionName });
  };

  return {
    send: async (MessageBody) => void (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))),
    parked: async () => {
      const MessageAttributeNames = ['All'];
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: parkedUrl, MaxNumberOfMessages: 10, MessageAttributeNames, VisibilityTimeout: 5 }),
      );
      return Messages;
    },
    parkedCount: async () => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: parkedUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return Number(Attributes['ApproximateNumberOfMessages']);
    },
    drop: async ({ ReceiptHandle }) => void (await sqs.send(new DeleteMessageCommand({ QueueUrl: parkedUrl, ReceiptHandle }))),
    breakConsumer: async () => {
      const { Attributes: { RedrivePolicy = '{}', VisibilityTimeout = '180' } = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy', 'VisibilityTimeout'] }),
      );
      // Eight receipts of three minutes would take half an hour.
      const hasty = { RedrivePolicy: JSON.stringify({ ...JSON.parse(RedrivePolicy), maxReceiveCount: 2 }), VisibilityTimeout: '1' };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: hasty }));
      const { JOURNAL_TABLE: _lost, ...broken } = variables;
      await configure(broken);
      return async () => {
        await configure(variables);
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy, VisibilityTimeout } }));
      };
    },
  };
};
