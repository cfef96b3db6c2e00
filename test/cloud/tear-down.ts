import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CloudError } from './cloud-error.ts';

const WAIT_SECONDS_MAX = 120;

/** Deletes a test's region, the last stack first, and then what a State stack leaves behind because it is retained. */
export const tearDown = async (region: string, awsRegion: string): Promise<void> => {
  const client = new CloudFormationClient({ region: awsRegion });
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  const standing = StackSummaries.filter(
    ({ StackName = '', StackStatus }) => StackName.startsWith(`${region}-`) && StackStatus !== 'DELETE_COMPLETE',
  ).toSorted((one, other) => Number(other.CreationTime) - Number(one.CreationTime));
  const state = `${region}-State`;
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: state }));
  await client.send(new UpdateTerminationProtectionCommand({ StackName: state, EnableTerminationProtection: false }));
  const names = standing.flatMap(({ StackName }) => StackName ?? []);
  for (const StackName of [...names.filter((name) => name !== state), state]) {
    await client.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client, maxWaitTime: WAIT_SECONDS_MAX, minDelay: 1, maxDelay: 2 }, { StackName });
  }
  for (const { ResourceType, PhysicalResourceId = '' } of StackResources) await deleteRetained(awsRegion, ResourceType, PhysicalResourceId);
  await expectNothingLeft(region, awsRegion);
};

const expectNothingLeft = async (region: string, awsRegion: string): Promise<void> => {
  const { StackSummaries = [] } = await new CloudFormationClient({ region: awsRegion }).send(new ListStacksCommand({}));
  const { TableNames = [] } = await new DynamoDBClient({ region: awsRegion }).send(new ListTablesCommand({}));
  const left = [
    ...StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(({ StackName = '' }) => StackName),
    ...TableNames,
  ].filter((name) => name.startsWith(`${region}-`));
  if (left.length > 0) throw new CloudError(`Tearing down left ${left.join(', ')}. Delete them by hand.`);
};

const deleteRetained = async (awsRegion: string, type: string | undefined, id: string): Promise<void> => {
  if (type === 'AWS::DynamoDB::Table') {
    const client = new DynamoDBClient({ region: awsRegion });
    await client.send(new UpdateTableCommand({ TableName: id, DeletionProtectionEnabled: false }));
    await client.send(new DeleteTableCommand({ TableName: id }));
  }
  if (type === 'AWS::KMS::Key')
    await new KMSClient({ region: awsRegion }).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  if (type === 'AWS::SecretsManager::Secret')
    await new SecretsManagerClient({ region: awsRegion }).send(new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true }));
};
