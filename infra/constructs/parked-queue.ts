import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Runbook, watch } from './watch.ts';

export interface ParkedQueueProps {
  /** What waits here and who suffers; the alarm's text. */
  readonly impact: string;
  readonly runbook: Extract<Runbook, 'messages-parked' | 'commits-parked'>;
}

/** Where what cannot go on waits for an operator, with the alarm that calls one. */
export class ParkedQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { impact, runbook }: ParkedQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest that SQS keeps a message.
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'It is where dead letters wait, of a stream too; nothing consumes it.',
    });
    const metric = this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) });
    watch(this, 'Waiting', { runbook, impact, metric, threshold: 1 });
  }
}
