import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

/** One file that breaks one rule of style. `plugin` is tools/biome/no-ambient-time.grit. */
const PLANTED = [
  {
    rule: 'lint/nursery/noUnsafeTypeAssertion',
    file: 'shared/kernel/cast.ts',
    code: 'export const read = (raw: unknown) => raw as string;',
  },
  {
    rule: 'lint/style/noNonNullAssertion',
    file: 'shared/kernel/bang.ts',
    code: 'export const read = (raw: string | undefined) => raw!.length;',
  },
  { rule: 'lint/suspicious/noExplicitAny', file: 'shared/kernel/any.ts', code: 'export const read = (raw: any) => raw;' },
  { rule: 'lint/style/noDefaultExport', file: 'shared/kernel/default.ts', code: 'export default 1;' },
  { rule: 'lint/suspicious/noConsole', file: 'infra/local/console.ts', code: 'console.log(1);' },
  { rule: 'lint/style/noProcessEnv', file: 'shared/lambda/process-env.ts', code: "export const stage = process.env['STAGE'];" },
  { rule: 'lint/nursery/noFloatingPromises', file: 'shared/kernel/floating.ts', code: 'const wait = async () => 1;\nwait();' },
  { rule: 'lint/nursery/noMisusedPromises', file: 'shared/kernel/misused.ts', code: '[1].forEach(async () => {});' },
  {
    rule: 'lint/nursery/useExhaustiveSwitchCases',
    file: 'shared/kernel/switch.ts',
    code: "export const f = (x: 'a' | 'b') => {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};",
  },
  {
    rule: 'lint/style/noNestedTernary',
    file: 'shared/kernel/nested.ts',
    code: 'export const f = (x: number) => (x > 1 ? 1 : x > 0 ? 2 : 3);',
  },
  {
    rule: 'lint/style/noUselessElse',
    file: 'shared/kernel/else.ts',
    code: 'export const f = (x: number) => {\n  if (x) {\n    return 1;\n  } else {\n    return 2;\n  }\n};',
  },
  {
    rule: 'lint/style/noParameterAssign',
    file: 'shared/kernel/assign.ts',
    code: 'export const f = (x: number) => {\n  x = 2;\n  return x;\n};',
  },
  { rule: 'lint/style/useFilenamingConvention', file: 'shared/kernel/camelCase.ts', code: 'export const x = 1;' },
  { rule: 'lint/correctness/useImportExtensions', file: 'shared/kernel/extension.ts', code: "export * from './any';" },
  {
    rule: 'lint/complexity/noExcessiveLinesPerFunction',
    file: 'shared/kernel/long.ts',
    code: `export const f = () => {\n${'  Math.abs(1);\n'.repeat(71)}};`,
  },
  {
    rule: 'lint/complexity/useMaxParams',
    file: 'shared/kernel/wide.ts',
    code: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];',
  },
  {
    rule: 'lint/style/noExcessiveLinesPerFile',
    file: 'shared/kernel/tall.ts',
    code: Array.from({ length: 201 }, (_, index) => `export const x${index} = 1;`).join('\n'),
  },
  { rule: 'lint/style/noRestrictedGlobals', file: 'functions/hats/domain/date.ts', code: 'export const at = Date.parse;' },
  {
    rule: 'lint/suspicious/noFocusedTests',
    file: 'test/unit/focused.test.ts',
    code: "import { it } from 'vitest';\nit.only('x', () => {});",
  },
  { rule: 'plugin', file: 'shared/lambda/now.ts', code: 'export const at = () => Date.now();' },
  { rule: 'plugin', file: 'functions/hats/routes/date.ts', code: 'export const at = () => new Date();' },
  { rule: 'plugin', file: 'functions/hats/routes/chance.ts', code: 'export const id = () => Math.random();' },
  { rule: 'plugin', file: 'shared/kernel/uuid.ts', code: 'export const id = () => crypto.randomUUID();' },
] as const;

/** What the same rules leave alone. */
const IN_ORDER: Readonly<Record<string, string>> = {
  'package.json': '{ "devDependencies": { "vitest": "1" } }',
  'shared/kernel/const.ts': "export const kinds = ['a', 'b'] as const;\nexport const at = (text: string) => new Date(text);",
  'shared/adapters/node/clock.ts': 'export const now = () => Date.now();',
  'shared/lambda/env.ts': "export const stage = process.env['STAGE'];",
  'test/support/cast.ts': 'export const read = (raw: unknown) => raw as string;',
  'vitest.config.ts': 'export default {};',
};

const Report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'lint-rules-'));
const broken = new Map<string, Set<string>>();

const plant = (file: string, code: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${code}\n`);
};

beforeAll(async () => {
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  cpSync(join(root, 'tools/biome'), join(folder, 'tools/biome'), { recursive: true });
  for (const [file, code] of Object.entries(IN_ORDER)) plant(file, code);
  for (const { file, code } of PLANTED) plant(file, code);
  const args = [
    join(root, 'node_modules/@biomejs/biome/bin/biome'),
    'lint',
    '--vcs-enabled=false',
    '--reporter=json',
    '--max-diagnostics=none',
    '.',
  ];
  // It ends with 1, for what was planted.
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 24 }, (_failed, stdout) => resolve(stdout));
  });
  for (const { category, location } of Report.parse(JSON.parse(printed)).diagnostics) {
    broken.set(location.path, (broken.get(location.path) ?? new Set()).add(category));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lint rules', () => {
  it.each(PLANTED)('$rule speaks of $file', ({ file, rule }) => {
    expect([...(broken.get(file) ?? [])]).toContain(rule);
  });

  it('leave alone what is in order', () => {
    expect(Object.keys(IN_ORDER).flatMap((file) => [...(broken.get(file) ?? [])])).toEqual([]);
  });
});
