import * as z from 'zod/mini';
import { MEMORY_MB, reactMemoryMb } from '../../infra/constructs/memory.ts';
import type { Authorize } from '../../infra/local/server.ts';
import { type Context, subscribersOf } from '../../shared/kernel/context.ts';
import type { HttpHandler } from '../../shared/lambda/http-api.ts';
import { ASSUMED } from './assumptions.ts';
import type { Sent, ServiceDeps } from './aws-services.ts';
import type { Lambda } from './lambda.ts';
import type { Ledger } from './ledger.ts';
import type { MovableClock } from './movable-clock.ts';

export interface CarrierDeps {
  readonly contexts: readonly Context[];
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
const GB = 1024 ** 3;
const MB_PER_GB = 1024;
const ARN_PREFIX = 'arn:aws:sqs:us-east-1:000000000000:';

const HttpAnswer = z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()), body: z.string() });
const Authorized = z.object({ context: z.partial(z.object({ agencyId: z.string(), role: z.string(), keyId: z.string() })) });
const Batch = z.object({ batchItemFailures: z.array(z.unknown()) });
const Begun = z.object({ agencyId: z.string(), apiKey: z.string() });

/**
 * What AWS does between the functions: a commit goes to both readers of the stream, an event to the queues of its subscribers, a
 * message to its function, a timer to its queue when its time has come. Each step is written down where AWS charges for it.
 */
export const createCarrier = ({ contexts, ledger, lambdas, webhooks, requestsBy, clock }: CarrierDeps) => {
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
    const context = contexts.find((one) => name === `${one.name}-react`);
    return (context === undefined ? MEMORY_MB : reactMemoryMb(context)) / MB_PER_GB;
  };

  const call = async (name: string, event: unknown): Promise<unknown> => {
    const [requestsBefore, webhooksBefore] = [requestsBy(name), webhooks()];
    const answer = await lambdas.get(name)?.call(event, aheadSeconds);
    if (answer === undefined) throw new Error(`there is no function ${name}`);
    if (answer.failure !== undefined) throw new Error(`${name} failed: ${answer.failure}`);
    const ms =
      ASSUMED.ownMs + ASSUMED.awsRequestMs * (requestsBy(name) - requestsBefore) + ASSUMED.webhookMs * (webhooks() - webhooksBefore);
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

  const readCommit = async (item: unknown): Promise<void> => {
    const record = {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: '1', NewImage: item, Keys: item, ApproximateCreationDateTime: Date.now() / 1000 },
    };
    for (const reader of ['platform-relay', 'platform-project']) {
      const { batchItemFailures } = Batch.parse(await call(reader, { Records: [record] }));
      if (batchItemFailures.length > 0) throw new Error(`${reader} could not read a commit`);
    }
  };

  const receive = async ({ queue, body, receipt }: Message): Promise<void> => {
    const by = reactOf(queue);
    const { batchItemFailures } = Batch.parse(
      await call(by, {
        Records: [
          {
            messageId: 'message',
            receiptHandle: 'receipt',
            body,
            attributes: { ApproximateReceiveCount: String(receipt) },
            eventSourceARN: `${ARN_PREFIX}${queue}`,
          },
        ],
      }),
    );
    ledger.note({ by, operation: 'SQS ReceiveMessage', resource: 'sqs.request', quantity: 1 });
    if (batchItemFailures.length === 0) return ledger.note({ by, operation: 'SQS DeleteMessage', resource: 'sqs.request', quantity: 1 });
    if (receipt === RECEIPTS_MAX) throw new Error(`${queue} gave a message up`);
    messages.push({ queue, body, receipt: receipt + 1 });
  };

  /** Until nothing is on its way. */
  const settle = async (): Promise<void> => {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const commit = commits.shift();
      if (commit !== undefined) await readCommit(commit);
      else {
        const message = messages.shift();
        if (message === undefined) return;
        await receive(message);
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
        await settle();
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
    /** Lets every timer come at its time, with all that follows. */
    fireTimers: () =>
      alone(async () => {
        for (let fired = 0; fired < STEPS_MAX; fired += 1) {
          timers = timers.toSorted((left, right) => left.dueMs - right.dueMs);
          const timer = timers.shift();
          if (timer === undefined) return fired;
          goAhead(Math.max(0, Math.ceil((timer.dueMs - Date.now()) / 1000) + 1));
          const { queue, body, at } = timer.sent;
          if (at !== undefined)
            ledger.note({ by: reactOf(queue), operation: 'SQS SendMessage of Scheduler', resource: 'sqs.request', quantity: 1 });
          deliver(queue, body);
          await settle();
        }
        throw new Error('timers have no end');
      }),
    forgetTimers: (): void => {
      timers = [];
    },
  };
};
