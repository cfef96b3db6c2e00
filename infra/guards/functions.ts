import { guardOf, listOf, recordOf, referenceOf, type TemplateStack } from './template.ts';

/** So that an alarm at night says who suffers: a sentence, not a word. */
const IMPACT_CHARS_MIN = 30;

const alarmOn = ({ resources }: TemplateStack, functionId: string) =>
  resources.find(
    ({ type, properties }) =>
      type === 'AWS::CloudWatch::Alarm' &&
      properties['MetricName'] === 'Errors' &&
      listOf(properties['Dimensions']).some((dimension) => referenceOf(recordOf(dimension)['Value']) === functionId),
  );

/** A function keeps its logs for a stated time, and when it fails an alarm says who suffers. */
export const functionsAreWatched = guardOf('functions-are-watched', ({ id, type, properties }, stack) => {
  if (type !== 'AWS::Lambda::Function') return [];
  const wrong: string[] = [];
  const logGroupId = referenceOf(recordOf(properties['LoggingConfig'])['LogGroup']);
  const logGroup = stack.resources.find((resource) => resource.id === logGroupId);
  if (logGroup?.properties['RetentionInDays'] === undefined) wrong.push('has no log group with a retention');
  const impact = alarmOn(stack, id)?.properties['AlarmDescription'];
  if (typeof impact !== 'string' || impact.length < IMPACT_CHARS_MIN) wrong.push('has no alarm that says who suffers when it fails');
  return wrong;
});
