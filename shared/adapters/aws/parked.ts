import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message as QueueMessage,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Message } from '../../kernel/messages.ts';
import type { Parked, ParkedBoxes } from '../../kernel/operations.ts';
import { createSettling } from './settling.ts';

/** Where a box is; the relay and the projector have no queue of what waits. */
export interface BoxAddress {
  readonly url?: string;
  readonly parkedUrl: string;
}

export interface SqsParkedOptions {
  readonly client: SQSClient;
  readonly addresses: Readonly<Record<string, BoxAddress>>;
  /** Undefined for a text that is no message. */
  readonly readMessage: (text: string) => Message | undefined;
  /** How long a look waits for messages on other machines of SQS. @default 1 */
  readonly waitSeconds?: number;
}

const BATCH_MESSAGES = 10;
/** While an operator's command looks at it, nobody else sees a message; long enough to judge `ROUNDS_MAX` batches. */
const LOOK_SECONDS = 300;
const ROUNDS_MAX = 2_000;
/** SQS asks a sample of its machines: nothing twice in a row is nothing. */
const EMPTY_ROUNDS = 2;

/** On AWS what is parked is in a queue of its own, where SQS, EventBridge, the scheduler and Lambda put what they give up too. */
export const createSqsParked = ({ client, addresses, readMessage, waitSeconds = 1 }: SqsParkedOptions): ParkedBoxes => {
  const addressOf = (box: string): BoxAddress => {
    const address = addresses[box];
    if (address === undefined) throw new Error(`no box is called ${box}`);
    return address;
  };
  const countIn = async (QueueUrl: string | undefined): Promise<number> => {
    if (QueueUrl === undefined) return 0;
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }));
    return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };
  const receive = async (QueueUrl: string): Promise<readonly QueueMessage[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: BATCH_MESSAGES,
        VisibilityTimeout: LOOK_SECONDS,
        WaitTimeSeconds: waitSeconds,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };
  const take = (QueueUrl: string, { ReceiptHandle }: QueueMessage) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

  return {
    counts: async (box) => {
      const { url, parkedUrl } = addressOf(box);
      return { waiting: await countIn(url), parked: await countIn(parkedUrl) };
    },
    review: async (box, limit, judge) => {
      const { url, parkedUrl } = addressOf(box);
      const kept = new Set<QueueMessage>();
      const seen = new Set<string>();
      try {
        for (let round = 0, empty = 0; round < ROUNDS_MAX && empty < EMPTY_ROUNDS && seen.size < limit; round += 1) {
          const batch = await receive(parkedUrl);
          empty = batch.length === 0 ? empty + 1 : 0;
          // All of the batch at once: what is never come to is let go too.
          for (const held of batch) kept.add(held);
          for (const held of batch) {
            const id = held.MessageId ?? '';
            if (seen.has(id) || seen.size >= limit) continue;
            seen.add(id);
            const parked = parkedOf(held, readMessage);
            const verdict = await judge(parked);
            if (verdict === 'keep') continue;
            if (verdict === 'retry') {
              if (url === undefined || parked.message === undefined) throw new Error(`${box} has nowhere to put ${parked.id} back`);
              await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(parked.message) }));
            }
            // Sent first: what dies in between is handled twice, never lost.
            await take(parkedUrl, held);
            kept.delete(held);
          }
        }
      } finally {
        await Promise.all([...kept].map((held) => letGo(client, parkedUrl, held)));
      }
    },
    park: async (box, { reason, message, place }) => {
      await createSettling(client).park(addressOf(box).parkedUrl, JSON.stringify(message ?? place ?? {}), reason);
    },
  };
};

const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'] as const;

const letGo = (client: SQSClient, QueueUrl: string, { ReceiptHandle }: QueueMessage) =>
  client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

const Place = z.object({ stream: z.string(), version: z.int() });
/** What EventBridge could not deliver lies here as the whole event; the message is its detail. */
const Envelope = z.object({ detail: z.unknown() });

const parkedOf = (held: QueueMessage, readMessage: SqsParkedOptions['readMessage']): Parked => {
  const { MessageId = '', Body = '', MessageAttributes = {} } = held;
  const reason = (MessageAttributes['reason'] ?? MessageAttributes['ERROR_CODE'])?.StringValue ?? 'receipts-used-up';
  const content = jsonOf(Body);
  const envelope = Envelope.safeParse(content);
  const message = readMessage(Body) ?? (envelope.success ? readMessage(JSON.stringify(envelope.data.detail) ?? '') : undefined);
  if (message !== undefined) return { id: message.id, reason, message };
  const place = Place.safeParse(content);
  return place.success ? { id: `${place.data.stream}/${place.data.version}`, reason, place: place.data } : { id: MessageId, reason };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
