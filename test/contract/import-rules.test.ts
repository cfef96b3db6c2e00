import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeImports } from '../../tools/import-rules.ts';

/** One file that breaks one rule: where it stands and what it holds. */
interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

const PLANTED: readonly Planted[] = [
  { rule: 'no-cycles', file: 'shared/kernel/egg.ts', code: "import { hen } from './hen.ts'; export const egg = () => hen;" },
  { rule: 'no-orphans', file: 'shared/kernel/alone.ts', code: 'export const alone = 1;' },
  { rule: 'everything-resolves', file: 'shared/lambda/lost.ts', code: "export * from './nowhere.ts';" },
  { rule: 'packages-are-declared', file: 'shared/lambda/stray.ts', code: "export * from 'undeclared';" },
  { rule: 'deployed-code-needs-no-dev-package', file: 'shared/lambda/dev.ts', code: "export * from 'only-for-development';" },
  { rule: 'contexts-do-not-meet', file: 'functions/hats/routes/meet.ts', code: "export * from '../../shoes/domain/shoe.ts';" },
  { rule: 'contexts-do-not-meet', file: 'functions/hats/domain/meet.ts', code: "export * from '../../shoes/domain/shoe.ts';" },
  { rule: 'contexts-do-not-meet', file: 'functions/hats/gateways/meet.ts', code: "export * from '../../shoes/context.ts';" },
  { rule: 'domain-is-pure', file: 'functions/hats/domain/reads-file.ts', code: "export * from 'node:fs';" },
  { rule: 'domain-is-pure', file: 'functions/hats/domain/knows-route.ts', code: "export * from '../routes/wear.ts';" },
  { rule: 'domain-is-pure', file: 'functions/hats/domain/knows-edge.ts', code: "export * from '../../../shared/lambda/edge.ts';" },
  { rule: 'domain-is-pure', file: 'functions/hats/domain/knows-package.ts', code: "export * from 'some-package';" },
  {
    rule: 'context-knows-no-engine',
    file: 'functions/hats/reactions/adapter.ts',
    code: "export * from '../../../shared/adapters/node/file.ts';",
  },
  { rule: 'context-knows-no-engine', file: 'functions/hats/aggregate.ts', code: "export * from '../../shared/adapters/node/file.ts';" },
  { rule: 'context-knows-no-machine', file: 'functions/hats/routes/socket.ts', code: "export * from 'node:net';" },
  { rule: 'entries-are-ends', file: 'functions/hats/routes/calls-entry.ts', code: "export * from '../authorizer.ts';" },
  { rule: 'entries-only-assemble', file: 'functions/hats/react.ts', code: "export * from './domain/hat.ts';" },
  { rule: 'events-know-only-their-words', file: 'events/lambda.ts', code: "export * from '../shared/lambda/edge.ts';" },
  { rule: 'events-know-only-their-words', file: 'events/context.ts', code: "export * from '../functions/shoes/context.ts';" },
  { rule: 'kernel-stands-alone', file: 'shared/kernel/edge.ts', code: "export * from '../lambda/edge.ts';" },
  { rule: 'kernel-stands-alone', file: 'shared/kernel/core.ts', code: "export * from 'node:fs';" },
  { rule: 'kernel-takes-only-types-of-zod', file: 'shared/kernel/schema.ts', code: "import * as z from 'zod/mini'; export const s = z;" },
  { rule: 'shared-knows-no-product', file: 'shared/lambda/product.ts', code: "export * from '../../functions/shoes/context.ts';" },
  { rule: 'shared-knows-no-product', file: 'shared/webhook/word.ts', code: "export * from '../../events/shoe.ts';" },
  { rule: 'adapters-know-only-the-kernel', file: 'shared/adapters/node/leans.ts', code: "export * from '../sqlite/database.ts';" },
  { rule: 'sqlite-stays-in-its-adapter', file: 'infra/local/opens.ts', code: "export * from 'node:sqlite';" },
  { rule: 'aws-stays-in-its-adapter', file: 'functions/hats/routes/dynamo.ts', code: "export * from '@aws-sdk/client';" },
  { rule: 'powertools-stay-in-telemetry', file: 'shared/lambda/logs.ts', code: "export * from '@aws-lambda-powertools/logger';" },
  { rule: 'cdk-stays-in-infra', file: 'infra/local/stack.ts', code: "export * from 'constructs';" },
  { rule: 'cdk-stays-in-infra', file: 'functions/hats/routes/stack.ts', code: "export * from 'constructs';" },
  { rule: 'infra-reads-only-manifests', file: 'infra/stacks/deep.ts', code: "export * from '../../functions/shoes/domain/shoe.ts';" },
  { rule: 'infra-has-no-engine', file: 'infra/stacks/engine.ts', code: "export * from '../../shared/adapters/node/file.ts';" },
  { rule: 'local-runtime-stays-outside', file: 'infra/local/deep.ts', code: "export * from '../../functions/shoes/domain/shoe.ts';" },
  { rule: 'infra-is-an-end', file: 'functions/hats/routes/deployed.ts', code: "export * from '../../../infra/stacks/stack.ts';" },
  { rule: 'tests-are-ends', file: 'shared/lambda/tested.ts', code: "export * from '../../test/support/given.ts';" },
  { rule: 'tools-are-ends', file: 'infra/stacks/tooled.ts', code: "export * from '../../tools/tool.ts';" },
];

/** What stands beside the planted files and is in order, and looks like what the rules allow. */
const IN_ORDER: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    dependencies: { zod: '1', 'some-package': '1', '@aws-sdk/client': '1', '@aws-lambda-powertools/logger': '1' },
    devDependencies: { 'only-for-development': '1', constructs: '1' },
  }),
  'shared/kernel/hen.ts': "import { egg } from './egg.ts'; export const hen = () => egg;",
  'shared/kernel/time.ts': "import type { ZodType } from 'zod/mini'; export type T = ZodType;",
  'shared/lambda/edge.ts': "export * from '../kernel/time.ts';",
  'shared/adapters/node/file.ts': "export * from 'node:fs';",
  'shared/adapters/sqlite/database.ts':
    "export * from 'node:sqlite'; export * from '../node/file.ts'; export * from '../../kernel/time.ts';",
  'events/shoe.ts': "export * from 'zod/mini'; export * from '../shared/kernel/time.ts';",
  'functions/shoes/domain/shoe.ts': "export * from '../../../events/shoe.ts'; export * from 'zod/mini';",
  'functions/shoes/context.ts': "export * from './domain/shoe.ts'; export * from '../../shared/kernel/time.ts';",
  'functions/shoes/api.ts': "export * from './context.ts'; export * from '../../shared/adapters/node/file.ts';",
  'functions/hats/authorizer.ts': "export * from './domain/hat.ts';",
  'functions/hats/domain/hat.ts': "export * from '../../../events/shoe.ts';",
  'functions/hats/routes/wear.ts': "export * from '../domain/hat.ts'; export * from 'node:crypto'; export * from 'some-package';",
  'infra/stacks/stack.ts': "export * from 'constructs'; export * from '../../functions/shoes/context.ts';",
  'infra/local/start.ts':
    "export * from '../../functions/hats/authorizer.ts'; export * from '../../functions/shoes/api.ts'; export * from '../stacks/stack.ts';",
  'test/support/given.ts': "export * from '../../functions/hats/routes/wear.ts'; export * from 'node:sqlite';",
  'tools/tool.ts': "export * from 'node:fs';",
  ...Object.fromEntries(
    ['zod', 'some-package', 'only-for-development', 'undeclared', '@aws-sdk/client', '@aws-lambda-powertools/logger', 'constructs'].flatMap(
      (name) => [
        [
          `node_modules/${name}/package.json`,
          JSON.stringify({ name, version: '1.0.0', exports: { '.': './index.js', './mini': './index.js' } }),
        ],
        [`node_modules/${name}/index.js`, 'export {};'],
      ],
    ),
  ),
};

const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
const broken = new Map<string, Set<string>>();

const plant = (file: string, code: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), code);
};

beforeAll(async () => {
  for (const [file, code] of Object.entries(IN_ORDER)) plant(file, code);
  for (const { file, code } of PLANTED) plant(file, code);
  const { violations } = await judgeImports(['functions', 'shared', 'events', 'infra', 'test', 'tools'], folder);
  for (const { from, rule } of violations) broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the import rules', () => {
  it.each(PLANTED)('$rule speaks, and no other, of $file', ({ file, rule }) => {
    expect([...(broken.get(file) ?? [])]).toEqual([rule]);
  });

  it('say nothing of files that are in order', () => {
    const guilty = new Set(PLANTED.map(({ file }) => file));
    expect([...broken.keys()].filter((file) => !guilty.has(file))).toEqual([]);
  });

  it('have each a planted violation', () => {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');
    const names = forbidden.map(({ name }: { readonly name: string }) => name);
    expect(names.filter((name: string) => !PLANTED.some(({ rule }) => rule === name))).toEqual([]);
  });
});
