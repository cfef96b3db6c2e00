import { guardOf, listOf, recordOf, referenceOf } from './template.ts';

/** Whatever is handed over asynchronously has a place to go when it cannot go on. */
export const everyEdgeHasDeadLetters = guardOf('every-edge-has-dead-letters', ({ type, properties }, stack) => {
  if (type === 'AWS::Events::Rule' || type === 'AWS::Scheduler::Schedule') {
    const targets = [...listOf(properties['Targets']), ...listOf(properties['Target'])];
    return targets.filter((target) => recordOf(target)['DeadLetterConfig'] === undefined).map(() => 'a target has no dead-letter queue');
  }
  if (type !== 'AWS::Lambda::EventSourceMapping') return [];

  const wrong: string[] = [];
  if (!listOf(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures')) wrong.push('fails a batch as a whole');
  const queueId = referenceOf(properties['EventSourceArn']);
  const queue = stack.resources.find(({ id, type: kind }) => id === queueId && kind === 'AWS::SQS::Queue');
  if (queue !== undefined) {
    if (queue.properties['RedrivePolicy'] === undefined) wrong.push(`consumes ${queue.id}, which has no dead-letter queue`);
    return wrong;
  }
  // Not a queue of this stack: a stream.
  if (recordOf(properties['DestinationConfig'])['OnFailure'] === undefined) wrong.push('has no on-failure queue');
  if (properties['BisectBatchOnFunctionError'] !== true) wrong.push('does not bisect a failing batch');
  if (properties['MaximumRetryAttempts'] === undefined) wrong.push('retries without end');
  return wrong;
});

/** Dead letters that nobody hears of are lost letters. */
export const deadLettersRing = guardOf('dead-letters-ring', ({ id, type }, stack) => {
  if (type !== 'AWS::SQS::Queue') return [];
  const rings = (metric: string): boolean =>
    stack.resources.some(
      ({ type: kind, properties }) =>
        kind === 'AWS::CloudWatch::Alarm' &&
        properties['MetricName'] === metric &&
        listOf(properties['Dimensions']).some((dimension) => referenceOf(recordOf(dimension)['Value']) === id),
    );
  return rings('ApproximateNumberOfMessagesVisible') || rings('ApproximateAgeOfOldestMessage') ? [] : ['no alarm watches this queue'];
});
