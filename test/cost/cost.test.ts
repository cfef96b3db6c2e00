import { beforeAll, describe, expect, it } from 'vitest';
import { type CountedJourney, countJourney } from './count-journey.ts';
import { type Line, RESOURCES } from './ledger.ts';
import { readPrices } from './prices.ts';

const COUNT_MS_MAX = 180_000;

const TOGETHER = 3;

let counted: CountedJourney;
let busy: CountedJourney;
beforeAll(async () => {
  counted = await countJourney();
  busy = await countJourney({ journeys: TOGETHER });
}, COUNT_MS_MAX);

/** How often each thing was asked for, whoever asked: bytes and milliseconds vary, these do not. */
const timesOf = (lines: readonly Line[]): Readonly<Record<string, number>> => {
  const times = new Map<string, number>();
  for (const line of lines) {
    if (line.resource === 'logs.gb' || line.resource === 'transfer.gb' || line.resource === 'lambda.gbSecond') continue;
    times.set(line.operation, (times.get(line.operation) ?? 0) + line.times);
  }
  return Object.fromEntries([...times].toSorted(([left], [right]) => (left < right ? -1 : 1)));
};

// A number that falls is written down; one that rises has to be worth it. `npm run cost` says what it costs and who asks.
describe('one full journey on AWS', () => {
  it('asks for so much and no more', () => {
    expect(timesOf(counted.journey)).toEqual({
      'API Gateway request': 10,
      'DynamoDB GetItem vault': 2,
      'DynamoDB GetItem views': 72,
      'DynamoDB PutItem journal': 20,
      'DynamoDB PutItem vault': 1,
      'DynamoDB PutItem views': 58,
      'DynamoDB Query journal': 90,
      'DynamoDB Query vault': 1,
      'DynamoDB Query views': 28,
      'EventBridge PutEvents': 13,
      'KMS Decrypt': 1,
      'Lambda invoke': 78,
      'SQS DeleteMessage': 20,
      'SQS ReceiveMessage': 20,
      'SQS SendMessage': 5,
      'SQS SendMessage of EventBridge': 25,
      'Scheduler CreateSchedule': 4,
    });
  });

  it('leaves timers that ask for so much when their times come', () => {
    expect(timesOf(counted.timers)).toEqual({
      'DynamoDB Query journal': 11,
      'Lambda invoke': 6,
      'SQS DeleteMessage': 6,
      'SQS ReceiveMessage': 6,
      'SQS SendMessage of Scheduler': 4,
    });
  });

  it('sends so many webhooks', () => {
    expect(counted.webhooks).toBe(19);
  });

  it('refuses no write: no two things raced', () => {
    expect(counted.journey.filter(({ operation }) => operation.endsWith('refused'))).toEqual([]);
  });
});

describe('journeys that take each step together', () => {
  const of = (name: string): { readonly alone: number; readonly together: number } => ({
    alone: timesOf(counted.journey)[name] ?? 0,
    together: timesOf(busy.journey)[name] ?? 0,
  });

  it.each(['DynamoDB PutItem journal', 'DynamoDB PutItem views', 'EventBridge PutEvents', 'API Gateway request'])(
    'ask for as much of %s',
    (name) => {
      const { alone, together } = of(name);
      expect(together).toBeCloseTo(alone, 5);
    },
  );

  it.each(['Lambda invoke', 'SQS ReceiveMessage', 'SQS DeleteMessage'])('share %s: what waits together is one batch', (name) => {
    const { alone, together } = of(name);
    expect(together).toBeLessThan(alone * 0.8);
  });

  it('get as many webhooks', () => {
    expect(busy.webhooks).toBe(counted.webhooks);
  });
});

describe('the price lists', () => {
  it('have a price with its source for each resource, and say which were not read again', () => {
    const { lists } = readPrices();
    expect(Object.keys(lists)).toEqual(['us-east-1', 'cn-north-1']);
    for (const { prices } of Object.values(lists)) expect(Object.keys(prices).toSorted()).toEqual([...RESOURCES].toSorted());
  });
});
