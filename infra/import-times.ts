import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE_FILE, type Bundle, DIST, LAMBDA_BUNDLE } from './bundle.ts';

/** Fresh processes for each bundle; its median counts. Odd, so that the median is a measurement. */
const RUNS = 9;

const BASELINE_FOLDER = '.cache/import-baseline';
/** The client, with the requests that our journal makes. */
const BASELINE = "export { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';";

export interface ImportTime {
  readonly medianMs: number;
  readonly baselineMs: number;
  readonly ratio: number;
}

/** The DynamoDB client alone, bundled as ours are, but with all that it brings. */
const bundleBaseline = async (): Promise<string> => {
  mkdirSync(BASELINE_FOLDER, { recursive: true });
  const outfile = join(BASELINE_FOLDER, BUNDLE_FILE);
  await build({ ...LAMBDA_BUNDLE, stdin: { contents: BASELINE, resolveDir: process.cwd() }, outfile });
  return outfile;
};

const TIMED_IMPORT =
  'const began = performance.now(); await import(process.argv[1]); process.stdout.write(String(performance.now() - began));';

const importMs = (file: string): number =>
  Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', TIMED_IMPORT, pathToFileURL(resolve(file)).href], {
      encoding: 'utf8',
    }),
  );

const median = (values: readonly number[]): number => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

/** How long each bundle takes to import, in turns with the baseline, so that a busy machine slows both. */
export const measureImports = async (bundles: readonly Bundle[]): Promise<ReadonlyMap<string, ImportTime>> => {
  const baseline = await bundleBaseline();
  return new Map(
    bundles.map(({ name }): [string, ImportTime] => {
      const file = join(DIST, name, BUNDLE_FILE);
      const runs = Array.from({ length: RUNS }, () => ({ baselineMs: importMs(baseline), ms: importMs(file) }));
      const medianMs = median(runs.map(({ ms }) => ms));
      const baselineMs = median(runs.map((run) => run.baselineMs));
      return [name, { medianMs, baselineMs, ratio: medianMs / baselineMs }];
    }),
  );
};
