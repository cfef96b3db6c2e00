import * as z from 'zod/mini';
import { BEHIND_MEMORY_MB, MEMORY_MB } from '../../infra/constructs/memory.ts';
import type { Authorize } from '../../infra/local/server.ts';
import { type Context, subscribersOf } from '../../shared/kernel/context.ts';
import type { HttpHandler } from '../../shared/lambda/http-api.ts';
import { ASSUMED } from './assumptions.ts';
import type { Sent, ServiceDeps } from './aws-services.ts';
import { type Batching, batchesOf } from './batching.ts';
import { createInStep } from './in-step.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import type { MovableClock } from './movable-clock.ts';
import { createShards } from './shards.ts';

export interface CarrierDeps {
  readonly contexts: readonly Context[];
  /** Of each reader and inbox, as its template says. */
  readonly batching: ReadonlyMap<string, Batching>;
  readonly ledger: Ledger;
  readonly lambdas: ReadonlyMap<string, Lambda>;
  /** Webhooks that receivers have got so far. */
  readonly webhooks: () => number;
  /** Requests to AWS that a function has made so far. */
  readonly requestsBy: (name: string) => number;
  /** Of this thread, where the receivers are; each function's is set with every call. */
  readonly clock: MovableClock;
}

interface Message {
  readonly queue: string;
  readonly body: string;
  readonly receipt: number;
}
interface Timer {
  readonly sent: Sent;
  readonly dueMs: number;
}

/** What follows one request; beyond this something goes in circles. */
const STEPS_MAX = 100_000;
const RECEIPTS_MAX = 8;
/** SQS hands out and deletes at most ten at once. */
const MESSAGES_PER_REQUEST = 10;
/** Timers so near each other were set by the same step: this machine takes longer for a step than a region. */
const SAME_STEP_MS = 60_000;
const READERS = ['platform-relay', 'platform-project'] as const;

const GB = 1024 ** 3;
const MB_PER_GB = 1024;
const ARN_PREFIX = 'arn:aws:sqs:us-east-1:000000000000:';

const HttpAnswer = z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()), body: z.string() });
const Authorized = z.object({ context: z.partial(z.object({ agencyId: z.string(), role: z.string(), keyId: z.string() })) });
const Batch = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });
const Begun = z.object({ agencyId: z.string(), apiKey: z.string() });

/**
 * What AWS does between the functions: a commit goes to both readers of the stream, an event to the queues of its subscribers, a
 * message to its function, a timer to its queue when its time has come. Each step is written down where AWS charges for it.
 */
export const createCarrier = ({ contexts, batching, ledger, lambdas, webhooks, requestsBy, clock }: CarrierDeps) => {
  const shardsOf = createShards();
  const commits: unknown[] = [];
  const messages: Message[] = [];
  let timers: Timer[] = [];
  let aheadSeconds = 0;
  const goAhead = (seconds: number): void => {
    aheadSeconds += seconds;
    clock.setAhead(aheadSeconds);
  };
  /** `partners-deliveries` belongs to `partners`. */
  const reactOf = (queue: string): string =>
    `${contexts.find(({ name }) => queue === name || queue.startsWith(`${name}-`))?.name ?? queue}-react`;

  const memoryGbOf = (name: string): number => {
    const isBehind = name.endsWith('-react') || READERS.some((reader) => reader === name);
    return (isBehind ? BEHIND_MEMORY_MB : MEMORY_MB) / MB_PER_GB;
  };
  const batchingOf = (source: string): Batching => {
    const known = batching.get(source);
    if (known === undefined) throw new Error(`nothing says how ${source} hands on`);
    return known;
  };

  /** `records` of a batch are handled side by side, so it waits as long as one of them. */
  const call = async (name: string, event: unknown, records = 1): Promise<unknown> => {
    const [requestsBefore, webhooksBefore] = [requestsBy(name), webhooks()];
    const answer = await lambdas.get(name)?.call(event, aheadSeconds);
    if (answer === undefined) throw new Error(`there is no function ${name}`);
    if (answer.failure !== undefined) throw new Error(`${name} failed: ${answer.failure}`);
    const waitMs = (ASSUMED.awsRequestMs * (requestsBy(name) - requestsBefore)) / records;
    const ms = ASSUMED.ownMs * records + waitMs + (webhooks() > webhooksBefore ? ASSUMED.webhookMs : 0);
    ledger.note({ by: name, operation: 'Lambda invoke', resource: 'lambda.request', quantity: 1 });
    ledger.note({ by: name, operation: 'Lambda duration', resource: 'lambda.gbSecond', quantity: (ms / 1000) * memoryGbOf(name) });
    ledger.note({
      by: name,
      operation: 'Logs of Lambda',
      resource: 'logs.gb',
      quantity: answer.logBytes / GB,
    });
    return answer.value;
  };

  const readCommits = async (items: readonly unknown[]): Promise<void> => {
    const records = items.map((item) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: '1', NewImage: item, Keys: item, ApproximateCreationDateTime: Date.now() / 1000 },
    }));
    const shards = shardsOf(records);
    for (const reader of READERS) {
      for (const Records of shards.flatMap((shard) => batchesOf(shard, batchingOf(reader)))) {
        const { batchItemFailures } = Batch.parse(await call(reader, { Records }, Records.length));
        if (batchItemFailures.length > 0) throw new Error(`${reader} could not read a commit`);
      }
    }
  };

  const receive = async (queue: string, batch: readonly Message[]): Promise<void> => {
    const by = reactOf(queue);
    const Records = batch.map(({ body, receipt }, index) => ({
      messageId: String(index),
      receiptHandle: 'receipt',
      body,
      attributes: { ApproximateReceiveCount: String(receipt) },
      eventSourceARN: `${ARN_PREFIX}${queue}`,
    }));
    const { batchItemFailures } = Batch.parse(await call(by, { Records }, Records.length));
    const failed = batch.filter((_, index) => batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === String(index)));
    const request = (operation: string, messagesHeld: number): void => {
      for (let sent = 0; sent < messagesHeld; sent += MESSAGES_PER_REQUEST)
        ledger.note({ by, operation: `SQS ${operation}`, resource: 'sqs.request', quantity: 1 });
    };
    request('ReceiveMessage', batch.length);
    request('DeleteMessage', batch.length - failed.length);
    if (failed.some(({ receipt }) => receipt === RECEIPTS_MAX)) throw new Error(`${queue} gave a message up`);
    messages.push(...failed.map((message) => ({ ...message, receipt: message.receipt + 1 })));
  };

  /** Until nothing is on its way. What came since the last look is what one window holds. */
  const settle = async (): Promise<void> => {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const [news, sent] = [commits.splice(0), messages.splice(0)];
      if (news.length === 0 && sent.length === 0) return;
      await readCommits(news);
      for (const queue of new Set(sent.map((message) => message.queue))) {
        const own = sent.filter((message) => message.queue === queue);
        for (const batch of batchesOf(own, batchingOf(queue))) await receive(queue, batch);
      }
    }
    throw new Error('the region does not come to rest');
  };

  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, whoever asks. */
  const alone = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };

  const steps = createInStep(() => alone(settle));

  const deliver = (queue: string, body: string): void => void messages.push({ queue, body, receipt: 1 });
  const on: Pick<ServiceDeps, 'onSent' | 'onEvent'> & { readonly onPut: (table: string, item: unknown) => void } = {
    onSent: (sent) => {
      const { at, delaySeconds = 0, queue, body } = sent;
      if (at === undefined && delaySeconds === 0) return deliver(queue, body);
      timers.push({ sent, dueMs: at === undefined ? Date.now() + delaySeconds * 1000 : Date.parse(at) });
    },
    onEvent: (type, detail) => {
      for (const queue of subscribersOf(contexts, type)) {
        ledger.note({ by: reactOf(queue), operation: 'SQS SendMessage of EventBridge', resource: 'sqs.request', quantity: 1 });
        deliver(queue, detail);
      }
    },
    onPut: (table, item) => {
      if (table === 'journal') commits.push(item);
    },
  };

  const apiOf = (name: string): HttpHandler => {
    const by = `${name}-api`;
    return (event) =>
      alone(async () => {
        const answer = HttpAnswer.parse(await call(by, event));
        ledger.note({ by, operation: 'API Gateway request', resource: 'apigateway.request', quantity: 1 });
        ledger.note({ by, operation: 'Logs of API Gateway', resource: 'logs.gb', quantity: ASSUMED.accessLogBytes / GB });
        const bytes = Buffer.byteLength(answer.body) + ASSUMED.headerBytes;
        ledger.note({ by, operation: 'Answers to the internet', resource: 'transfer.gb', quantity: bytes / GB });
        return answer;
      }).then(async (answer) => {
        await steps.step();
        return answer;
      });
  };

  const authorize: Authorize = (authorization) =>
    alone(async () => {
      const { agencyId, role, keyId } = Authorized.parse(await call('platform-authorizer', { headers: { authorization } })).context;
      return agencyId === undefined || role === undefined || keyId === undefined ? undefined : { agencyId, role, keyId };
    });

  return {
    on,
    authorize,
    apis: new Map(contexts.map(({ name }) => [name, apiOf(name)])),
    goAhead,
    begin: () =>
      alone(async () => {
        const begun = Begun.parse(await call('platform-begin', {}));
        await settle();
        return begun;
      }),
    /** So many of these side by side, each step together. */
    walk: steps.walk,
    /** Lets every timer come at its time, with all that follows. */
    fireTimers: () =>
      alone(async () => {
        for (let fired = 0; fired < STEPS_MAX; fired += 1) {
          timers = timers.toSorted((left, right) => left.dueMs - right.dueMs);
          const [first] = timers;
          if (first === undefined) return;
          const due = timers.filter(({ dueMs }) => dueMs <= first.dueMs + SAME_STEP_MS);
          timers = timers.slice(due.length);
          goAhead(Math.max(0, Math.ceil(((due.at(-1) ?? first).dueMs - Date.now()) / 1000) + 1));
          for (const { sent } of due) {
            const { queue, body, at } = sent;
            if (at !== undefined)
              ledger.note({ by: reactOf(queue), operation: 'SQS SendMessage of Scheduler', resource: 'sqs.request', quantity: 1 });
            deliver(queue, body);
          }
          await settle();
        }
        throw new Error('timers have no end');
      }),
    forgetTimers: (): void => {
      timers = [];
    },
  };
};
