import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { print } from '../../infra/local/print.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startKillableRegion } from '../support/killable-region.ts';

const VERSION = '4.32.5';
const FOLDER = resolve('.cache', `schemathesis-${VERSION}`);
const PROGRAM = join(FOLDER, 'bin', 'schemathesis');
const HOOKS = join(import.meta.dirname, 'schemathesis_hooks.py');
const EXAMPLES = '25';

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
const optionsOf = (baseUrl: string, apiKey: string, seed: number): readonly string[] => [
  'run',
  `${baseUrl}/openapi.json`,
  ...['--header', `Authorization: Bearer ${apiKey}`],
  ...['--seed', String(seed)],
  ...['--max-examples', EXAMPLES],
  ...['--exclude-checks', 'positive_data_acceptance'],
  // JSON Schema cannot forbid a NUL in a text; our own fuzzer sends it.
  ...['--generation-allow-x00', 'false'],
  ...['--generation-database', 'none'],
  ...['--request-timeout', '10'],
  ...['--warnings', 'off'],
  '--continue-on-failure',
  '--no-color',
];

const isClean = async (baseUrl: string, apiKey: string, seed: number): Promise<boolean> => {
  const child = spawn(PROGRAM, optionsOf(baseUrl, apiKey, seed), {
    stdio: ['ignore', 'pipe', 'inherit'],
    // It keeps notes of its runs where it is started.
    cwd: FOLDER,
    env: { ...process.env, SCHEMATHESIS_HOOKS: HOOKS },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  const told = Buffer.concat(chunks).toString();
  print(code === 0 ? (told.trimEnd().split('\n').at(-1) ?? '') : told);
  return code === 0;
};

/** `npm run fuzz -- --schemathesis`: a fuzzer that is not ours finds nothing, with a key of each role. */
export const runSchemathesis = async (seed: number): Promise<boolean> => {
  install();
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-schemathesis-'));
  const region = await startKillableRegion(folder);
  const receivers = await startReceivers();
  try {
    const cast = await setUpCast(region.baseUrl, region.platform.apiKey, receivers);
    // The platform last: it may suspend the others.
    const keys = {
      hospital: cast.hospital.apiKey,
      pharmacy: cast.pharmacies[0]?.apiKey ?? '',
      app: cast.patientApp.apiKey,
      platform: region.platform.apiKey,
    };
    const results: boolean[] = [];
    for (const [role, apiKey] of Object.entries(keys)) {
      print(`schemathesis ${VERSION} as ${role} …`);
      results.push(await isClean(region.baseUrl, apiKey, seed));
    }
    return results.every((isHeld) => isHeld);
  } finally {
    await region.stop();
    receivers.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
