import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { houseRules } from './house-rules.ts';
import { print } from './print.ts';

/** One thing that must hold: what it says when it does not, or nothing. */
interface Check {
  readonly name: string;
  readonly run: () => Promise<{ readonly isHeld: boolean; readonly text: string }>;
}

/** A program that says nothing and ends with 0 when all is well. */
const program = (name: string, command: string, ...args: readonly string[]): Check => ({
  name,
  run: () =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: `${import.meta.dirname}/..`, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      const keep = (chunk: Buffer): void => {
        text += chunk.toString();
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.once('error', reject);
      child.once('close', (code) => resolve({ isHeld: code === 0, text }));
    }),
});

/** The longest first, so that the last to end is not the longest. */
const CHECKS: readonly Check[] = [
  program('types (tsc)', 'tsc', '--pretty', 'false'),
  program('lint and format (biome)', 'biome', 'ci', '--error-on-warnings', '--max-diagnostics=100', '--colors=off', '.'),
  program('published contract is up to date', process.execPath, 'infra/contract/generate.ts', '--check'),
  program('import rules (dependency-cruiser)', process.execPath, 'tools/import-rules.ts'),
  program('nothing unused (knip)', 'knip', '--no-progress'),
  ...houseRules.map(
    ({ name, find }): Check => ({
      name,
      run: async () => {
        const broken = await find();
        return { isHeld: broken.length === 0, text: broken.join('\n') };
      },
    }),
  ),
];

/** Runs one check after the other until none is left; as many of these run at once as there are cores. */
const work = async (left: Check[], failed: string[]): Promise<void> => {
  for (let check = left.shift(); check !== undefined; check = left.shift()) {
    const began = performance.now();
    const { isHeld, text } = await check.run();
    print(`${isHeld ? 'ok  ' : 'FAIL'} ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${check.name}`);
    if (isHeld) continue;
    print(text.trimEnd());
    failed.push(check.name);
  }
};

const left = [...CHECKS];
const failed: string[] = [];
await Promise.all(Array.from({ length: availableParallelism() }, () => work(left, failed)));
if (failed.length > 0) {
  print(`${failed.length} of ${CHECKS.length} checks failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
