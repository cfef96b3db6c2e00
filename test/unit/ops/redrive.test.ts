import type { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { redrive } from '../../../infra/ops/boxes.ts';
import type { OpenedRegion } from '../../../infra/ops/opened-region.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import { createSqsParked } from '../../../shared/adapters/aws/parked.ts';
import { readMessage } from '../../../shared/lambda/message.ts';
import { createFakeSqs } from '../../support/fake-sqs.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const body = (id: string): string => JSON.stringify({ id, type: 't', occurredAt: MONDAY, correlationId: 'c', causationId: 'x', data: {} });

/** A region whose routing parks again, at once, whatever it gets. */
const createFailingRegion = () => {
  const sqs = createFakeSqs();
  const consume = () => {
    for (const text of sqs.take('routing')) sqs.put('routing-parked', text);
  };
  const client = {
    send: async (command: Parameters<SQSClient['send']>[0]) => {
      const answer = await sqs.client.send(command);
      consume();
      return answer;
    },
  } as unknown as SQSClient;
  const parked = createSqsParked({
    client,
    addresses: { routing: { url: 'routing', parkedUrl: 'routing-parked' } },
    readMessage,
    waitSeconds: 0,
  });
  return { sqs, region: { region: 'jinan', place: 'AWS here', parked } as OpenedRegion };
};

describe('a redrive', () => {
  it('ends, though what it puts back is parked again while it looks', async () => {
    const { sqs, region } = createFailingRegion();
    for (const id of ['a', 'b', 'c']) sqs.put('routing-parked', body(id));
    const { value } = await redrive({ region, contexts, isSure: true }, 'routing');
    expect(value).toEqual({ box: 'routing', redriven: 3, kept: 0, isDone: true });
    expect(sqs.bodies('routing-parked')).toHaveLength(3);
    expect(sqs.hidden('routing-parked')).toBe(0);
  });
});
