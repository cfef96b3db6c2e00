import { randomBytes } from 'node:crypto';
import { CreateQueueCommand, DeleteMessageCommand, type Message as Held, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { createSqsInbox, type InboxAddresses } from '../../shared/adapters/aws/inbox.ts';
import { createSettling } from '../../shared/adapters/aws/settling.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import type { Message, Outcome } from '../../shared/kernel/messages.ts';
import { readMessage } from '../../shared/lambda/message.ts';
import { createQueueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { InboxUnderTest } from '../contract/inbox-contract.ts';

interface Delivery {
  readonly inbox: string;
  readonly message: Message;
  readonly attempt: number;
  readonly held: Held;
}

/** Longer than a test takes. */
const HIDDEN_SECONDS = 60;

const notHere = async (): Promise<never> => {
  throw new Error('the suite for every engine neither sets timers nor publishes');
};
const quiet = { info: () => {}, failure: () => {}, count: () => {} };
const messageOf = ({ Body = '' }: Held): Message => {
  const message = readMessage(Body);
  if (message === undefined) throw new Error('no message came');
  return message;
};

/** Two inboxes on queues of their own: sent to by the adapter, taken by what Lambda does for a function, settled by our consumer. */
export const createSqsInboxUnderTest = async (awsRegion: string): Promise<InboxUnderTest<Delivery>> => {
  const client = new SQSClient({ region: awsRegion, useQueueUrlAsEndpoint: false });
  const prefix = `inbox-${randomBytes(6).toString('hex')}`;
  const create = async (name: string) => (await client.send(new CreateQueueCommand({ QueueName: `${prefix}-${name}` }))).QueueUrl ?? '';
  const addresses: InboxAddresses = Object.fromEntries(
    await Promise.all(
      ['one', 'two'].map(async (name) => {
        const [url, parkedUrl] = await Promise.all([create(name), create(`${name}-parked`)]);
        return [name, { url, arn: name, parkedUrl, parkedArn: `${name}-parked` }] as const;
      }),
    ),
  );
  const urlOf = (inbox: string): string => addresses[inbox]?.url ?? '';
  const take = async (QueueUrl: string, limit: number): Promise<readonly Held[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: limit,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };

  const settle = async ({ inbox, held }: Delivery, outcome: Outcome): Promise<void> => {
    const { hide, park } = createSettling(client);
    const handle = createQueueConsumer({
      consume: async () => outcome,
      inboxOf: (arn) => ({ inbox: arn, url: urlOf(arn), parkedUrl: addresses[arn]?.parkedUrl ?? '' }),
      hide,
      park,
      log: quiet,
    });
    const { MessageId: messageId = '', ReceiptHandle: receiptHandle = '', Body: body = '', Attributes = {} } = held;
    const attributes = { ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '' } as SQSRecord['attributes'];
    const record = { messageId, receiptHandle, body, attributes, eventSourceARN: inbox } as SQSRecord;
    const { batchItemFailures } = await handle({ Records: [record] });
    // As Lambda does with what a function does not name.
    if (batchItemFailures.length === 0)
      await client.send(new DeleteMessageCommand({ QueueUrl: urlOf(inbox), ReceiptHandle: receiptHandle }));
  };

  return {
    ...createSqsInbox({ client, addresses, scheduler: { schedule: notHere }, clock: systemClock }),
    publish: notHere,
    receive: async (inbox, limit) =>
      (await take(urlOf(inbox), limit)).map((held) => ({
        inbox,
        message: messageOf(held),
        attempt: Number(held.Attributes?.ApproximateReceiveCount),
        held,
      })),
    settle,
    parked: async () =>
      (
        await Promise.all(
          Object.entries(addresses).map(async ([inbox, { parkedUrl }]) =>
            (
              await take(parkedUrl, 10)
            ).map((held) => ({
              inbox,
              message: messageOf(held),
              reason: held.MessageAttributes?.['reason']?.StringValue ?? '',
            })),
          ),
        )
      ).flat(),
  };
};
