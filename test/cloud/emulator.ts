import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudError } from './cloud-error.ts';
import { type Front, startFront } from './front.ts';

const VERSION = '1.5.33';
/** Below the folder of the project. */
export const EMULATOR_FOLDER = join('.cache', `ministack-${VERSION}`);
const FOLDER = resolve(EMULATOR_FOLDER);
const LOG = join('.cache', 'ministack.log');
const INSTALL_MS_MAX = 180_000;
const START_MS_MAX = 30_000;
const STOP_MS_MAX = 5_000;
const ASK_EVERY_MS = 100;

export interface Emulator {
  readonly endpoint: string;
  /** Lines of the functions' logs that tell a failure. */
  failuresLogged(): readonly string[];
  /** How the templates that it got differ from those that were sent. */
  changes(): readonly string[];
  stop(): Promise<void>;
}

const run = (command: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((done) => {
    // Not `timeout`: its timer outlives a command that was never found, and would keep this process for as long.
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal: AbortSignal.timeout(INSTALL_MS_MAX) });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (thrown) => done({ code: null, output: thrown.message }));
    child.once('close', (code) => done({ code, output }));
  });

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

/** Into a virtual environment of its own, once. A marker is written last, so that an interrupted installation is made anew. */
const install = async (): Promise<void> => {
  const marker = join(FOLDER, 'complete');
  if (existsSync(marker)) return;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(dirname(FOLDER), { recursive: true });
  const made = await run('python3', ['-m', 'venv', FOLDER]);
  if (made.output.endsWith('ENOENT'))
    throw new CloudError('python3 is missing: the emulator is a Python program. Install Python 3.10 or later, or set AWS_ENDPOINT_URL.');
  if (made.code !== 0)
    throw new CloudError(
      `python3 cannot make a virtual environment (on Debian: apt install python3-venv). It says: ${lastLine(made.output)}`,
    );
  const installed = await run(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', `ministack==${VERSION}`]);
  if (installed.code !== 0)
    throw new CloudError(
      `pip could not install ministack ${VERSION}. Check the network and pip's index. It says: ${lastLine(installed.output)}`,
    );
  writeFileSync(marker, VERSION);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new CloudError('No port of 127.0.0.1 is free.');
  return address.port;
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false;
  }
};

const FAILURES_SHOWN_MAX = 20;
const failuresLogged = (): readonly string[] =>
  readFileSync(LOG, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"level":"error"'))
    .slice(0, FAILURES_SHOWN_MAX);

const stop = async (child: ChildProcess, front: Front): Promise<void> => {
  front.close();
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), wait(STOP_MS_MAX)]);
  child.kill('SIGKILL');
};

/** MiniStack on a free port of this machine, with nothing kept from an earlier run. */
export const startEmulator = async (): Promise<Emulator> => {
  await install();
  const port = await freePort();
  const front = await startFront();
  front.passTo(port);
  const endpoint = `http://127.0.0.1:${front.port}`;
  const log = openSync(LOG, 'w');
  // Its Lambdas inherit its environment, so it gets none of ours: what a function lacks must be missed. They run on this Node.
  const child = spawn(join(FOLDER, 'bin', 'ministack'), [], {
    env: {
      PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      AWS_ENDPOINT_URL: endpoint,
      LOG_LEVEL: 'INFO',
      // Roles may do what their policies say, and no more.
      AUTH: 'true',
    },
    stdio: ['ignore', log, log],
  });
  // Whatever ends this process ends the emulator.
  process.once('exit', () => void child.kill('SIGKILL'));
  for (let waitedMs = 0; waitedMs < START_MS_MAX; waitedMs += ASK_EVERY_MS) {
    if (await answers(endpoint)) return { endpoint, failuresLogged, changes: front.changes, stop: () => stop(child, front) };
    if (child.exitCode !== null) break;
    await wait(ASK_EVERY_MS);
  }
  await stop(child, front);
  throw new CloudError(
    `The emulator did not start. ${LOG} says why; if it says that the port is taken, run again: each run takes another. Or delete ${FOLDER} and run again.`,
  );
};

/** An endpoint that somebody else runs. */
export const givenEndpoint = async (endpoint: string): Promise<Emulator> => {
  try {
    await fetch(endpoint);
  } catch {
    throw new CloudError(`Nothing answers at AWS_ENDPOINT_URL=${endpoint}. Start it, or unset the variable: then MiniStack is started.`);
  }
  return { endpoint, failuresLogged: () => [], changes: () => [], stop: async () => {} };
};
