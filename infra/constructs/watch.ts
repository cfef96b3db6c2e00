import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** Every kind of alarm has its page in `docs/runbooks`: what it means, who suffers, where to look, what to do. */
export const RUNBOOKS = [
  'api-fails',
  'commits-parked',
  'function-fails',
  'inbox-waits',
  'messages-parked',
  'reader-lags',
  'timers-dropped',
  'webhooks-fail',
] as const;
export type Runbook = (typeof RUNBOOKS)[number];

export interface WatchProps {
  readonly runbook: Runbook;
  /** Who suffers, in a sentence; the alarm's text. */
  readonly impact: string;
  readonly metric: IMetric;
  /** It rings from here on, … */
  readonly threshold: number;
  /** … after so many periods of the metric in a row. @default 1 */
  readonly periods?: number;
}

/** An alarm whose text says who suffers and which page to open. `RegionStage` makes all of them notify. */
export const watch = (scope: Construct, id: string, { runbook, impact, metric, threshold, periods = 1 }: WatchProps): Alarm =>
  new Alarm(scope, id, {
    alarmDescription: `${impact} Runbook: docs/runbooks/${runbook}.md`,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
