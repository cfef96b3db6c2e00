import { describe, expect, it } from 'vitest';
import { hindranceOf } from '../../infra/deployment/half-deployed.ts';
import { lossesOf } from '../../infra/deployment/kept-state.ts';
import { readStack } from '../../infra/guards/template.ts';
import { regions } from '../../infra/regions/regions.ts';

describe('a stack that stands', () => {
  const hindrance = (status: string) => hindranceOf({ name: 'jinan-Routing', status, outputs: {} });

  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])(
    'may be deployed over when it is %s',
    (status) => {
      expect(hindrance(status)).toBeUndefined();
    },
  );
  it.each([
    ['UPDATE_IN_PROGRESS', 'Wait'],
    ['DELETE_IN_PROGRESS', 'Wait'],
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback --stack-name jinan-Routing'],
    ['ROLLBACK_FAILED', 'delete-stack --stack-name jinan-Routing'],
    ['DELETE_FAILED', 'delete-stack --stack-name jinan-Routing'],
  ])('hinders when it is %s, and says what to do', (status, advice) => {
    expect(hindrance(status)).toContain(advice);
  });
});

describe('a deployment', () => {
  const table = (KeySchema: string, over = {}) => ({ Type: 'AWS::DynamoDB::Table', Properties: { KeySchema, ...over } });
  const losses = (before: object, after: object) =>
    lossesOf(readStack('jinan-State', { Resources: before }), readStack('jinan-State', { Resources: after }));

  it('goes on when state stays, whatever else of it changes', () => {
    expect(losses({ Journal: table('a'), Old: { Type: 'AWS::SQS::Queue' } }, { Journal: table('a', { BillingMode: 'x' }) })).toEqual([]);
  });
  it.each([
    ['is removed', {}, 'is not there any more'],
    ['gets another name', { Ledger: table('a') }, 'is not there any more'],
    ['gets another key', { Journal: table('b') }, 'would be replaced: KeySchema changes'],
    ['becomes something else', { Journal: { Type: 'AWS::S3::Bucket' } }, 'becomes a AWS::S3::Bucket'],
  ])('stops when a table %s', (_what, after, what) => {
    expect(losses({ Journal: table('a') }, after)).toEqual([`jinan-State/Journal (AWS::DynamoDB::Table) ${what}`]);
  });
  it('stops when a secret would be made anew', () => {
    const secret = (passwordLength: number) => ({
      Master: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: { passwordLength } } },
    });
    expect(losses(secret(64), secret(32))).toHaveLength(1);
  });
});

describe('a region of infra/regions', () => {
  it.each(regions)('$region sends nothing into the machine that it runs on', ({ outgoing, policies }) => {
    expect(outgoing).toBeUndefined();
    expect(JSON.stringify(policies['partners'])).toContain('"allowLoopback":false');
  });
});
