import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { bundleWhenStale } from '../../infra/bundle.ts';
import { RUNBOOKS } from '../../infra/constructs/watch.ts';
import { listOf, readStack, recordOf, type TemplateResource, textsOf } from '../../infra/guards/template.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { inboxesOf } from '../../shared/kernel/context.ts';
import { METRICS, namespaceOf } from '../../shared/telemetry/metrics.ts';

const SYNTH_MS_MAX = 60_000;
/** CloudWatch takes no more. */
const DESCRIPTION_CHARS_MAX = 1_024;

const outdir = mkdtempSync(join(tmpdir(), 'sanlian-alarms-'));
let resources: readonly TemplateResource[];
let alarms: readonly TemplateResource[];
beforeAll(async () => {
  await bundleWhenStale();
  const assembly = createApp({ profiles: [jinan], contexts, outdir }).synth();
  resources = assembly.stacksRecursively.flatMap(({ stackName, template }) => readStack(stackName, template).resources);
  alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
}, SYNTH_MS_MAX);
afterAll(() => rmSync(outdir, { recursive: true }));

const textOf = ({ properties }: TemplateResource): string => String(properties['AlarmDescription']);
const runbookOf = (alarm: TemplateResource): string | undefined => /docs\/runbooks\/([\w-]+)\.md$/.exec(textOf(alarm))?.[1];
const on = (metric: string) => alarms.filter(({ properties }) => properties['MetricName'] === metric);

describe('an alarm', () => {
  it('says who suffers and names its runbook', () => {
    for (const alarm of alarms) {
      expect(RUNBOOKS, textOf(alarm)).toContain(runbookOf(alarm));
      expect(textOf(alarm).length).toBeGreaterThan(60);
      expect(textOf(alarm).length).toBeLessThanOrEqual(DESCRIPTION_CHARS_MAX);
    }
  });
  it('tells the one topic of its region', () => {
    const [topic, ...others] = resources.filter(({ type }) => type === 'AWS::SNS::Topic');
    expect(others).toEqual([]);
    for (const { id, properties } of alarms) expect(textsOf(properties['AlarmActions']).join(), id).toContain(topic?.id);
  });
  it('stands on every function, every inbox with its parked queue, and both readers', () => {
    const inboxes = contexts.flatMap(inboxesOf).length;
    expect(on('Errors')).toHaveLength(resources.filter(({ type }) => type === 'AWS::Lambda::Function').length);
    expect(on('ApproximateAgeOfOldestMessage')).toHaveLength(inboxes);
    expect(on('ApproximateNumberOfMessagesVisible')).toHaveLength(inboxes + 2);
    expect(on('IteratorAge')).toHaveLength(2);
    expect(on('5xx')).toHaveLength(1);
  });
  it('on webhooks counts what a function counts, in the namespace that all functions have', () => {
    const webhooks = alarms.find((alarm) => runbookOf(alarm) === 'webhooks-fail');
    const metrics = listOf(webhooks?.properties['Metrics']).flatMap((query) => {
      const metric = recordOf(recordOf(recordOf(query)['MetricStat'])['Metric']);
      return metric['Namespace'] === undefined ? [] : [metric];
    });
    expect(metrics.map((metric) => [metric['Namespace'], metric['MetricName'], textsOf(metric['Dimensions'])])).toEqual([
      [namespaceOf('jinan'), METRICS.webhookAttempts.name, ['outcome', 'delivered']],
      [namespaceOf('jinan'), METRICS.webhookAttempts.name, ['outcome', 'failed']],
    ]);
    for (const { id, properties } of resources.filter(({ type }) => type === 'AWS::Lambda::Function')) {
      expect(recordOf(recordOf(properties['Environment'])['Variables'])['METRICS_NAMESPACE'], id).toBe(namespaceOf('jinan'));
    }
  });
});

describe('a runbook', () => {
  const files = globSync('docs/runbooks/*.md');
  it('is there for every kind of alarm, and for nothing else', () => {
    expect(files.map((file) => basename(file, '.md')).toSorted()).toEqual([...RUNBOOKS].toSorted());
    expect([...new Set(alarms.map(runbookOf))].toSorted()).toEqual([...RUNBOOKS].toSorted());
  });
  it.each(files)('%s says what it means, who suffers, where to look and what to do', (file) => {
    const headings = readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => /^## (.+)$/.exec(line)?.[1] ?? []);
    expect(headings).toEqual(['Trigger', 'Who suffers', 'Look here', 'Do this']);
  });
});
