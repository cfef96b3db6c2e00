import { describe, expect, it } from 'vitest';
import type { Log } from '../../../shared/kernel/log.ts';
import { summed } from '../../../shared/telemetry/summed.ts';

describe('counts of one batch', () => {
  it('are written together, what was counted alike as one, each once', () => {
    const counted: unknown[] = [];
    const codes: string[] = [];
    const log: Log = { info: (code) => void codes.push(code), failure: () => {}, count: (...count) => void counted.push(count) };
    const batch = summed(log);
    batch.count('webhookAttempts', { outcome: 'delivered' });
    batch.count('webhookAttempts', { outcome: 'failed' });
    batch.count('webhookAttempts', { outcome: 'delivered' }, 3);
    batch.info('message.retry');
    expect([counted, codes]).toEqual([[], ['message.retry']]);
    batch.flush();
    batch.flush();
    expect(counted).toEqual([
      ['webhookAttempts', { outcome: 'delivered' }, 4],
      ['webhookAttempts', { outcome: 'failed' }, 1],
    ]);
  });
});
