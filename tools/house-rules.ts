import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** A rule that no bought tool knows: `find` names what breaks it. */
export interface HouseRule {
  readonly name: string;
  readonly find: () => Promise<readonly string[]>;
}

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const filesOf = (...patterns: readonly string[]): readonly string[] =>
  globSync([...patterns], { cwd: ROOT, exclude: (name) => /(^|\/)(node_modules|dist|cdk\.out)$/.test(name) });

const linesWith = (files: readonly string[], pattern: RegExp): readonly string[] =>
  files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );

const SOURCES = '{functions,shared,events,infra,test,tools}/**/*.ts';

const Texts = z.record(z.string(), z.string());
const Manifest = z.object({ scripts: Texts, dependencies: Texts, devDependencies: Texts });
const Lockfile = z.object({ packages: z.record(z.string(), z.object({ optionalDependencies: z.optional(Texts) })) });
const manifest = (): z.infer<typeof Manifest> => Manifest.parse(JSON.parse(read('package.json')));

export const houseRules: readonly HouseRule[] = [
  {
    name: 'no test is skipped, focused or left to do',
    // `runIf` and `skipIf` stay: what a test needs of the machine (a browser, a data set) may be missing, and its name then says so.
    find: async () => linesWith(filesOf('test/**/*.ts'), /\b(it|test|describe)(\.\w+)*\.(skip|only|todo|fails)\b/),
  },
  {
    name: 'nothing names the machine it was written on',
    find: async () =>
      linesWith(
        filesOf(SOURCES, 'docs/**/*.md', 'functions/*/README.md', '*.{md,json,ts,cjs}', '.ci/*').filter(
          (file) => !file.startsWith('tools/house-rules'),
        ),
        /(^|[^\w.])\/(work|tmp|root|home)\/\w/,
      ),
  },
  {
    name: 'a file is called after what it holds',
    find: async () =>
      filesOf(SOURCES).filter((file) => /(^|\/)(utils?|helpers?|common|managers?|services?|misc|data|info)(\.ts$|\/)/.test(file)),
  },
  {
    name: 'a version is pinned exactly',
    find: async () => {
      const { dependencies, devDependencies } = manifest();
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => `${name}: ${version}`);
    },
  },
  {
    name: 'a script runs a file that is there',
    find: async () =>
      Object.entries(manifest().scripts).flatMap(([name, command]) =>
        (command.match(/[\w/-]+\.ts\b/g) ?? []).filter((file) => !existsSync(join(ROOT, file))).map((file) => `${name}: ${file}`),
      ),
  },
  {
    // npm leaves out of the lockfile what its registry could not show it, and `npm ci` then refuses the whole file.
    name: 'the lockfile names the binaries of every platform',
    find: async () => {
      const { packages } = Lockfile.parse(JSON.parse(read('package-lock.json')));
      return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
          .map((name) => `${path} wants ${name}`),
      );
    },
  },
];
