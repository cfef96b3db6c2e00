import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../kernel/log.ts';
import { ATTEMPTS_MAX, backoffMs, type Message, type Outcome, park } from '../kernel/messages.ts';
import { readMessage } from './message.ts';

export interface QueueConsumerDeps {
  /** A message in, one outcome out; see `createConsumer`. */
  readonly consume: (inbox: string, message: Message) => Promise<Outcome>;
  /** The inbox that a queue is, and its addresses. Undefined for a queue that this function does not know. */
  readonly inboxOf: (queueArn: string) => { readonly inbox: string; readonly url: string; readonly parkedUrl: string } | undefined;
  readonly hide: (queueUrl: string, receiptHandle: string, ms: number) => Promise<void>;
  readonly park: (parkedUrl: string, body: string, reason: string) => Promise<void>;
  readonly log: Log;
}
export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/**
 * An inbox behind SQS. Done: the message leaves the queue. Retry: it is hidden for as long as the outcome says. Park, or the last
 * attempt failed: it moves to the parked queue with its reason. One record's failure is its own.
 */
export const createQueueConsumer = ({ consume, inboxOf, hide, park: putAside, log }: QueueConsumerDeps): QueueHandler => {
  const handle = async (record: SQSRecord): Promise<readonly SQSBatchItemFailure[]> => {
    const target = inboxOf(record.eventSourceARN);
    if (target === undefined) throw new Error('a queue of no inbox of this function');
    const attempt = Number(record.attributes.ApproximateReceiveCount);
    const message = readMessage(record.body);
    const outcome = message === undefined ? park('malformed-message') : await consume(target.inbox, message);
    log.count('messagesHandled', {
      inbox: target.inbox,
      outcome: attempt >= ATTEMPTS_MAX && outcome.kind === 'retry' ? 'park' : outcome.kind,
    });
    if (outcome.kind === 'done') return [];

    log.info(`message.${outcome.kind}`, { messageId: message?.id, reason: outcome.reason, attempt });
    if (outcome.kind === 'park' || attempt >= ATTEMPTS_MAX) {
      await putAside(target.parkedUrl, record.body, outcome.reason);
      return [];
    }
    await hide(target.url, record.receiptHandle, outcome.afterMs ?? backoffMs(attempt));
    return [{ itemIdentifier: record.messageId }];
  };

  return async ({ Records }) => {
    const failures = await Promise.all(
      Records.map(async (record) => {
        try {
          return await handle(record);
        } catch (thrown) {
          // It becomes visible again by itself when its receipt runs out, and after the last one SQS parks it without a reason.
          log.failure('message.unsettled', thrown, { queueMessageId: record.messageId });
          return [{ itemIdentifier: record.messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
};
