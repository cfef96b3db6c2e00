import { describe, expect, it } from 'vitest';
import { orOutage } from '../../../shared/adapters/aws/outage.ts';
import { createLog } from '../../../shared/telemetry/log.ts';
import { METRICS, namespaceOf } from '../../../shared/telemetry/metrics.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';

const SECRET = '王小明';

const createTestLog = (namespace?: () => string) => {
  const lines: string[] = [];
  const log = createLog(createVirtualClock(), (line) => lines.push(line), namespace);
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line)) };
};

describe('a log', () => {
  it('writes an entry as one line', () => {
    const { log, lines, entries } = createTestLog();
    log.info('message.retry', { messageId: 'evt_1', attempt: 2, reason: undefined });
    expect(entries()).toEqual([{ at: MONDAY, level: 'info', code: 'message.retry', messageId: 'evt_1', attempt: 2 }]);
    expect(lines.join('')).not.toContain('\n');
  });
  it('keeps the class and the frames of an error, never its message', () => {
    const { log, lines, entries } = createTestLog();
    log.failure('reaction.failed', new RangeError(`cannot read ${SECRET}\n    at ${SECRET}`), { reaction: 'route' });
    log.failure('reaction.failed', SECRET);
    expect(entries()[0]).toMatchObject({ level: 'error', code: 'reaction.failed', error: 'RangeError', reaction: 'route' });
    expect(entries()[0].frames.length).toBeGreaterThan(0);
    expect(entries()[1]).toMatchObject({ error: 'string', frames: [] });
    expect(lines.join()).not.toContain(`cannot read ${SECRET}`);
  });
  it('keeps of an outage the word that the service has for it, and nothing that it said', async () => {
    const { log, lines, entries } = createTestLog();
    const failing = (thrown: unknown) => orOutage(async () => Promise.reject(thrown))();
    const throttled = Object.assign(new Error(`${SECRET} asks too often`), { name: 'ThrottlingException' });
    const unreachable = Object.assign(new Error(`connect ${SECRET}`), { code: 'ECONNREFUSED' });
    for (const thrown of [throttled, unreachable, Object.assign(new Error('x'), { name: `not ${SECRET}` }), SECRET]) {
      await failing(thrown).catch((outage: unknown) => log.failure('relay.again', outage));
    }
    expect(entries().map(({ error, outage }) => [error, outage])).toEqual([
      ['OutageError', 'ThrottlingException'],
      ['OutageError', 'ECONNREFUSED'],
      ['OutageError', 'unnamed'],
      ['OutageError', 'unnamed'],
    ]);
    expect(lines.join()).not.toContain(SECRET);
  });
});

describe('a metric', () => {
  it('is one line in the format that CloudWatch reads', () => {
    const { log, entries } = createTestLog(() => namespaceOf('jinan'));
    log.count('requests', { context: 'routing', outcome: 'offer-lapsed' });
    log.count('commitsRead', { reader: 'relay', outcome: 'done' }, 12);
    expect(entries()).toEqual([
      {
        _aws: {
          Timestamp: Date.parse(MONDAY),
          CloudWatchMetrics: [
            { Namespace: 'Sanlian/jinan', Dimensions: [['context', 'outcome']], Metrics: [{ Name: 'Requests', Unit: 'Count' }] },
          ],
        },
        context: 'routing',
        outcome: 'offer-lapsed',
        Requests: 1,
      },
      expect.objectContaining({ reader: 'relay', outcome: 'done', CommitsRead: 12 }),
    ]);
  });
  it('is written only where somebody makes metrics of lines, and never for nothing', () => {
    const onLaptop = createTestLog();
    onLaptop.log.count('requests', { context: 'routing', outcome: 'accepted' });
    expect(onLaptop.lines).toEqual([]);
    const onAws = createTestLog(() => 'Sanlian/jinan');
    onAws.log.count('commitsRead', { reader: 'relay', outcome: 'parked' }, 0);
    expect(onAws.lines).toEqual([]);
  });
  it('has a name of its own and no dimension that is an id', () => {
    const names = Object.values(METRICS).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const dimensions = Object.values(METRICS).flatMap((metric): readonly string[] => metric.dimensions);
    expect(dimensions.filter((dimension) => /id$/i.test(dimension))).toEqual([]);
  });
});
