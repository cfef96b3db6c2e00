import type { Counted } from '../kernel/log.ts';

interface Metric {
  /** As CloudWatch shows it. */
  readonly name: string;
  readonly dimensions: readonly string[];
}

/** What is counted, and by what. A dimension's values are few and never an id: each set of them is a metric that is paid for. */
export const METRICS = {
  requests: { name: 'Requests', dimensions: ['context', 'outcome'] },
  commitsRead: { name: 'CommitsRead', dimensions: ['reader', 'outcome'] },
  eventsRelayed: { name: 'EventsRelayed', dimensions: ['kind'] },
  webhookAttempts: { name: 'WebhookAttempts', dimensions: ['outcome'] },
  messagesHandled: { name: 'MessagesHandled', dimensions: ['inbox', 'outcome'] },
} as const satisfies { readonly [Name in keyof Counted]: Metric & { readonly dimensions: readonly (keyof Counted[Name] & string)[] } };

/** Two regions of one account keep their metrics apart. */
export const namespaceOf = (region: string): string => `Sanlian/${region}`;

/**
 * One line in CloudWatch's embedded metric format: Lambda's log agent makes the metric of it, and no request leaves the function.
 * `epochMs` is the moment that it counts for.
 */
export const metricLine = <Name extends keyof Counted>(
  namespace: string,
  epochMs: number,
  name: Name,
  { dimensions, by }: { readonly dimensions: Counted[Name]; readonly by: number },
): string => {
  const metric: Metric = METRICS[name];
  return JSON.stringify({
    _aws: {
      Timestamp: epochMs,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [metric.dimensions], Metrics: [{ Name: metric.name, Unit: 'Count' }] }],
    },
    ...dimensions,
    [metric.name]: by,
  });
};
