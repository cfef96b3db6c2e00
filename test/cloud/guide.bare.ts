import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, describe, expect, it } from 'vitest';
import { createDeployedStacks } from '../../infra/deployment/deployed-stacks.ts';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { reachableUrl } from './api-url.ts';
import { type Pilot, playPilot } from './pilot.ts';
import { aStranger, commandsOf } from './stranger.ts';
import { tearDown } from './tear-down.ts';

// The guide, word by word, in a fresh clone and an account that nothing was deployed to. Every command of the page is typed, in its order.

const page = readFileSync('docs/deploying-a-region.md', 'utf8');
const commands = [...commandsOf(page)];
const stranger = aStranger();
const awsRegion = jinan.aws.region;
afterAll(() => tearDown('jinan', awsRegion));

/** The next command of the page, which must be this one. */
const follow = async (expected: string) => {
  expect(commands.shift()).toBe(expected);
  return stranger.types(expected);
};
const outputOf = async (stack: string, name: string): Promise<string> =>
  (await createDeployedStacks(awsRegion).find(stack))?.outputs[name] ?? '';
const wrong = (sentence: string): string => {
  expect(page.slice(page.indexOf('## What goes wrong'))).toContain(`\`${sentence}\``);
  return sentence;
};

let baseUrl: string;
let apiKey: string;
const ask = async (key: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
  createClient(baseUrl, key).call('GET', path, { headers });

describe('1. Describe the region', () => {
  it('shows what is in it', async () => {
    const { exitCode, text } = await follow('npm run synth -- --region jinan');
    expect([exitCode, text]).toEqual([0, expect.stringMatching(/jinan-State +\d+ resources +[\d.]+ KB[\s\S]* 0 findings of the guards/)]);
  });
  it('names a wrong field in the sentence of the page, and deploys nothing', async () => {
    const [, sentence = ''] = /`(infra\/regions\/jinan\.ts: .+)`/.exec(page) ?? [];
    for (const command of ['npm run synth -- --region jinan', 'npm run deploy -- --region jinan --bootstrap']) {
      const { exitCode, text } = await stranger.withChange('infra/regions/jinan.ts', 'Asia/Shanghai', 'Asia/Jinan', () =>
        stranger.types(command),
      );
      expect([exitCode, text.trim().split('\n').at(-1)]).toEqual([1, sentence]);
    }
    expect((await new CloudFormationClient({ region: awsRegion }).send(new ListStacksCommand({}))).StackSummaries).toEqual([]);
  });
});

describe('2. Deploy it', () => {
  it('prepares the account, deploys, and prints the URL and the key', async () => {
    const { exitCode, text } = await follow('npm run deploy -- --region jinan --bootstrap');
    expect([exitCode, text]).toEqual([0, expect.stringMatching(/^ {2}region +https?:\/\/\S+$[\s\S]*^ {2}key +sk_[\w-]+$/m)]);
    const [, url = ''] = /^ {2}region +(\S+)$/m.exec(text) ?? [];
    [, apiKey = ''] = /^ {2}key +(\S+)$/m.exec(text) ?? [];
    baseUrl = reachableUrl(url, process.env['AWS_ENDPOINT_URL'] ?? '');
  });
  it('changes nothing the second time, and keeps the key to itself', async () => {
    const { exitCode, text } = await follow('npm run deploy -- --region jinan');
    expect([exitCode, text]).toEqual([0, expect.stringContaining('was printed by the first deployment; --show-key prints it again')]);
    expect(text).not.toContain(apiKey);
  });
  it('left the stacks that the page lists', async () => {
    const listed = [...page.matchAll(/^\| `NAME-(\w+|<Context>)` \|/gm)].flatMap(([, name = '']) =>
      name === '<Context>' ? contexts.map((context) => context.name.charAt(0).toUpperCase() + context.name.slice(1)) : [name],
    );
    const { StackSummaries = [] } = await new CloudFormationClient({ region: awsRegion }).send(new ListStacksCommand({}));
    const standing = StackSummaries.map(({ StackName = '' }) => StackName).filter((name) => name !== 'CDKToolkit');
    expect(standing.toSorted()).toEqual(listed.map((name) => `jinan-${name}`).toSorted());
  });
  it('stops before it begins when a table would go', async () => {
    const { exitCode, text } = await stranger.withChange('infra/stacks/state-stack.ts', `table('Journal'`, `table('Ledger'`, () =>
      stranger.types('npm run deploy -- --region jinan'),
    );
    expect([exitCode, text]).toEqual([1, expect.stringContaining(wrong('Nothing was deployed, because state would be lost'))]);
    expect(text).toMatch(/jinan-State\/Journal\w+ \(AWS::DynamoDB::Table\) is not there any more/);
  });
});

describe('3. Be told when it fails', () => {
  it('has the one topic as an output', async () => {
    expect(await outputOf('jinan-Observability', 'AlarmTopicArn')).toMatch(/^arn:aws(-cn)?:sns:/);
  });
});

describe('4. Operate it', () => {
  it('lists the commands, the queues and what is parked', async () => {
    expect((await follow('npm run ops -- --help')).text).toContain('dlq redrive INBOX');
    const { exitCode, text } = await follow('npm run ops -- dlq list --region jinan');
    expect([exitCode, text]).toEqual([0, expect.stringMatching(/^box +waiting +parked\nrelay +0 +0$/m)]);
    expect(await follow('npm run ops -- parked list --region jinan')).toEqual({
      exitCode: 0,
      text: expect.stringContaining('Nothing is parked.'),
    });
  });
});

describe('5. Let a pilot grow into it', () => {
  const adopting = 'npm run ops -- export --data .sanlian --region jinan --adopt-key';
  let pilot: Pilot;
  /** What a command verified: kind, count here, count there, hash here, hash there. */
  const verifiedIn = (text: string): readonly (readonly string[])[] =>
    [...text.matchAll(/^(commits|persons|rows) +(\d+) +(\d+) +(\w+) +(\w+)$/gm)].map(([, ...cells]) => cells);
  const expectVerified = (text: string): void => {
    const verified = verifiedIn(text);
    expect(verified.map(([what]) => what)).toEqual(['commits', 'persons', 'rows']);
    for (const [, here, there, hashHere, hashThere] of verified) expect([there, hashThere]).toEqual([here, hashHere]);
    expect(verified.every(([, count]) => Number(count) > 0)).toBe(true);
  };

  it('asks to stop the pilot first', async () => {
    pilot = await playPilot(join(stranger.folder, '.sanlian'));
    const running = openDatabase({ path: join(stranger.folder, '.sanlian', 'jinan.sqlite') });
    // Its lock is taken with the first write.
    running.run('DELETE FROM cursors WHERE reader = ?', 'nobody');
    const { exitCode, text } = await stranger.types(adopting);
    running.close();
    expect([exitCode, text]).toEqual([1, expect.stringContaining('is in use: the region jinan is running.')]);
  });
  it('says what would move, and moves it with --yes: the same here and there, by counts and hashes', async () => {
    const dry = await follow(adopting);
    expect([dry.exitCode, dry.text]).toEqual([
      0,
      expect.stringMatching(/messages and timers on their way +[1-9][\s\S]*Nothing was written\./),
    ]);
    const { exitCode, text } = await follow(`${adopting} --yes`);
    expect([exitCode, text]).toEqual([0, expect.stringContaining('holds the same as .sanlian')]);
    expectVerified(text);
  });
  it('serves what was the pilot’s under the pilot’s keys: the prescription, the document under its claim secret', async () => {
    const { prescriptionId, hospitalKey, pharmacyKey, claimSecret } = pilot;
    expect(await ask(hospitalKey, `/v1/prescriptions/${prescriptionId}`)).toMatchObject({ status: 200, body: { status: 'DISPENSED' } });
    const document = await ask(pharmacyKey, `/v1/prescriptions/${prescriptionId}/document`, { 'claim-secret': claimSecret });
    expect(document).toMatchObject({ status: 200, body: { patient: { name: expect.any(String) } } });
    expect((await ask(pharmacyKey, `/v1/prescriptions/${prescriptionId}/document`, { 'claim-secret': `${claimSecret}x` })).status).toBe(
      403,
    );
    const { body } = await ask(hospitalKey, `/v1/prescriptions/${prescriptionId}/timeline`);
    expect(JSON.stringify(body['hops'])).toContain('PrescriptionDispensed');
    expect((await ask(apiKey, '/v1/drugs')).status).toBe(401);
  });
  it('has what was parked parked there', async () => {
    expect((await stranger.types('npm run ops -- parked list --region jinan')).text).toMatch(
      new RegExp(`routing +no-reaction .*${pilot.parkedId}`),
    );
  });
  it('goes back into a file when nothing waits any more', async () => {
    const waitsFor = 'npm run ops -- dlq list --region jinan';
    let text = (await follow(waitsFor)).text;
    for (let look = 0; look < 20 && /^[\w-]+ +[1-9]\d* +\d+$/m.test(text); look += 1) {
      await wait(1_000);
      ({ text } = await stranger.types(waitsFor));
    }
    const back = await follow('npm run ops -- import --data copy --region jinan --yes');
    expect([back.exitCode, back.text]).toEqual([0, expect.stringContaining('copy holds the same as AWS')]);
    expectVerified(back.text);
    const traced = await stranger.types(`npm run ops -- trace ${pilot.prescriptionId} --data copy`);
    expect([traced.exitCode, traced.text]).toEqual([0, expect.stringContaining('PrescriptionDispensed')]);
  });
});

describe('the page', () => {
  it('gives no command that was not typed here', () => {
    expect(commands).toEqual([]);
  });
});
