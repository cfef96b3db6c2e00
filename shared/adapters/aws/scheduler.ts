import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Ids } from '../../kernel/ids.ts';
import type { Scheduler } from '../../kernel/messages.ts';
import { epochMs, fromEpochMs, SECOND_MS } from '../../kernel/time.ts';
import { addressOf, type InboxAddresses, messageText } from './inbox.ts';

export interface EventBridgeSchedulerOptions {
  readonly client: SchedulerClient;
  readonly addresses: InboxAddresses;
  readonly groupName: string;
  /** The role that puts the message into its inbox. */
  readonly roleArn: string;
  readonly ids: Pick<Ids, 'digest'>;
}

/** A day of tries to put a due message into its inbox before it is parked. */
const RETRIES_MAX = 185;
const EVENT_AGE_SECONDS_MAX = 86_400;

/** One-shot schedules that delete themselves. Named by the message, so that setting a timer twice sets one. */
export const createEventBridgeScheduler = ({ client, addresses, groupName, roleArn, ids }: EventBridgeSchedulerOptions): Scheduler => ({
  schedule: async (inbox, message, at) => {
    const { arn, parkedArn } = addressOf(addresses, inbox);
    // The service knows whole seconds; never before its time.
    const second = fromEpochMs(Math.ceil(epochMs(at) / SECOND_MS) * SECOND_MS).slice(0, 19);
    try {
      await client.send(
        new CreateScheduleCommand({
          // 64 characters, as many as a name may have.
          Name: ids.digest(`${inbox}/${message.id}`),
          GroupName: groupName,
          ScheduleExpression: `at(${second})`,
          ScheduleExpressionTimezone: 'UTC',
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: arn,
            RoleArn: roleArn,
            Input: messageText(message),
            DeadLetterConfig: { Arn: parkedArn },
            RetryPolicy: { MaximumRetryAttempts: RETRIES_MAX, MaximumEventAgeInSeconds: EVENT_AGE_SECONDS_MAX },
          },
        }),
      );
    } catch (thrown) {
      if (!(thrown instanceof ConflictException)) throw thrown;
    }
  },
});
