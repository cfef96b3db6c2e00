import { Duration } from 'aws-cdk-lib';
import type { EventSourceMappingOptions } from 'aws-cdk-lib/aws-lambda';

/** How long a function's event source waits for more; without a wait it hands on what is there. */
export const batchingWindow = (seconds: number): Pick<EventSourceMappingOptions, 'maxBatchingWindow'> =>
  seconds === 0 ? {} : { maxBatchingWindow: Duration.seconds(seconds) };
