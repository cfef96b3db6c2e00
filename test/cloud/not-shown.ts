export interface NotShown {
  readonly what: string;
  readonly why: string;
  /** What shows it instead. */
  readonly instead: string;
}

/** Resources that MiniStack refuses to deploy: they are taken out of the templates on their way, and the run says so. */
export const LEFT_OUT: readonly { readonly type: string; readonly property: string }[] = [
  { type: 'AWS::CloudWatch::Alarm', property: 'Metrics' },
];

const GUARDS = 'test/infra: the templates are read, and cdk-nag reads them';

/** What a run on MiniStack 1.5.33 cannot show, by name. */
export const notShownByMiniStack: readonly NotShown[] = [
  {
    what: 'the grant on the group of timers',
    why: 'CreateSchedule is checked on the default group whatever group it names; the templates are given that one as they come by. Every other call is checked as AWS would',
    instead: GUARDS,
  },
  {
    what: 'a group of timers whose name is taken',
    why: 'the stack takes it over without a word',
    instead: 'the run plants a bus whose name is taken: the deployment breaks off, says so, and goes on when it is free',
  },
  {
    what: 'TLS itself',
    why: 'a proxy in the run says that it has ended TLS, so that policies which ask for it can be checked',
    instead: 'nothing here',
  },
  {
    what: 'Ref of a secret',
    why: 'it is a name there, an ARN on AWS; the template is given the attribute Id as it comes by, which is the ARN on both',
    instead: 'CloudFormation’s documentation',
  },
  {
    what: 'a stream batch that fails in part',
    why: 'batchItemFailures of a DynamoDB stream are not read: the whole batch counts as read',
    instead: 'test/unit/aws/consumers.test.ts: a record that meets an outage is answered as failed',
  },
  {
    what: 'a stream reader that Lambda gives up on',
    why: 'MaximumRetryAttempts and BisectBatchOnFunctionError are ignored: a failing batch is read again for ever',
    instead: `${GUARDS}; the reader parks by itself, long before Lambda would`,
  },
  {
    what: 'redrive by StartMessageMoveTask',
    why: 'SQS has no such action there',
    instead: 'the run moves the parked messages one by one, as an operator could',
  },
  {
    what: 'fair queues',
    why: 'MessageGroupId of a standard queue is kept and not acted on',
    instead: 'test/unit/aws: each endpoint is its own group',
  },
  {
    what: 'alarms that calculate (metric math)',
    why: 'AWS::CloudWatch::Alarm with Metrics is refused; the run deploys without them',
    instead: GUARDS,
  },
  {
    what: 'the catalogued 401 of a caller without Authorization',
    why: 'an authorizer without identity sources is given the header as one, so the gateway answers by itself',
    instead: 'test/journeys on the same edge; a wrong key is answered by the edge here too',
  },
  {
    what: 'names of the API',
    why: '*.execute-api.localhost resolves on few machines, so the run calls the API by its path',
    instead: 'nothing: the name is API Gateway’s',
  },
  {
    what: 'the partition aws-cn',
    why: 'ARNs begin with arn:aws in cn-north-1 too',
    instead: 'infra/guards/portable.ts: no template names a partition',
  },
  {
    what: 'arm64, memory, cold starts, throttling, service limits',
    why: 'functions are processes of this machine',
    instead: 'nothing here; the size budgets bound cold starts',
  },
  {
    what: 'encryption at rest, point-in-time recovery, deletion by time to live',
    why: 'declared, and not carried out',
    instead: `${GUARDS}; expired rows are left out by the reader, whatever the table still holds`,
  },
];

/** What no endpoint can show in this run, AWS included. */
export const notShownAnywhere: readonly NotShown[] = [
  {
    what: 'of the inbox contract: waits (until its time, doubling after failures, as its handler said), receipts that run out, timers',
    why: 'the suite turns a clock, and SQS and the scheduler have their own',
    instead: 'test/unit/aws: delays and backoff on recorded requests; the journeys here go through the real queues',
  },
  {
    what: 'of the inbox contract: the same id sent twice is one message',
    why: 'a standard queue delivers both',
    instead: 'test/unit/kernel and the simulation: the second copy finds the command of the first',
  },
  {
    what: 'of the inbox contract: which inbox the bus publishes to',
    why: 'rules are of the deployed region, and the suite makes queues of its own',
    instead: 'test/infra: rules are those of the manifests; the journeys here',
  },
  {
    what: 'subscribing somebody to the alarms (the guide’s one block that is not typed)',
    why: 'whom to tell is the account’s own',
    instead: 'the guide’s test reads the output that names the topic; test/infra: every alarm tells it',
  },
  {
    what: 'functions that still hold the former key after a pilot has moved',
    why: 'a process keeps it until it goes, up to 15 minutes after its last request',
    instead: 'the guide’s test asks nothing before the move, as the guide says',
  },
  {
    what: 'deadlines of hours and days',
    why: 'EventBridge Scheduler has its own clock',
    instead: 'test/journeys with a clock that turns; here such timers are accepted, and one of a second fires and its schedule goes',
  },
];
