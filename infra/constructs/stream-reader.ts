import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { batchingWindow } from './batching-window.ts';
import { bundleOf } from './function-asset.ts';
import { type JournalAccess, readStream } from './journal-access.ts';
import { BEHIND_MEMORY_MB } from './memory.ts';
import { ParkedQueue } from './parked-queue.ts';
import { ServiceFunction } from './service-function.ts';
import { watch } from './watch.ts';

export interface StreamReaderProps {
  /** Its folder under `dist`. */
  readonly bundle: string;
  readonly impact: string;
  readonly journal: JournalAccess;
  readonly batchingSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

const BATCH_COMMITS = 50;
/** Far beyond the half hour after which the reader parks by itself what an outage holds up. */
const RETRIES_MAX = 1_000;
/** A stream forgets after 24 hours. */
const RECORD_AGE_MAX = Duration.hours(12);
const LAG_MAX = Duration.minutes(5);

/** One of the two readers of the journal's stream. What Lambda itself gives up on lands, as a pointer, where the reader parks too. */
export class StreamReader extends Construct {
  readonly reader: ServiceFunction;
  readonly parked: Queue;

  constructor(scope: Construct, id: string, { bundle, impact, journal, batchingSeconds, environment }: StreamReaderProps) {
    super(scope, id);
    this.parked = new ParkedQueue(this, 'Parked', { runbook: 'commits-parked', impact: `Commits were parked. ${impact}` }).queue;
    this.reader = new ServiceFunction(this, 'Reader', {
      code: bundleOf(bundle),
      impact,
      timeout: Duration.seconds(60),
      memoryMb: BEHIND_MEMORY_MB,
      environment: { ...environment, JOURNAL_TABLE: journal.table.tableName, PARKED_URL: this.parked.queueUrl },
    });
    readStream(journal, this.reader);
    this.parked.grant(this.reader, 'sqs:SendMessage');
    new EventSourceMapping(this, 'Source', {
      target: this.reader.lambda,
      eventSourceArn: journal.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_COMMITS,
      ...batchingWindow(batchingSeconds),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: RETRIES_MAX,
      maxRecordAge: RECORD_AGE_MAX,
      onFailure: new SqsDlq(this.parked),
    });
    watch(this, 'Lag', {
      runbook: 'reader-lags',
      impact: `It is more than ${LAG_MAX.toMinutes()} minutes behind the journal. ${impact}`,
      metric: this.reader.lambda.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: LAG_MAX.toMilliseconds(),
      periods: 5,
    });
  }
}
