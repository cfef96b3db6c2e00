import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Inbox, Message, Scheduler } from '../../kernel/messages.ts';
import { type Clock, msBetween, SECOND_MS } from '../../kernel/time.ts';
import { TooLargeError } from './outage.ts';

/** Where the messages of one inbox go: its queue, and the queue of those that were parked. */
export interface InboxAddress {
  readonly url: string;
  readonly arn: string;
  readonly parkedUrl: string;
  readonly parkedArn: string;
}
export type InboxAddresses = Readonly<Record<string, InboxAddress>>;

/** SQS delays a message by at most 15 minutes; what is due later goes through the scheduler. */
export const DELAY_SECONDS_MAX = 900;
const MESSAGE_BYTES_MAX = 256 * 1024;
/** A message must not come before its time, though the clocks of two machines differ. */
const CLOCK_SKEW_SECONDS = 1;

export interface SqsInboxOptions {
  readonly client: SQSClient;
  readonly addresses: InboxAddresses;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
}

export const addressOf = (addresses: InboxAddresses, inbox: string): InboxAddress => {
  const address = addresses[inbox];
  if (address === undefined) throw new Error(`this function has no grant to send to ${inbox}`);
  return address;
};

/** Checked before sending, so that it is known to be for ever. */
export const messageText = (message: Message): string => {
  const text = JSON.stringify(message);
  if (Buffer.byteLength(text) > MESSAGE_BYTES_MAX) throw new TooLargeError('a message');
  return text;
};

/**
 * At least once, in any order. SQS does not know that an id waits already: a second copy is delivered too, and its reaction finds
 * the command of the first.
 */
export const createSqsInbox = ({ client, addresses, scheduler, clock }: SqsInboxOptions): Inbox & Scheduler => {
  const send: Inbox['send'] = async (inbox, message, { notBefore, group } = {}) => {
    const waitMs = notBefore === undefined ? 0 : msBetween(clock.now(), notBefore);
    const delaySeconds = waitMs <= 0 ? 0 : Math.ceil(waitMs / SECOND_MS) + CLOCK_SKEW_SECONDS;
    // A group keeps a slow receiver from holding up others; what sleeps for so long waits in no queue, so it needs none.
    if (notBefore !== undefined && delaySeconds > DELAY_SECONDS_MAX) return scheduler.schedule(inbox, message, notBefore);
    const { url } = addressOf(addresses, inbox);
    await client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: messageText(message), DelaySeconds: delaySeconds, MessageGroupId: group }),
    );
  };
  return { send, schedule: (inbox, message, at) => send(inbox, message, { notBefore: at }) };
};
