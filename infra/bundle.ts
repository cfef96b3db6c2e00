import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { leanSdk } from './lean-sdk.ts';

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
  'infra/lean-sdk.ts',
  'package.json',
  'package-lock.json',
];
const ENTRIES = ['functions/*/api.ts', 'functions/*/react.ts', 'functions/platform/*.ts'];

export interface Bundle {
  /** `prescriptions-api`, the folder under `dist`. */
  readonly name: string;
  readonly entry: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** What it is made of: bytes by package, or by folder of ours, the largest first. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Shared with the baseline that import times are compared with. */
export const LAMBDA_BUNDLE = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // The SDK's ES modules can be shaken, its CommonJS cannot: 322 KiB against 526 for the DynamoDB client alone.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
} as const satisfies BuildOptions;

const nameOf = (entry: string): string => `${basename(dirname(entry))}-${basename(entry, '.ts')}`;

/** The package that a file belongs to; of ours, the folder. */
const partOf = (file: string): string =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(file)?.[1] ?? file.split('/').slice(0, 3).join('/');

const partsOf = (inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): Readonly<Record<string, number>> => {
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const part = partOf(file);
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  return Object.fromEntries([...bytes].filter(([, size]) => size > 0).toSorted(([, left], [, right]) => right - left));
};

/** One ESM file a Lambda. The same sources give the same bytes, so that a deployment changes only what changed. */
export const bundleAll = async (folder = DIST): Promise<readonly Bundle[]> => {
  const entries = globSync(ENTRIES).toSorted();
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    ...LAMBDA_BUNDLE,
    entryPoints: entries.map((entry) => ({ in: entry, out: `${nameOf(entry)}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    metafile: true,
    alias: { '@aws-sdk/credential-provider-node': './shared/adapters/aws/lambda-credentials.ts' },
    plugins: [leanSdk],
  });
  const bundles = entries.map((entry): Bundle => {
    const name = nameOf(entry);
    const file = join(folder, name, BUNDLE_FILE);
    const code = readFileSync(file);
    const parts = partsOf(metafile.outputs[file]?.inputs ?? {});
    return { name, entry, bytes: code.length, gzipBytes: gzipSync(code, { level: 9 }).length, parts };
  });
  mkdirSync(folder, { recursive: true });
  if (folder === DIST) writeFileSync(REPORT_FILE, JSON.stringify(bundles, null, 2));
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
