import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readCommit } from '../../../shared/adapters/aws/commit.ts';
import { orOutage, TooLargeError } from '../../../shared/adapters/aws/outage.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { ATTEMPTS_MAX, done, type Message, type Outcome, park, retry } from '../../../shared/kernel/messages.ts';
import { OutageError } from '../../../shared/kernel/outage.ts';
import { epochMs, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { lazy } from '../../../shared/lambda/lazy.ts';
import { createQueueConsumer } from '../../../shared/lambda/queue-consumer.ts';
import { createStreamConsumer } from '../../../shared/lambda/stream-consumer.ts';
import { createLog } from '../../../shared/telemetry/log.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';

const SECRET = '王小明';

describe('an inbox behind SQS', () => {
  const body = (id: string): string =>
    JSON.stringify({ id, type: 't', occurredAt: MONDAY, correlationId: 'c', causationId: 'x', data: { name: SECRET } });
  const record = (id: string, over: { readonly attempt?: number; readonly body?: string; readonly queue?: string } = {}): SQSRecord => ({
    messageId: `sqs-${id}`,
    receiptHandle: `receipt-${id}`,
    body: over.body ?? body(id),
    attributes: {
      ApproximateReceiveCount: String(over.attempt ?? 1),
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: over.queue ?? 'arn:routing',
    awsRegion: 'r',
  });

  const run = async (outcome: (message: Message) => Outcome, ...Records: readonly SQSRecord[]) => {
    const hidden: [string, number][] = [];
    const parked: [string, string][] = [];
    const logged: string[] = [];
    const consume = createQueueConsumer({
      consume: async (inbox, message) => {
        expect(inbox).toBe('routing');
        return outcome(message);
      },
      inboxOf: (arn) => (arn === 'arn:routing' ? { inbox: 'routing', url: 'u', parkedUrl: 'p' } : undefined),
      hide: async (_url, receipt, ms) => void hidden.push([receipt, ms]),
      park: async (_url, text, reason) => {
        if (reason === 'park-fails') throw new Error(SECRET);
        parked.push([text, reason]);
      },
      log: createLog(createVirtualClock(), (line) => logged.push(line)),
    });
    const { batchItemFailures } = await consume({ Records: [...Records] });
    expect(logged.join()).not.toContain(SECRET);
    return { kept: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), hidden, parked };
  };

  it('lets a message go that is done', async () => {
    expect(await run(() => done, record('a'))).toEqual({ kept: [], hidden: [], parked: [] });
  });
  it('keeps one that shall come back, hidden for as long as it says or the attempt asks', async () => {
    expect(await run(() => retry('busy', 5_000), record('a'))).toEqual({ kept: ['sqs-a'], hidden: [['receipt-a', 5_000]], parked: [] });
    expect((await run(() => retry('busy'), record('a', { attempt: 3 }))).hidden).toEqual([['receipt-a', 4_000]]);
  });
  it('parks one with its reason, and lets it go', async () => {
    expect(await run(() => park('unknown-endpoint'), record('a'))).toEqual({
      kept: [],
      hidden: [],
      parked: [[body('a'), 'unknown-endpoint']],
    });
  });
  it('parks one after its last attempt, not before', async () => {
    expect((await run(() => retry('busy'), record('a', { attempt: ATTEMPTS_MAX - 1 }))).parked).toEqual([]);
    expect(await run(() => retry('busy'), record('a', { attempt: ATTEMPTS_MAX }))).toEqual({
      kept: [],
      hidden: [],
      parked: [[body('a'), 'busy']],
    });
  });
  it.each(['not json', '{}', '{"id":"a"}', body('a').replace(MONDAY, 'yesterday')])('parks what is no message: %s', async (text) => {
    expect((await run(() => done, record('a', { body: text }))).parked).toEqual([[text, 'malformed-message']]);
  });
  it('keeps what it could not park', async () => {
    expect((await run(() => park('park-fails'), record('a'))).kept).toEqual(['sqs-a']);
  });
  it('keeps a message of a queue that it does not know', async () => {
    expect((await run(() => done, record('a', { queue: 'arn:other' }))).kept).toEqual(['sqs-a']);
  });
  it('judges each message of a batch for itself', async () => {
    const outcomes: Readonly<Record<string, Outcome>> = { a: done, b: retry('busy'), c: park('why'), d: done };
    const { kept, parked } = await run(({ id }) => outcomes[id] ?? done, ...['a', 'b', 'c', 'd'].map((id) => record(id)));
    expect(kept).toEqual(['sqs-b']);
    expect(parked.map(([, reason]) => reason)).toEqual(['why']);
  });
});

describe("a reader of the journal's stream", () => {
  const commit = (version: number): Commit => ({
    stream: 'prescription#rx_1',
    version,
    commandId: 'cmd',
    requestDigest: 'd',
    at: MONDAY,
    actor: { role: 'hospital' },
    correlationId: 'rx_1',
    causationId: 'req',
    events: [{ note: SECRET }],
  });
  const record = (version: number, over: Partial<DynamoDBRecord> = {}, content = JSON.stringify(commit(version))): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `seq-${version}`,
      ApproximateCreationDateTime: epochMs(MONDAY) / 1000,
      Keys: { stream: { S: 'prescription#rx_1' }, version: { N: String(version) } },
      NewImage: { content: { S: content } },
    },
    ...over,
  });

  const run = async (handle: (commit: Commit) => Promise<void>, Records: DynamoDBRecord[], laterMs = 0, parkFails = false) => {
    const clock = createVirtualClock();
    clock.advance(laterMs);
    const parked: [string, string][] = [];
    const logged: string[] = [];
    const consume = createStreamConsumer({
      name: 'relay',
      handle: async (commits) => {
        for (const one of commits) await handle(one);
      },
      readCommit,
      contentAttribute: 'content',
      movedAttribute: 'moved',
      isOutage: (thrown) => thrown instanceof OutageError,
      park: async (text, reason) => {
        if (parkFails) throw new Error(SECRET);
        parked.push([text, reason]);
      },
      clock,
      log: createLog(clock, (line) => logged.push(line)),
    });
    const { batchItemFailures } = await consume({ Records });
    expect(logged.join()).not.toContain(SECRET);
    return { again: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), parked };
  };
  const place = (version: number): string => JSON.stringify({ stream: 'prescription#rx_1', version });

  it('handles each commit as it was stored', async () => {
    const handled: Commit[] = [];
    const outcome = await run(async (one) => void handled.push(one), [record(1), record(2)]);
    expect(outcome).toEqual({ again: [], parked: [] });
    expect(handled).toEqual([commit(1), commit(2)]);
  });
  it('asks again for what met an outage, and only for that', async () => {
    const send = orOutage(async (version: number) => {
      if (version === 2) throw new Error(SECRET);
    });
    expect(await run(({ version }) => send(version), [record(1), record(2), record(3)])).toEqual({ again: ['seq-2'], parked: [] });
  });
  it('parks by its place what can never be handled, and what is larger than a service takes', async () => {
    const fails = async (): Promise<void> => {
      throw new Error(SECRET);
    };
    expect(await run(fails, [record(1)])).toEqual({ again: [], parked: [[place(1), 'failure']] });
    const tooLarge = orOutage(async () => {
      throw new TooLargeError('an event');
    });
    expect((await run(tooLarge, [record(1)])).parked).toEqual([[place(1), 'failure']]);
    expect((await run(async () => {}, [record(1, {}, '{"stream":1}')])).parked).toEqual([[place(1), 'failure']]);
  });
  it('loses patience with an outage after half an hour', async () => {
    const outage = orOutage(async () => {
      throw new Error('down');
    });
    expect((await run(outage, [record(1)], 30 * MINUTE_MS - 1)).again).toEqual(['seq-1']);
    expect(await run(outage, [record(1)], 30 * MINUTE_MS)).toEqual({ again: [], parked: [[place(1), 'outage']] });
  });
  it('asks again for what it could not even park', async () => {
    const fails = async (): Promise<void> => {
      throw new Error('bug');
    };
    expect((await run(fails, [record(1)], 0, true)).again).toEqual(['seq-1']);
  });
  it('tells nobody of a repair', async () => {
    const never = async (): Promise<void> => {
      throw new Error('handled');
    };
    expect(await run(never, [record(1, { eventName: 'REMOVE' }), record(2, { eventName: 'MODIFY' })])).toEqual({ again: [], parked: [] });
  });
});

describe('what is created on the first call', () => {
  it('is created once, also by calls at the same time', async () => {
    let made = 0;
    const get = lazy(async () => {
      made += 1;
      return made;
    });
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  });
  it('is tried again after a failure', async () => {
    let tries = 0;
    const get = lazy(async () => {
      tries += 1;
      if (tries === 1) throw new Error('cold');
      return tries;
    });
    await expect(get()).rejects.toThrow('cold');
    expect(await get()).toBe(2);
  });
});
