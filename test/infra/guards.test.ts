import { describe, expect, it } from 'vitest';
import { deadLettersRing, everyEdgeHasDeadLetters } from '../../infra/guards/asynchronous.ts';
import { functionsAreWatched } from '../../infra/guards/functions.ts';
import { noWildcardGrant, WAIVERS } from '../../infra/guards/grants.ts';
import { nothingBesidesTheManifests } from '../../infra/guards/manifests.ts';
import { templatesArePortable } from '../../infra/guards/portable.ts';
import { RESOURCES_MAX, stacksStaySmall, TEMPLATE_BYTES_MAX } from '../../infra/guards/size.ts';
import { stateIsKept } from '../../infra/guards/stateful.ts';
import { type Guard, readStack } from '../../infra/guards/template.ts';
import { contexts } from '../../infra/regions/contexts.ts';

type Resources = Readonly<Record<string, object>>;
const found = (guard: Guard, Resources: Resources): readonly string[] =>
  guard([readStack('jinan-Planted', { Resources })]).map(({ resource, what }) => `${resource} ${what}`);

const policy = (statement: object) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { Ref: 'Queue' }, ...statement }] } },
});
const alarm = (metric: string, name: string, target: object, description = 'No prescription is routed to a pharmacy.') => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { MetricName: metric, AlarmDescription: description, Dimensions: [{ Name: name, Value: target }] },
});

describe('a grant', () => {
  it('that names its actions and resources passes', () => {
    expect(found(noWildcardGrant, { Good: policy({}) })).toEqual([]);
    expect(found(noWildcardGrant, { Denied: policy({ Effect: 'Deny', Action: 'sqs:*' }) })).toEqual([]);
  });
  it.each([
    ['every action', { Action: '*' }],
    ['every action of a service', { Action: ['sqs:SendMessage', 'dynamodb:*'] }],
    ['actions that begin so', { Action: 'kms:ReEncrypt*' }],
    ['every resource', { Resource: '*' }],
    ['whatever lies below', { Resource: { 'Fn::Join': ['', [{ Ref: 'Table' }, '/index/*']] } }],
    ['all but one action', { NotAction: 'iam:*' }],
  ])('of %s is found', (_what, statement) => {
    expect(found(noWildcardGrant, { Bad: policy(statement) })).toHaveLength(1);
  });
  it('by a managed policy is found', () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['anything'] } };
    expect(found(noWildcardGrant, { Role: role })).toEqual(['Role uses a managed policy']);
  });
  it('is waived only where the waiver says', () => {
    const group = { Resource: { 'Fn::Join': ['', [{ Ref: 'AWS::AccountId' }, ':schedule/jinan-State-timers/*']] } };
    expect(found(noWildcardGrant, { Timer: policy({ Action: 'scheduler:CreateSchedule', ...group }) })).toEqual([]);
    expect(
      found(noWildcardGrant, { Other: policy({ Action: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'], ...group }) }),
    ).toHaveLength(1);
  });
  it('is waived by no waiver that has run out', () => {
    const today = new Date().toISOString();
    expect(WAIVERS.filter(({ until, reason }) => until < today || reason.length < 40)).toEqual([]);
  });
});

describe('an asynchronous edge', () => {
  const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
  const source = (properties: object = {}) => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionResponseTypes: ['ReportBatchItemFailures'], ...properties },
  });
  const rule = (target: object) => ({ Type: 'AWS::Events::Rule', Properties: { Targets: [target] } });
  const stream = {
    EventSourceArn: { 'Fn::ImportValue': 'stream' },
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 9,
    DestinationConfig: { OnFailure: {} },
  };

  it('with dead letters passes', () => {
    const Queue = queue({ RedrivePolicy: {} });
    expect(
      found(everyEdgeHasDeadLetters, { Queue, Source: source(), Stream: source(stream), Rule: rule({ DeadLetterConfig: {} }) }),
    ).toEqual([]);
  });
  it.each([
    ['a queue without dead letters', { Queue: queue(), Source: source() }],
    ['a rule without dead letters', { Rule: rule({ Arn: 'x' }) }],
    ['a batch that fails as a whole', { Queue: queue({ RedrivePolicy: {} }), Source: source({ FunctionResponseTypes: [] }) }],
    ['a stream without an on-failure queue', { Source: source({ ...stream, DestinationConfig: undefined }) }],
    ['a stream that is not bisected', { Source: source({ ...stream, BisectBatchOnFunctionError: undefined }) }],
    ['a stream that is retried for ever', { Source: source({ ...stream, MaximumRetryAttempts: undefined }) }],
  ])('is found: %s', (_what, resources) => {
    expect(found(everyEdgeHasDeadLetters, resources)).toHaveLength(1);
  });
  it('whose dead letters nobody hears of is found', () => {
    const watch = alarm('ApproximateNumberOfMessagesVisible', 'QueueName', { 'Fn::GetAtt': ['Queue', 'QueueName'] });
    expect(found(deadLettersRing, { Queue: queue(), Watch: watch })).toEqual([]);
    expect(found(deadLettersRing, { Queue: queue(), Other: queue(), Watch: watch })).toEqual(['Other no alarm watches this queue']);
  });
});

describe('a function', () => {
  const lambda = { Type: 'AWS::Lambda::Function', Properties: { LoggingConfig: { LogGroup: { Ref: 'Logs' } } } };
  const logs = (properties: object) => ({ Type: 'AWS::Logs::LogGroup', Properties: properties });
  const whole = { Lambda: lambda, Logs: logs({ RetentionInDays: 90 }), Errors: alarm('Errors', 'FunctionName', { Ref: 'Lambda' }) };

  it('with logs of a stated time and an alarm that says who suffers passes', () => {
    expect(found(functionsAreWatched, whole)).toEqual([]);
  });
  it.each([
    ['no log group', { ...whole, Lambda: { ...lambda, Properties: {} } }],
    ['logs for ever', { ...whole, Logs: logs({}) }],
    ['no alarm', { Lambda: lambda, Logs: whole.Logs }],
    ['an alarm on another function', { ...whole, Errors: alarm('Errors', 'FunctionName', { Ref: 'Another' }) }],
    ['an alarm that says nothing', { ...whole, Errors: alarm('Errors', 'FunctionName', { Ref: 'Lambda' }, 'Errors') }],
  ])('is found with %s', (_what, resources) => {
    expect(found(functionsAreWatched, resources)).toHaveLength(1);
  });
});

describe('state', () => {
  const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  const KEPT = {
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { KMSMasterKeyId: { Ref: 'Key' } },
  };
  const table = (over: object = {}, policies: object = RETAINED) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: { ...KEPT, ...over },
    ...policies,
  });

  it('that is kept passes', () => {
    expect(found(stateIsKept, { Table: table(), Key: { Type: 'AWS::KMS::Key', ...RETAINED } })).toEqual([]);
  });
  it.each([
    ['a table that goes with its stack', { Table: table({}, {}) }],
    ['a table that goes when it is replaced', { Table: table({}, { DeletionPolicy: 'Retain' }) }],
    ['a table without protection', { Table: table({ DeletionProtectionEnabled: false }) }],
    ['a table without a way back', { Table: table({ PointInTimeRecoverySpecification: undefined }) }],
    ['a table under a key that is not ours', { Table: table({ SSESpecification: { SSEEnabled: true } }) }],
    ['a key that goes with its stack', { Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Delete' } }],
    ['a secret that goes with its stack', { Secret: { Type: 'AWS::SecretsManager::Secret' } }],
  ])('is found: %s', (_what, resources) => {
    expect(found(stateIsKept, resources)).toHaveLength(1);
  });
});

describe('a template', () => {
  const thing = (value: unknown, type = 'AWS::Lambda::Function') => ({ Thing: { Type: type, Properties: { value } } });

  it('that names no place passes', () => {
    const arn = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sqs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':name']],
    };
    expect(found(templatesArePortable, thing([arn, 'lambda.amazonaws.com', 'a1b2123456789012c3']))).toEqual([]);
  });
  it.each([
    ['an ARN', 'arn:aws:sqs:'],
    ['an ARN of China', 'arn:aws-cn:iam::aws:policy/x'],
    ['a domain', 'https://sqs.example.amazonaws.com/'],
    ['an account', 'bucket-123456789012'],
    ['a region', 'bucket-cn-north-1'],
  ])('is found with %s', (_what, text) => {
    expect(found(templatesArePortable, thing([text]))).toHaveLength(1);
  });
  it('is found with a service that China does not have', () => {
    expect(found(templatesArePortable, thing('x', 'AWS::Cognito::UserPool'))).toEqual([
      'Thing AWS::Cognito::UserPool does not exist in aws-cn',
    ]);
  });
  it('is found when it grows too large', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, { Type: 'A' }]));
    expect(found(stacksStaySmall, many(RESOURCES_MAX))).toEqual([]);
    expect(found(stacksStaySmall, many(RESOURCES_MAX + 1))).toHaveLength(1);
    expect(found(stacksStaySmall, { Wide: { Type: 'A', Properties: { text: 'x'.repeat(TEMPLATE_BYTES_MAX) } } })).toHaveLength(1);
  });
});

describe('the manifests', () => {
  const guard = nothingBesidesTheManifests(contexts.filter(({ name }) => name === 'routing'));
  const none = nothingBesidesTheManifests([]);
  const route = (RouteKey: string) => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey, AuthorizationType: 'CUSTOM' } });
  const rule = (type: string) => ({
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['sanlian.routing'], 'detail-type': [type] } },
  });

  it('name every route and rule', () => {
    expect(found(none, { Planted: route('GET /v1/backdoor') })).toEqual(['region authorized route GET /v1/backdoor: no manifest says so']);
    expect(found(none, { Planted: rule('offer.made.v1') })).toEqual([
      'region rule for offer.made.v1 from sanlian.routing: no manifest says so',
    ]);
  });
  it('are all there', () => {
    expect(found(guard, {})).toContain('region authorized route POST /v1/offers/{id}/accept: missing');
    expect(found(guard, {})).toContain('region rule for prescription.activated.v1 from sanlian.prescriptions: missing');
  });
  it('say which route is open', () => {
    const open = { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'POST /v1/offers/{id}/accept', AuthorizationType: 'NONE' } };
    expect(found(guard, { Planted: open })).toContain('region open route POST /v1/offers/{id}/accept: no manifest says so');
  });
});
