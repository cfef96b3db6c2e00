import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startRegion } from '../../infra/local/region.ts';
import { playDemo } from '../../infra/local/sandbox/demo.ts';
import { jinan } from '../../infra/regions/jinan.ts';

/** The first block of commands under a heading. */
const blockUnder = (heading: string): string => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, rest = ''] = readme.split(`\n## ${heading}\n`);
  return /```sh\n([\s\S]*?)```/.exec(rest)?.[1] ?? '';
};

it('works as the README says, word by word', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-readme-'));
  const region = await startRegion({ profile: jinan, folder: join(folder, '.sanlian'), port: 0, isFresh: true });
  try {
    expect(await playDemo(region, () => {})).toBe(true);
    const blocks = ['The journey with curl', 'The same in FHIR'].map(blockUnder).join('\necho ----\n');
    const run = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', blocks], { cwd: folder });
    const [stdout = '', inFhir = ''] = run.stdout.split('----\n');
    expect(stdout).toContain('APPROVED\nDISPENSED\nCOLLECTED\n');
    expect(stdout.trim().split('\n').at(-1)).toMatch(/WebhookDelivered|PrescriptionCompleted/);
    expect(stdout).toContain('PrescriptionCompleted');

    expect(inFhir).toMatch(/^ready \(the prescription\)\ncompleted PrescriptionPreVerified, .*PrescriptionActivated\n/);
    expect(inFhir).toContain('OffersMade');
    expect(inFhir.trim().split('\n').at(-1)).toBe('Bundle.entry[0].resource.dispenseRequest.quantity.value');
  } finally {
    await region.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
