import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ATTEMPTS_MAX } from '../../shared/kernel/messages.ts';
import { batchingWindow } from './batching-window.ts';
import { ParkedQueue } from './parked-queue.ts';
import type { ServiceFunction } from './service-function.ts';
import { watch } from './watch.ts';

/** The two queues of an inbox: of what waits, and of what was parked. */
export interface InboxQueues {
  readonly queue: Queue;
  readonly parked: Queue;
}

export interface QueueConsumerProps {
  /** What a person loses while this inbox stands still. */
  readonly impact: string;
  readonly bus: EventBus;
  /** The events of the bus that it gets, by source. */
  readonly events: ReadonlyMap<string, readonly string[]>;
  /** The longest that one batch takes. */
  readonly timeout: Duration;
}

/** AWS advises six times the function's timeout, so that a batch in work is not handed out again. */
const VISIBILITY_TIMEOUTS = 6;
const BATCH_MESSAGES = 10;
const WAITING_TOO_LONG = Duration.minutes(15);

/** One inbox: its queue, its parked queue, its rules, its alarms; the consumer is attached when it exists. */
export class QueueConsumer extends Construct implements InboxQueues {
  readonly queue: Queue;
  readonly parked: Queue;

  constructor(scope: Construct, id: string, { impact, bus, events, timeout }: QueueConsumerProps) {
    super(scope, id);
    this.parked = new ParkedQueue(this, 'Parked', { runbook: 'messages-parked', impact: `Messages were parked. ${impact}` }).queue;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * VISIBILITY_TIMEOUTS),
      // Half of the parked queue's: a message keeps its age when it moves there.
      retentionPeriod: Duration.days(7),
      deadLetterQueue: { queue: this.parked, maxReceiveCount: ATTEMPTS_MAX },
    });
    watch(this, 'Age', {
      runbook: 'inbox-waits',
      impact: `Messages wait for more than ${WAITING_TOO_LONG.toMinutes()} minutes. ${impact}`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: WAITING_TOO_LONG.toSeconds(),
    });
    for (const [source, detailType] of events) {
      new Rule(this, `From-${source}`, {
        eventBus: bus,
        eventPattern: { source: [source], detailType: [...detailType] },
        // The inbox gets the bare message, as it gets a timer's.
        targets: [new SqsQueue(this.queue, { message: RuleTargetInput.fromEventPath('$.detail'), deadLetterQueue: this.parked })],
      });
    }
  }

  /** The function handles this inbox: three outcomes, each message for itself. */
  attach(consumer: ServiceFunction, batchingSeconds: number): void {
    this.queue.grant(consumer, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility');
    this.parked.grant(consumer, 'sqs:SendMessage');
    new EventSourceMapping(this, 'Source', {
      target: consumer.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: BATCH_MESSAGES,
      ...batchingWindow(batchingSeconds),
      reportBatchItemFailures: true,
    });
  }
}
