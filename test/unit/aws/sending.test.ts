import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { ConflictException, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createEventBridgeBus } from '../../../shared/adapters/aws/bus.ts';
import { createSqsInbox, type InboxAddresses } from '../../../shared/adapters/aws/inbox.ts';
import { TooLargeError } from '../../../shared/adapters/aws/outage.ts';
import { createEventBridgeScheduler } from '../../../shared/adapters/aws/scheduler.ts';
import { createSettling } from '../../../shared/adapters/aws/settling.ts';
import { hashIds } from '../../../shared/adapters/node/ids.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import { addMs, DAY_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';

const message = (id: string, data: unknown = {}): Message => ({
  id,
  type: 'offer.made.v1',
  occurredAt: MONDAY,
  correlationId: 'rx_1',
  causationId: 'routing#rx_1/1',
  data,
});

type Input = Readonly<Record<string, unknown>>;
/** A client that keeps what it is sent and answers by the function. */
const fakeClient = <Client>(answer: (input: Input, nth: number) => unknown = () => ({})) => {
  const sent: Input[] = [];
  const send = async ({ input }: { readonly input: Input }) => {
    sent.push(input);
    return answer(input, sent.length);
  };
  return { sent, client: { send } as unknown as Client };
};

const addresses: InboxAddresses = {
  routing: { url: 'https://queue/routing', arn: 'arn:routing', parkedUrl: 'https://queue/parked', parkedArn: 'arn:parked' },
};

describe('the bus on EventBridge', () => {
  const entriesOf = ({ Entries }: Input) => Entries as readonly PutEventsRequestEntry[];
  const createBus = (answer: (input: Input, nth: number) => unknown) => {
    const { client, sent } = fakeClient<EventBridgeClient>(answer);
    const pauses: number[] = [];
    const bus = createEventBridgeBus({
      client,
      busName: 'bus',
      sourceOf: (type) => (type === 'offer.made.v1' ? 'sanlian.routing' : undefined),
      pause: async (ms) => void pauses.push(ms),
    });
    return { bus, sent, pauses };
  };
  const taken = (input: Input) => ({ Entries: entriesOf(input).map(() => ({ EventId: 'e' })) });

  it('sends the whole message as the detail, ten at a time', async () => {
    const { bus, sent } = createBus(taken);
    await bus.publish(Array.from({ length: 23 }, (_, index) => message(`evt_${index}`)));
    expect(sent.map((input) => entriesOf(input).length)).toEqual([10, 10, 3]);
    const [first] = sent.flatMap(entriesOf);
    expect(first).toMatchObject({ EventBusName: 'bus', Source: 'sanlian.routing', DetailType: 'offer.made.v1' });
    expect(JSON.parse(first?.Detail ?? '')).toEqual(message('evt_0'));
  });
  it('sends again only what was not taken', async () => {
    const { bus, sent, pauses } = createBus((input, nth) => ({
      Entries: entriesOf(input).map((_, index) => (nth === 1 && index === 1 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'e' })),
    }));
    await bus.publish([message('evt_0'), message('evt_1'), message('evt_2')]);
    expect(sent.map((input) => entriesOf(input).map(({ Detail }) => JSON.parse(Detail ?? '').id))).toEqual([
      ['evt_0', 'evt_1', 'evt_2'],
      ['evt_1'],
    ]);
    expect(pauses).toEqual([100]);
  });
  it('fails when an event is refused again and again', async () => {
    const { bus, sent } = createBus((input) => ({ Entries: entriesOf(input).map(() => ({ ErrorCode: 'InternalFailure' })) }));
    await expect(bus.publish([message('evt_0')])).rejects.toThrow('refused 1 of 1 events 4 times');
    expect(sent).toHaveLength(4);
  });
  it('keeps a request under 256 KB, and refuses a larger event before sending', async () => {
    const { bus, sent } = createBus(taken);
    await bus.publish(['a', 'b', 'c'].map((id) => message(id, 'x'.repeat(100 * 1024))));
    expect(sent.map((input) => entriesOf(input).length)).toEqual([2, 1]);
    await expect(bus.publish([message('d', '药'.repeat(90 * 1024))])).rejects.toThrow(TooLargeError);
    expect(sent).toHaveLength(2);
  });
  it('publishes nothing that no context declares', async () => {
    await expect(createBus(taken).bus.publish([{ ...message('evt_0'), type: 'secret.v1' }])).rejects.toThrow(
      'no context publishes secret.v1',
    );
  });
});

describe('the inbox on SQS', () => {
  const create = () => {
    const clock = createVirtualClock();
    const sqs = fakeClient<SQSClient>();
    const later: { readonly inbox: string; readonly id: string; readonly at: string }[] = [];
    const scheduler = { schedule: async (inbox: string, { id }: Message, at: string) => void later.push({ inbox, id, at }) };
    return { clock, later, sent: sqs.sent, inbox: createSqsInbox({ client: sqs.client, addresses, scheduler, clock }) };
  };

  it('sends at once, in its group', async () => {
    const { inbox, sent } = create();
    await inbox.send('routing', message('m'), { group: 'whe_1' });
    expect(sent).toEqual([
      { QueueUrl: 'https://queue/routing', MessageBody: JSON.stringify(message('m')), DelaySeconds: 0, MessageGroupId: 'whe_1' },
    ]);
  });
  it.each([
    { wait: 'nothing', ms: -SECOND_MS, delay: 0 },
    { wait: 'a moment', ms: 1, delay: 2 },
    { wait: 'a minute', ms: MINUTE_MS, delay: 61 },
    { wait: 'almost a quarter of an hour', ms: 15 * MINUTE_MS - SECOND_MS, delay: 900 },
  ])('delays by $wait, never too short', async ({ ms, delay }) => {
    const { inbox, sent, later, clock } = create();
    await inbox.schedule('routing', message('m'), addMs(clock.now(), ms));
    expect(sent.map(({ DelaySeconds }) => DelaySeconds)).toEqual([delay]);
    expect(later).toEqual([]);
  });
  it('leaves what is due in a quarter of an hour or later to the scheduler', async () => {
    const { inbox, sent, later, clock } = create();
    const at = addMs(clock.now(), 15 * MINUTE_MS);
    await inbox.schedule('routing', message('m'), at);
    expect(later).toEqual([{ inbox: 'routing', id: 'm', at }]);
    expect(sent).toEqual([]);
  });
  it('sends nothing to an inbox that it has no address of', async () => {
    await expect(create().inbox.send('settlement', message('m'))).rejects.toThrow('no grant to send to settlement');
  });
  it('refuses a message over 256 KB before sending', async () => {
    const { inbox, sent } = create();
    await expect(inbox.send('routing', message('m', 'x'.repeat(256 * 1024)))).rejects.toThrow(TooLargeError);
    expect(sent).toEqual([]);
  });
});

describe('the scheduler on EventBridge', () => {
  const create = (answer?: () => unknown) => {
    const { client, sent } = fakeClient<SchedulerClient>(answer);
    return { sent, scheduler: createEventBridgeScheduler({ client, addresses, groupName: 'group', roleArn: 'arn:role', ids: hashIds }) };
  };

  it('sets a timer that fires once, deletes itself, and never comes early', async () => {
    const { scheduler, sent } = create();
    await scheduler.schedule('routing', message('tmr_1'), addMs(MONDAY, DAY_MS + 1));
    expect(sent[0]).toMatchObject({
      GroupName: 'group',
      ScheduleExpression: 'at(2026-03-03T02:00:01)',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: 'arn:routing', RoleArn: 'arn:role', Input: JSON.stringify(message('tmr_1')), DeadLetterConfig: { Arn: 'arn:parked' } },
    });
    expect(sent[0]?.['Name']).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
  });
  it('names a timer by its message, so that setting it again sets none', async () => {
    const { scheduler, sent } = create(() => {
      throw new ConflictException({ $metadata: {}, Message: 'it exists', message: 'it exists' });
    });
    await scheduler.schedule('routing', message('tmr_1'), addMs(MONDAY, DAY_MS));
    await scheduler.schedule('routing', message('tmr_1'), addMs(MONDAY, DAY_MS));
    expect(new Set(sent.map(({ Name }) => Name)).size).toBe(1);
  });
  it('fails when the service fails', async () => {
    const { scheduler } = create(() => {
      throw new Error('throttled');
    });
    await expect(scheduler.schedule('routing', message('tmr_1'), addMs(MONDAY, DAY_MS))).rejects.toThrow('throttled');
  });
});

describe('settling on SQS', () => {
  it('hides a message in whole seconds, at most for the hours that SQS allows', async () => {
    const { client, sent } = fakeClient<SQSClient>();
    const { hide } = createSettling(client);
    await hide('https://queue/routing', 'receipt', 1_500);
    await hide('https://queue/routing', 'receipt', 3 * DAY_MS);
    expect(sent.map(({ VisibilityTimeout }) => VisibilityTimeout)).toEqual([2, 43_000]);
  });
  it('parks with the reason beside the text', async () => {
    const { client, sent } = fakeClient<SQSClient>();
    await createSettling(client).park('https://queue/parked', '{}', 'no-reaction');
    expect(sent).toEqual([
      {
        QueueUrl: 'https://queue/parked',
        MessageBody: '{}',
        MessageAttributes: { reason: { DataType: 'String', StringValue: 'no-reaction' } },
      },
    ]);
  });
});
