import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const COMMAND = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
/** What is kept of its output for when it fails. */
const OUTPUT_CHARS_MAX = 200_000;

export interface Ran {
  readonly isDone: boolean;
  /** Its output, of which a person sees nothing while all goes well. */
  readonly output: string;
}

/** Runs the CDK command for an AWS region. Credentials and an endpoint other than AWS's own come from the environment, as the SDK's do. */
export const cdk = (awsRegion: string, args: readonly string[]): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args, '--progress', 'events', '--no-color', '--no-notices'], {
      env: { ...process.env, AWS_REGION: awsRegion, AWS_DEFAULT_REGION: awsRegion },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-OUTPUT_CHARS_MAX);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ isDone: code === 0, output }));
  });
