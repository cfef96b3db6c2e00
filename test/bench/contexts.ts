import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FUNCTIONS = join(import.meta.dirname, '../../functions');

/** Lines of TypeScript that are neither blank nor a comment, by context. */
export const linesByContext = (): readonly { readonly context: string; readonly lines: number }[] =>
  readdirSync(FUNCTIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(FUNCTIONS, entry.name)).includes('context.ts'))
    .map(({ name }) => ({ context: name, lines: linesIn(join(FUNCTIONS, name)) }))
    .sort((left, right) => left.lines - right.lines);

const linesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => readFileSync(join(folder, path), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line)).length;
