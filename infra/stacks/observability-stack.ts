import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import { METRICS, namespaceOf } from '../../shared/telemetry/metrics.ts';
import { watch } from '../constructs/watch.ts';
import type { RegionProfile } from '../regions/region-profile.ts';

export interface ObservabilityStackProps extends StackProps {
  readonly profile: RegionProfile;
  /** The name of the group that holds the region's timers. */
  readonly scheduleGroup: string;
}

/** Fewer attempts than this in a window say nothing. */
const ATTEMPTS_MIN = 20;
const FAILED_PERCENT_MAX = 50;
const WINDOW = Duration.minutes(15);

/** Whom alarms tell, and the alarms that belong to no single function or queue. It leans on no other stack, so that every other may. */
export class ObservabilityStack extends Stack {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, { profile, scheduleGroup, ...props }: ObservabilityStackProps) {
    super(scope, id, props);
    this.topic = new Topic(this, 'Alarms', { displayName: `Sanlian ${profile.name.en}`, enforceSSL: true });
    new CfnOutput(this, 'AlarmTopicArn', { value: this.topic.topicArn });

    const attempts = (outcome: string): Metric =>
      new Metric({
        namespace: namespaceOf(profile.region),
        metricName: METRICS.webhookAttempts.name,
        dimensionsMap: { outcome },
        statistic: 'Sum',
        period: WINDOW,
      });
    watch(this, 'WebhooksFail', {
      runbook: 'webhooks-fail',
      impact: `More than ${FAILED_PERCENT_MAX} % of webhooks fail: pharmacies learn late of offers, which lapse and leave patients waiting.`,
      metric: new MathExpression({
        expression: `IF(delivered + failed >= ${ATTEMPTS_MIN}, 100 * failed / (delivered + failed), 0)`,
        label: 'failed webhooks, percent',
        usingMetrics: { delivered: attempts('delivered'), failed: attempts('failed') },
        period: WINDOW,
      }),
      threshold: FAILED_PERCENT_MAX,
    });
    watch(this, 'TimersDropped', {
      runbook: 'timers-dropped',
      impact: 'A deadline was not delivered: an offer, a lease or a validity does not end, and a patient waits for nobody.',
      metric: new Metric({
        namespace: 'AWS/Scheduler',
        metricName: 'InvocationDroppedCount',
        dimensionsMap: { ScheduleGroup: scheduleGroup },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
    });
  }

  /** Every alarm of this scope tells the topic: none is made that nobody hears. */
  listenTo(scope: IConstruct): void {
    for (const found of scope.node.findAll()) if (found instanceof Alarm) found.addAlarmAction(new SnsAction(this.topic));
  }
}
