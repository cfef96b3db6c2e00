import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Role } from '../../events/vocabulary/roles.ts';
import { print } from '../../infra/local/print.ts';
import { type ApiClient, createClient } from '../../infra/local/sandbox/client.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startKillableRegion } from '../support/killable-region.ts';

const VERSION = '4.32.5';
const FOLDER = resolve('.cache', `schemathesis-${VERSION}`);
const PROGRAM = join(FOLDER, 'bin', 'schemathesis');
const HOOKS = join(import.meta.dirname, 'schemathesis_hooks.py');
const EXAMPLES = '25';
/** Below what one agency may ask, so that each answer is about what was asked. */
const RATE = '200/s';
/** A caller's run takes a minute; one that takes so long has not ended by itself. */
const RUN_MS_MAX = 300_000;
/** Whoever may do little is sent the variants of each operation, and nothing made up. */
const PHASES_OF_LITTLE = ['--phases', 'examples,coverage'];
const DOES_LITTLE: readonly string[] = ['nobody', 'courier', 'insurer', 'regulator'];

interface Asker {
  /** Its role, or `nobody`. */
  readonly name: string;
  readonly apiKey?: string;
}

/** Into a virtual environment of its own, once; needs Python 3.10 or later and its package index. */
const install = (): void => {
  if (existsSync(PROGRAM)) return;
  execFileSync('python3', ['-m', 'venv', FOLDER], { stdio: 'inherit' });
  execFileSync(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`], { stdio: 'inherit' });
};

/**
 * All its checks, but that whatever fits the schema is accepted: a prescription may fit it and still break a law. In its place our
 * own check holds the region to refuse such a one by a code of its own, never as unfit.
 */
const optionsOf = (baseUrl: string, { name, apiKey }: Asker, seed: number): readonly string[] => [
  'run',
  `${baseUrl}/openapi.json`,
  ...(apiKey === undefined ? [] : ['--header', `Authorization: Bearer ${apiKey}`]),
  ...['--seed', String(seed)],
  ...['--max-examples', EXAMPLES],
  ...['--exclude-checks', 'positive_data_acceptance'],
  // JSON Schema cannot forbid a NUL in a text; our own fuzzer sends it.
  ...['--generation-allow-x00', 'false'],
  ...['--generation-database', 'none'],
  ...['--request-timeout', '10'],
  ...['--rate-limit', RATE],
  ...(DOES_LITTLE.includes(name) ? PHASES_OF_LITTLE : []),
  ...['--warnings', 'off'],
  '--continue-on-failure',
  '--no-color',
];

const isClean = async (baseUrl: string, asker: Asker, seed: number): Promise<boolean> => {
  const child = spawn(PROGRAM, optionsOf(baseUrl, asker, seed), {
    stdio: ['ignore', 'pipe', 'inherit'],
    // It keeps notes of its runs where it is started.
    cwd: FOLDER,
    env: { ...process.env, SCHEMATHESIS_HOOKS: HOOKS },
    timeout: RUN_MS_MAX,
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code, signal] = await once(child, 'close');
  const told = Buffer.concat(chunks).toString();
  print(code === 0 ? (told.trimEnd().split('\n').at(-1) ?? '') : told);
  if (signal !== null) print(`ended after ${RUN_MS_MAX} ms: ${String(signal)}`);
  return code === 0;
};

/** Whoever lost its key on the way was asked nothing from then on but who it is. */
const hasItsKey = async (baseUrl: string, { apiKey }: Asker): Promise<boolean> => {
  if (apiKey === undefined) return true;
  const { status } = await createClient(baseUrl, apiKey).call('GET', '/v1/drugs');
  if (status !== 200) print(`its key does not open any more: ${status}`);
  return status === 200;
};

/** `npm run fuzz -- --schemathesis`: a fuzzer that is not ours finds nothing, with a key of each role and without one. */
export const runSchemathesis = async (seed: number): Promise<boolean> => {
  install();
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-schemathesis-'));
  const region = await startKillableRegion(folder);
  const receivers = await startReceivers();
  try {
    const cast = await setUpCast(region.baseUrl, region.platform.apiKey, receivers);
    const platform = createClient(region.baseUrl, region.platform.apiKey);
    const known = new Map<Role, string | undefined>([
      ['hospital', cast.hospital.apiKey],
      ['pharmacy', cast.pharmacies[0]?.apiKey],
      ['patient-app', cast.patientApp.apiKey],
      ['platform', region.platform.apiKey],
    ]);
    const askers: Asker[] = [{ name: 'nobody' }];
    for (const role of Role.options) askers.push({ name: role, apiKey: known.get(role) ?? (await keyOfNew(platform, role)) });
    const results: boolean[] = [];
    // The platform last: it may suspend the others.
    for (const asker of askers.toSorted((left, right) => Number(left.name === 'platform') - Number(right.name === 'platform'))) {
      print(`schemathesis ${VERSION} as ${asker.name} …`);
      results.push(await isClean(region.baseUrl, asker, seed), await hasItsKey(region.baseUrl, asker));
    }
    return results.every((isHeld) => isHeld);
  } finally {
    await region.stop();
    receivers.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const keyOfNew = async (platform: ApiClient, role: Role): Promise<string> => {
  const { agencyId } = await platform.must('POST', '/v1/agencies', { body: { role, name: '测试机构', englishName: 'Test agency' } });
  const { apiKey } = await platform.must('POST', `/v1/agencies/${String(agencyId)}/keys`, { body: {} });
  return String(apiKey);
};
