import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SECOND_MS } from '../../kernel/time.ts';

/** What can be done with a message besides taking it off its queue. */
export interface Settling {
  /** Hides a received message for a while. */
  hide(queueUrl: string, receiptHandle: string, ms: number): Promise<void>;
  /** Puts a text aside for an operator, with the reason beside it. */
  park(parkedUrl: string, body: string, reason: string): Promise<void>;
}

/** SQS hides a message for at most 12 hours from its receipt; some is left for the time since. */
const HIDE_SECONDS_MAX = 43_000;

export const createSettling = (client: SQSClient): Settling => ({
  hide: async (queueUrl, receiptHandle, ms) => {
    const seconds = Math.min(Math.ceil(ms / SECOND_MS), HIDE_SECONDS_MAX);
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }));
  },
  park: async (parkedUrl, body, reason) => {
    const MessageAttributes = { reason: { DataType: 'String', StringValue: reason } };
    await client.send(new SendMessageCommand({ QueueUrl: parkedUrl, MessageBody: body, MessageAttributes }));
  },
});

/** The same with a client of its own. */
export const createAwsSettling = (): Settling => createSettling(new SQSClient({}));
