import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Where bundles go: one folder a function, used by CDK, the emulator run and the size budget alike. */
export const DIST = 'dist';
export const BUNDLE_FILE = 'index.mjs';
const REPORT_FILE = join(DIST, 'bundles.json');

/** Whatever a bundle's bytes can depend on. */
const SOURCES = [
  'functions/**/*.ts',
  'shared/**/*.ts',
  'events/**/*.ts',
  'infra/regions/contexts.ts',
  'infra/bundle.ts',
  'package-lock.json',
];
const ENTRIES = ['functions/*/api.ts', 'functions/*/react.ts', 'functions/platform/*.ts'];

export interface Bundle {
  /** `prescriptions-api`, the folder under `dist`. */
  readonly name: string;
  readonly entry: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

const nameOf = (entry: string): string => `${basename(dirname(entry))}-${basename(entry, '.ts')}`;

/** One ESM file a Lambda. The same sources give the same bytes, so that a deployment changes only what changed. */
export const bundleAll = async (): Promise<readonly Bundle[]> => {
  const entries = globSync(ENTRIES).toSorted();
  rmSync(DIST, { recursive: true, force: true });
  await build({
    entryPoints: entries.map((entry) => ({ in: entry, out: `${nameOf(entry)}/index` })),
    outdir: DIST,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    legalComments: 'none',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // The SDK's ES modules can be shaken, its CommonJS cannot: 322 KiB against 526 for the DynamoDB client alone.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': './shared/adapters/aws/lambda-credentials.ts' },
    logLevel: 'warning',
  });
  const bundles = entries.map((entry): Bundle => {
    const name = nameOf(entry);
    const code = readFileSync(join(DIST, name, BUNDLE_FILE));
    return { name, entry, bytes: code.length, gzipBytes: gzipSync(code, { level: 9 }).length };
  });
  mkdirSync(DIST, { recursive: true });
  writeFileSync(REPORT_FILE, JSON.stringify(bundles, null, 2));
  return bundles;
};

const changedAtMs = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Bundles only when a source is newer than what is there. */
export const bundleWhenStale = async (): Promise<'bundled' | 'fresh'> => {
  const bundledAtMs = changedAtMs(REPORT_FILE);
  if (globSync(SOURCES).every((file) => changedAtMs(file) < bundledAtMs)) return 'fresh';
  await bundleAll();
  return 'bundled';
};
