import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What a fresh clone has that the commands read; `npm ci` brings the rest. */
const CLONED = ['docs', 'events', 'functions', 'infra', 'shared', 'test', 'cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'];
/** Of a command; a deployment takes half a minute. */
const COMMAND_MS_MAX = 180_000;

export interface Said {
  readonly exitCode: number | null;
  readonly text: string;
}

/** Somebody who has cloned the project, and a terminal in its folder. */
export interface Stranger {
  readonly folder: string;
  /** Types it into a shell of this machine's environment, with these variables changed. */
  types(command: string, environment?: Readonly<Record<string, string | undefined>>): Promise<Said>;
  /** Changes one place of a file for as long as the work takes. Throws when the text is not there. */
  withChange<Value>(file: string, from: string, to: string, work: () => Promise<Value>): Promise<Value>;
}

const FOLDER = resolve('.cache', 'clone');

export const removeClone = (): void => rmSync(FOLDER, { recursive: true, force: true });
/** One for a run: what the first command bundles need not be bundled again. */
const clone = (): void => {
  mkdirSync(join(FOLDER, '.cache'), { recursive: true });
  for (const name of CLONED) cpSync(name, join(FOLDER, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(FOLDER, 'node_modules'));
};

export const aStranger = (): Stranger => {
  if (!existsSync(FOLDER)) clone();
  const folder = FOLDER;
  const types: Stranger['types'] = async (command, environment = {}) => {
    const env = { ...process.env, ...environment };
    const shell = spawn('/bin/bash', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: COMMAND_MS_MAX });
    let text = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(shell, 'close');
    return { exitCode: shell.exitCode, text };
  };
  const withChange: Stranger['withChange'] = async (file, from, to, work) => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} does not say ${from}`);
    writeFileSync(path, before.replace(from, to));
    try {
      return await work();
    } finally {
      writeFileSync(path, before);
    }
  };
  return { folder, types, withChange };
};

/** The commands of a page in the order in which it gives them: the lines of its blocks of `sh`. */
export const commandsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
