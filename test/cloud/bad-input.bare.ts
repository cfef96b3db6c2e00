import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreateEventBusCommand, DeleteEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { EMULATOR_FOLDER } from './emulator.ts';
import { aStranger } from './stranger.ts';
import { tearDown } from './tear-down.ts';

// Whoever gets something wrong hears one sentence that says what to do, from the command itself, and its exit code says so.

const page = readFileSync('docs/deploying-a-region.md', 'utf8');
const stranger = aStranger();

/** A sentence that the page explains under "What goes wrong"; `…` stands for anything. */
const explained = (sentence: string): RegExp => {
  expect(page.slice(page.indexOf('## What goes wrong'))).toContain(`\`${sentence}\``);
  return new RegExp(sentence.split('…').map(escaped).join('.+'));
};
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const NOBODY = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_PROFILE: undefined, HOME: stranger.folder };
const ELSEWHERE = 'us-west-2';

describe('whoever names a region that is not there', () => {
  it.each([
    'npm run synth -- --region nowhere',
    'npm run deploy -- --region nowhere',
    'npm run ops -- dlq list --region nowhere',
    'npm start -- --region nowhere',
  ])('hears which ones there are: %s', async (command) => {
    const { exitCode, text } = await stranger.types(command);
    expect([exitCode === 0, text]).toEqual([false, expect.stringMatching(/There is no region nowhere\. Known: jinan, tianjin, sandbox\./)]);
  });
  it('hears that it is not deployed, when it is only that', async () => {
    const { exitCode, text } = await stranger.types('npm run ops -- dlq list --region sandbox');
    expect([exitCode, text]).toEqual([1, expect.stringMatching(explained('The region … is not deployed in …'))]);
  });
});

describe('whoever has no credentials', () => {
  it.each(['npm run deploy -- --region tianjin', 'npm run ops -- dlq list --region tianjin'])(
    'hears how to get them: %s',
    async (command) => {
      const { exitCode, text } = await stranger.types(command, NOBODY);
      expect([exitCode, text]).toEqual([1, expect.stringMatching(explained('There are no AWS credentials.'))]);
    },
  );
});

describe('whoever deploys', () => {
  const deploy = `npm run deploy -- --region tianjin --aws-region ${ELSEWHERE}`;
  const events = new EventBridgeClient({ region: ELSEWHERE });

  it('to where CDK never was hears of --bootstrap', async () => {
    const { exitCode, text } = await stranger.types(deploy);
    expect([exitCode, text]).toEqual([1, expect.stringMatching(explained('… was never prepared for CDK.'))]);
  });
  it('over a bus whose name is taken hears so, what stands and what to do; once it is free, the same command goes on', async () => {
    // Ours has the name of its stack: test/infra/stacks.test.ts.
    const named = `new EventBus(this, 'Bus', { eventBusName: 'taken' })`;
    await stranger.withChange('infra/stacks/state-stack.ts', `new EventBus(this, 'Bus')`, named, async () => {
      await events.send(new CreateEventBusCommand({ Name: 'taken' }));
      const broken = await stranger.types(`${deploy} --bootstrap`);
      expect([broken.exitCode, broken.text]).toEqual([1, expect.stringMatching(explained('The region is deployed in part'))]);
      expect(broken.text).toMatch(
        /tianjin-State +ROLLBACK_COMPLETE[\s\S]*tianjin-Api +not there[\s\S]*deploy again: what stands is not touched/,
      );
      expect(broken.text).toContain('EventBus already exists: taken');

      await events.send(new DeleteEventBusCommand({ Name: 'taken' }));
      const repaired = await stranger.types(deploy);
      expect([repaired.exitCode, repaired.text]).toEqual([0, expect.stringMatching(/^ {2}key +sk_/m)]);
    });
    await tearDown('tianjin', ELSEWHERE);
  });
});

describe('whoever runs the cloud tests', () => {
  const test = 'node test/cloud/test-cloud.ts';
  const mine = { AWS_ENDPOINT_URL: undefined };

  it('without Python hears what is missing', async () => {
    // Nothing but Node.
    const { exitCode, text } = await stranger.types(test, { ...mine, PATH: dirname(process.execPath) });
    expect([exitCode, text]).toEqual([
      1,
      expect.stringMatching(/^python3 is missing: .+ Install Python 3\.10 or later, or set AWS_ENDPOINT_URL\.$/m),
    ]);
  });
  it('with an emulator that ends at once hears where it says why', async () => {
    mkdirSync(join(stranger.folder, EMULATOR_FOLDER, 'bin'), { recursive: true });
    writeFileSync(join(stranger.folder, EMULATOR_FOLDER, 'bin', 'ministack'), '#!/bin/sh\necho no >&2\nexit 3\n', { mode: 0o755 });
    writeFileSync(join(stranger.folder, EMULATOR_FOLDER, 'complete'), '');
    const { exitCode, text } = await stranger.types(test, mine);
    expect([exitCode, text]).toEqual([1, expect.stringMatching(/^The emulator did not start\. \.cache\/ministack\.log says why/m)]);
  });
  it('against an endpoint where nothing is hears that', async () => {
    const { exitCode, text } = await stranger.types(test, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect([exitCode, text]).toEqual([
      1,
      expect.stringMatching(/^Nothing answers at AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:9\. Start it, or unset/m),
    ]);
  });
});
