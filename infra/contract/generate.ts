import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contexts } from '../regions/contexts.ts';
import { publishedFiles } from './published.ts';

const FOLDER = join(import.meta.dirname, '../../events/published');

/** The files as they are now; of a folder that is not there yet, none. */
const storedFiles = (): ReadonlyMap<string, string> => {
  mkdirSync(FOLDER, { recursive: true });
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(FOLDER, name), 'utf8')]));
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run generate` writes the published contract; with `--check` it only says what differs, and fails. */
const main = (): void => {
  const stored = storedFiles();
  const wanted = publishedFiles(contexts);
  const drifted = [...new Set([...stored.keys(), ...wanted.keys()])].filter((name) => stored.get(name) !== wanted.get(name)).sort();
  if (process.argv.includes('--check')) {
    for (const name of drifted)
      say(`events/published/${name} is not what the code says. Run npm run generate, and look at the difference.`);
    if (drifted.length > 0) process.exitCode = 1;
    return;
  }
  for (const name of drifted) {
    const text = wanted.get(name);
    if (text === undefined) {
      rmSync(join(FOLDER, name));
      continue;
    }
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), text);
  }
  say(drifted.length === 0 ? 'events/published is up to date' : `events/published: ${drifted.length} files written`);
};

main();
