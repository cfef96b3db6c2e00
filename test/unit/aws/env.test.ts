import { afterEach, describe, expect, it, vi } from 'vitest';
import { authorizerSettings, handlerSettings, relaySettings } from '../../../shared/lambda/env.ts';

const set = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};
const HANDLER = { JOURNAL_TABLE: 'j', VIEWS_TABLE: 'v', VAULT_TABLE: 't', VAULT_KEY_ARN: 'k', MASTER_SECRET_ARN: 's' };
const QUEUES = JSON.stringify({ urlPrefix: 'https://sqs/1/', arnPrefix: 'arn:sqs:1:', inboxes: { routing: ['queue', 'parked'] } });

describe("a function's environment", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is read whole', () => {
    set({ ...HANDLER, QUEUES, SCHEDULE_GROUP: 'g', SCHEDULER_ROLE_ARN: 'r' });
    expect(handlerSettings()).toEqual({
      journalTable: 'j',
      viewsTable: 'v',
      vaultTable: 't',
      vaultKeyArn: 'k',
      masterSecretArn: 's',
      scheduleGroup: 'g',
      schedulerRoleArn: 'r',
      inboxes: {
        routing: { url: 'https://sqs/1/queue', arn: 'arn:sqs:1:queue', parkedUrl: 'https://sqs/1/parked', parkedArn: 'arn:sqs:1:parked' },
      },
    });
  });
  it('of a context without an inbox reaches none', () => {
    set(HANDLER);
    expect(handlerSettings().inboxes).toEqual({});
  });
  it('that lacks something is refused by the names of what it lacks', () => {
    set({ JOURNAL_TABLE: 'j' });
    expect(() => authorizerSettings()).toThrow('the environment lacks MASTER_SECRET_ARN');
    set({ MASTER_SECRET_ARN: '' });
    expect(() => authorizerSettings()).toThrow('the environment lacks MASTER_SECRET_ARN');
    expect(() => relaySettings()).toThrow(/lacks QUEUES, SCHEDULE_GROUP, SCHEDULER_ROLE_ARN, BUS_NAME, PARKED_URL/);
  });
});
