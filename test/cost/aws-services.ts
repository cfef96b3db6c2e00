import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Ledger, Resource } from './ledger.ts';

/** A request to AWS as it came over the wire. */
export interface AwsRequest {
  /** The function whose key signed it. */
  readonly by: string;
  /** `SendMessage`. */
  readonly operation: string;
  readonly input: unknown;
}

export interface AwsAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A message on its way to an inbox. */
export interface Sent {
  /** The queue's name. */
  readonly queue: string;
  readonly body: string;
  /** Not before: the instant of a schedule, or the seconds of a delay. */
  readonly at?: string;
  readonly delaySeconds?: number;
}

export interface ServiceDeps {
  readonly ledger: Ledger;
  /** A message was sent, now or for later. */
  readonly onSent: (sent: Sent) => void;
  /** An event was published: its type and its content. */
  readonly onEvent: (type: string, detail: string) => void;
}

type Service = (request: AwsRequest) => AwsAnswer;

const ok = (body: unknown): AwsAnswer => ({ status: 200, body });
const CHUNK_BYTES = 64 * 1024;
/** AWS counts each 64 KB of a message or an event as one. */
const chunksOf = (text: string): number => Math.max(1, Math.ceil(Buffer.byteLength(text) / CHUNK_BYTES));
const queueOf = (address: string): string => address.split(/[/:]/).at(-1) ?? '';

const SendMessage = z.object({
  QueueUrl: z.string(),
  MessageBody: z.string(),
  DelaySeconds: z.optional(z.number()),
  MessageGroupId: z.optional(z.string()),
});

const createSqs =
  ({ ledger, onSent }: ServiceDeps): Service =>
  ({ by, operation, input }) => {
    const note = (resource: Resource, quantity: number): void => ledger.note({ by, operation: `SQS ${operation}`, resource, quantity });
    if (operation !== 'SendMessage') {
      note('sqs.request', 1);
      return ok({});
    }
    const { QueueUrl, MessageBody, DelaySeconds = 0, MessageGroupId } = SendMessage.parse(input);
    note(MessageGroupId === undefined ? 'sqs.request' : 'sqs.fairRequest', chunksOf(MessageBody));
    onSent({ queue: queueOf(QueueUrl), body: MessageBody, delaySeconds: DelaySeconds });
    return ok({ MessageId: randomBytes(16).toString('hex'), MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') });
  };

const PutEvents = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) });

const createEventBridge =
  ({ ledger, onEvent }: ServiceDeps): Service =>
  ({ by, input }) => {
    const { Entries } = PutEvents.parse(input);
    for (const { DetailType, Detail } of Entries) {
      ledger.note({ by, operation: 'EventBridge PutEvents', resource: 'eventbridge.event', quantity: chunksOf(Detail) });
      onEvent(DetailType, Detail);
    }
    return ok({ FailedEntryCount: 0, Entries: Entries.map((_, index) => ({ EventId: `event-${index}` })) });
  };

const Schedule = z.object({ ScheduleExpression: z.string(), Target: z.object({ Arn: z.string(), Input: z.string() }) });

/** It asks for the delivery, not for being told of it. */
const createScheduler =
  ({ ledger, onSent }: ServiceDeps): Service =>
  ({ by, input }) => {
    const { ScheduleExpression, Target } = Schedule.parse(input);
    ledger.note({ by, operation: 'Scheduler CreateSchedule', resource: 'scheduler.invocation', quantity: 1 });
    onSent({ queue: queueOf(Target.Arn), body: Target.Input, at: `${ScheduleExpression.slice('at('.length, -1)}Z` });
    return ok({ ScheduleArn: 'arn:aws:scheduler:local' });
  };

/** Wraps a key by remembering it. */
const createKms = ({ ledger }: ServiceDeps): Service => {
  const keys = new Map<string, string>();
  const Decrypt = z.object({ CiphertextBlob: z.string() });
  return ({ by, operation, input }) => {
    ledger.note({ by, operation: `KMS ${operation}`, resource: 'kms.request', quantity: 1 });
    if (operation === 'Decrypt') return ok({ Plaintext: keys.get(Decrypt.parse(input).CiphertextBlob), KeyId: 'key' });
    const [Plaintext, CiphertextBlob] = [randomBytes(32).toString('base64'), randomBytes(184).toString('base64')];
    keys.set(CiphertextBlob, Plaintext);
    return ok({ Plaintext, CiphertextBlob, KeyId: 'key' });
  };
};

const createSecrets = ({ ledger }: ServiceDeps): Service => {
  const SecretString = randomBytes(32).toString('hex');
  return ({ by, operation }) => {
    ledger.note({ by, operation: `SecretsManager ${operation}`, resource: 'secretsmanager.request', quantity: 1 });
    return ok({ SecretString });
  };
};

/** What stands for AWS beside DynamoDB, by the name in a request's `X-Amz-Target`: it answers, counts, and carries messages on. */
export const createServices = (deps: ServiceDeps): Readonly<Record<string, Service>> => ({
  AmazonSQS: createSqs(deps),
  AWSEvents: createEventBridge(deps),
  AWSScheduler: createScheduler(deps),
  TrentService: createKms(deps),
  secretsmanager: createSecrets(deps),
});
