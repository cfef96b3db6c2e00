import { guardOf, recordOf } from './template.ts';

/** What holds something that nobody can make again. */
export const STATEFUL: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::S3::Bucket',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
]);

/** What is lost for ever when it is deleted, no deployment can delete. */
export const stateIsKept = guardOf('state-is-kept', ({ type, properties, isRetained }) => {
  if (!STATEFUL.has(type)) return [];
  const wrong = isRetained ? [] : ['is not retained when it is deleted or replaced'];
  if (type !== 'AWS::DynamoDB::Table') return wrong;
  if (properties['DeletionProtectionEnabled'] !== true) wrong.push('is not protected from deletion');
  if (recordOf(properties['PointInTimeRecoverySpecification'])['PointInTimeRecoveryEnabled'] !== true)
    wrong.push('cannot be set back to a moment');
  if (recordOf(properties['SSESpecification'])['KMSMasterKeyId'] === undefined) wrong.push('is not encrypted under a key of ours');
  return wrong;
});
