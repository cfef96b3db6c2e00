import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startRegion } from '../../infra/local/region.ts';
import { playDemo } from '../../infra/local/sandbox/demo.ts';
import { jinan } from '../../infra/regions/jinan.ts';

const curlJourney = (): string => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, block = ''] = /## The journey with curl[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  return block;
};

it('works as the README says, word by word', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-readme-'));
  const region = await startRegion({ profile: jinan, folder: join(folder, '.sanlian'), port: 0, isFresh: true });
  try {
    expect(await playDemo(region, () => {})).toBe(true);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', curlJourney()], { cwd: folder });
    expect(stdout).toContain('APPROVED\nDISPENSED\nCOLLECTED\n');
    expect(stdout.trim().split('\n').at(-1)).toMatch(/WebhookDelivered|PrescriptionCompleted/);
    expect(stdout).toContain('PrescriptionCompleted');
  } finally {
    await region.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
