import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { bundleWhenStale } from '../../infra/bundle.ts';
import { findingsIn } from '../../infra/guards/guards.ts';
import { listOf, readStack, recordOf, type TemplateResource, type TemplateStack, textsOf } from '../../infra/guards/template.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { inboxesOf } from '../../shared/kernel/context.ts';
import { ATTEMPTS_MAX } from '../../shared/kernel/messages.ts';
import { Environment, Telemetry } from '../../shared/lambda/env.ts';

const SYNTH_MS_MAX = 180_000;

let stacks: readonly TemplateStack[];
let again: readonly TemplateStack[];
let resources: readonly (TemplateResource & { readonly stack: string })[];
const folders: string[] = [];

const synthesize = (): readonly TemplateStack[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'sanlian-synth-'));
  folders.push(outdir);
  const assembly = createApp({ profiles: [jinan], contexts, outdir }).synth();
  return assembly.stacksRecursively.map(({ stackName, template }) => readStack(stackName, template));
};
beforeAll(async () => {
  await bundleWhenStale();
  stacks = synthesize();
  again = synthesize();
  resources = stacks.flatMap((stack) => stack.resources.map((resource) => ({ ...resource, stack: stack.name })));
}, SYNTH_MS_MAX);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const ofType = (type: string) => resources.filter((resource) => resource.type === type);
const environmentOf = ({ properties }: TemplateResource): Readonly<Record<string, unknown>> =>
  recordOf(recordOf(properties['Environment'])['Variables']);

describe('a synthesized region', () => {
  it('passes every guard', () => {
    expect(findingsIn(stacks, contexts)).toEqual([]);
  });
  it('is the same when it is synthesized again', () => {
    expect(again).toEqual(stacks);
  });
  it('has a stack for its state, its door, its readers, and each context', () => {
    const names = [
      'State',
      'Observability',
      'Api',
      'Readers',
      'Begin',
      ...contexts.map(({ name }) => name.charAt(0).toUpperCase() + name.slice(1)),
    ];
    expect(stacks.map(({ name }) => name).toSorted()).toEqual(names.map((name) => `jinan-${name}`).toSorted());
  });
  it('has a queue and a parked queue for every inbox, and a parked queue for each reader', () => {
    const inboxes = contexts.flatMap(inboxesOf);
    expect(ofType('AWS::SQS::Queue')).toHaveLength(2 * inboxes.length + 2);
    const redriven = ofType('AWS::SQS::Queue').flatMap(({ properties }) => listOf(properties['RedrivePolicy']).map(recordOf));
    expect(redriven.map(({ maxReceiveCount }) => maxReceiveCount)).toEqual(inboxes.map(() => ATTEMPTS_MAX));
  });
  it('lets in only so much at its door', () => {
    const limits = ofType('AWS::ApiGatewayV2::Stage').map(({ properties }) => recordOf(properties['DefaultRouteSettings']));
    expect(limits).toEqual([{ ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 }]);
  });
  it('gives no function more time than its queue hides a message', () => {
    const timeouts = ofType('AWS::Lambda::Function').map(({ properties }) => Number(properties['Timeout']));
    const hidden = ofType('AWS::SQS::Queue').flatMap(({ properties }) => listOf(properties['VisibilityTimeout']).map(Number));
    expect(Math.min(...hidden)).toBeGreaterThanOrEqual(6 * 30);
    expect(Math.max(...timeouts)).toBeLessThanOrEqual(60);
  });
  it('lets every event source wait for more as long as the profile says, and no longer', () => {
    const windows = ofType('AWS::Lambda::EventSourceMapping').map(({ stack, properties }) => [
      stack === 'jinan-Readers' ? 'readers' : 'inboxes',
      properties['MaximumBatchingWindowInSeconds'],
    ]);
    const { readers, inboxes } = jinan.batchingSeconds;
    expect(windows.toSorted()).toEqual([
      ...contexts.flatMap(inboxesOf).map(() => ['inboxes', inboxes]),
      ['readers', readers],
      ['readers', readers],
    ]);
  });
  it('names nothing that somebody could have taken', () => {
    const NAMES = ['Name', 'TableName', 'QueueName', 'FunctionName', 'RoleName', 'TopicName', 'LogGroupName', 'AlarmName', 'BucketName'];
    const mustHaveOne = /^AWS::(ApiGatewayV2|Lambda::(Permission|EventSourceMapping)|IAM::Policy)/;
    const named = resources
      .filter(({ type, properties }) => !mustHaveOne.test(type) && NAMES.some((name) => typeof properties[name] === 'string'))
      .map(({ type, properties }) => `${type} ${String(properties['Name'])}`);
    // Both carry the name of their stack, and a stack's name is taken by nobody else.
    expect(named.toSorted()).toEqual([
      expect.stringMatching(/^AWS::Events::EventBus jinanStateBus\w+$/),
      'AWS::Scheduler::ScheduleGroup jinan-State-timers',
    ]);
  });
  it('runs every function on Node 24, arm64, from the bundles', () => {
    for (const { properties } of ofType('AWS::Lambda::Function')) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    }
  });
});

describe('synthesis', () => {
  it("fails on what AWS's own rules refuse: a queue without TLS", () => {
    const outdir = mkdtempSync(join(tmpdir(), 'sanlian-synth-'));
    folders.push(outdir);
    const app = createApp({ profiles: [], contexts: [], outdir });
    new Queue(new Stack(app, 'Planted'), 'Queue');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS4/);
  });
});

describe('what a function may do', () => {
  const policies = (stack: string, named: string) =>
    ofType('AWS::IAM::Policy').filter((one) => one.stack === stack && one.id.includes(named));
  const allowed = (stack: string, named: string): readonly string[] =>
    policies(stack, named).flatMap(({ properties }) =>
      listOf(recordOf(properties['PolicyDocument'])['Statement']).flatMap((statement) => textsOf(recordOf(statement)['Action'])),
    );

  it('is to read and append for a context, never to change or delete a commit', () => {
    const everything = ofType('AWS::IAM::Policy').flatMap(({ properties }) => textsOf(properties['PolicyDocument']));
    expect(everything.filter((text) => /^dynamodb:(Update|Delete|Batch|Transact|Scan|PartiQL)/.test(text))).toEqual([]);
  });
  it('is only to load for the authorizer', () => {
    const onData = allowed('jinan-Api', 'Authorizer').filter((action) => !action.startsWith('logs:'));
    expect(onData.toSorted()).toEqual([
      'dynamodb:Query',
      'kms:Decrypt',
      'kms:DescribeKey',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
    ]);
  });
  it('is to publish for the relay alone', () => {
    const publishers = ofType('AWS::IAM::Policy').filter(({ properties }) => textsOf(properties).includes('events:PutEvents'));
    expect(publishers.map(({ stack, id }) => `${stack} ${id.slice(0, 5)}`)).toEqual(['jinan-Readers Relay']);
  });
  it('is to make data keys only in a context that says it needs the vault', () => {
    const openers = ofType('AWS::IAM::Policy').filter(({ properties }) => textsOf(properties).includes('kms:GenerateDataKey'));
    const declared = contexts.filter(({ usesVault }) => usesVault === true).map(({ name }) => `jinan-${name}`.toLowerCase());
    expect([...new Set(openers.map(({ stack }) => stack.toLowerCase()))].toSorted()).toEqual(declared.toSorted());
  });
  it('is asked for by every context whose code opens, seals or erases', () => {
    const users = globSync('functions/*/{routes,reactions,documents,gateways}/**/*.ts').filter((file) =>
      /vault\.(seal|open|erase|generationOf)\(|Document\((runtime\.)?vault/.test(readFileSync(file, 'utf8')),
    );
    const declared = contexts.filter(({ usesVault }) => usesVault === true).map(({ name }) => name);
    expect([...new Set(users.map((file) => file.split('/')[1]))]).toEqual(declared);
  });
  it('has in its environment what it reads there, and nothing else', () => {
    const kinds = Object.values(Environment).map((schema) => Object.keys(schema.shape));
    for (const lambda of ofType('AWS::Lambda::Function')) {
      const names = Object.keys(environmentOf(lambda)).filter((name) => !(name in Telemetry.shape));
      const fits = kinds.some(
        (kind) =>
          names.every((name) => kind.includes(name)) && kind.filter((name) => !names.includes(name)).every((name) => TIMERS.includes(name)),
      );
      expect(fits, `${lambda.stack}/${lambda.id}: ${names.join()}`).toBe(true);
    }
  });
});

const TIMERS = ['QUEUES', 'SCHEDULE_GROUP', 'SCHEDULER_ROLE_ARN'];

describe('a bundle', () => {
  it('is the same in every region: the profile is a file beside it', () => {
    const code = readFileSync('dist/prescriptions-api/index.mjs', 'utf8');
    expect(code).not.toContain('jinan');
    const facts = JSON.parse(readFileSync('dist/in-region/jinan/prescriptions-api/region.json', 'utf8'));
    expect(facts).toEqual({ region: 'jinan', outgoing: { allowLoopback: false }, policies: JSON.parse(JSON.stringify(jinan.policies)) });
  });
});
