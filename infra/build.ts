import { parseArgs } from 'node:util';
import { type Bundle, bundleAll } from './bundle.ts';
import { BUNDLE_AIM, fits, IMPORT_RATIO_MAX, kib, overBudget } from './bundle-budget.ts';
import { type ImportTime, measureImports } from './import-times.ts';

/** Parts of a bundle that `--why` names. */
const PARTS_SHOWN = 12;

const HELP = `npm run build                 bundles every Lambda into dist/; fails when one is over its budget
npm run build -- --why        also says what each bundle is made of
npm run build -- --report     also measures imports against the DynamoDB client alone; fails above ${IMPORT_RATIO_MAX}
`;

const { values: asked } = parseArgs({ options: { report: { type: 'boolean' }, why: { type: 'boolean' }, help: { type: 'boolean' } } });
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const lineOf = (bundle: Bundle, time: ImportTime | undefined): string => {
  const { name, bytes, gzipBytes } = bundle;
  const sizes = `${name.padEnd(24)}${kib(bytes).padStart(8)}${kib(gzipBytes).padStart(8)}`;
  const imported = time === undefined ? '' : `${time.medianMs.toFixed(0).padStart(8)}${time.ratio.toFixed(2).padStart(8)}`;
  return `${sizes}${imported}${fits(bundle, BUNDLE_AIM) ? '' : '   above the aim'}`;
};

const partsOf = ({ parts }: Bundle): readonly string[] =>
  Object.entries(parts)
    .slice(0, PARTS_SHOWN)
    .map(([part, bytes]) => `${' '.repeat(4)}${kib(bytes).padStart(8)}  ${part}`);

const main = async (): Promise<readonly string[]> => {
  const beganMs = performance.now();
  const bundles = await bundleAll();
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
  const times: ReadonlyMap<string, ImportTime> = asked.report === true ? await measureImports(bundles) : new Map();

  print(`${'KiB'.padEnd(24)}${'minified'.padStart(8)}${'gzip'.padStart(8)}${asked.report === true ? '  import   ratio' : ''}`);
  for (const bundle of bundles) {
    print(lineOf(bundle, times.get(bundle.name)));
    if (asked.why === true) print(partsOf(bundle).join('\n'));
  }
  print(`${bundles.length} bundles in ${seconds} s; the aim is ${kib(BUNDLE_AIM.bytes)} and ${kib(BUNDLE_AIM.gzipBytes)}`);
  const baselineMs = [...times.values()][0]?.baselineMs;
  if (baselineMs !== undefined)
    print(`import in ms, the median of fresh processes; the DynamoDB client alone takes ${baselineMs.toFixed(0)}`);

  const slow = [...times].filter(([, { ratio }]) => ratio > IMPORT_RATIO_MAX);
  return [
    ...overBudget(bundles),
    ...slow.map(
      ([name, { ratio }]) => `${name} takes ${ratio.toFixed(2)} times the import of the DynamoDB client, more than ${IMPORT_RATIO_MAX}`,
    ),
  ];
};

if (asked.help === true) process.stdout.write(HELP);
else {
  const faults = await main();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
