// Who may import whom. Every rule has a planted violation in test/contract/import-rules.test.ts.
// A rule names what its folder may import; imports across contexts have a rule of their own, so each violation is told once.

const ANOTHER_CONTEXT = '^functions/(?!$1/)';
/** Folders that nothing else leans on; each has a rule of its own below. */
const ENDS = '^(infra|test|tools)/';
/** Where programs start: Lambda files, and what the local runtime calls beside them. */
const ENTRY = '^functions/([^/]+/(api|react|authorizer|bootstrap|seed)|platform/[^/]+)\\.ts$';
const SQLITE = '^(node:)?sqlite$';
const ZOD = '^node_modules/zod/';
const AWS = '^node_modules/(@aws-sdk|@smithy)/';
const CDK = '^node_modules/(aws-cdk-lib|constructs|cdk-nag)/';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-cycles', 'Two files that need each other are one idea in two places.', {}, { circular: true }),
    rule(
      'no-orphans',
      'A file that imports nothing and is imported by nothing proves and does nothing.',
      { orphan: true, pathNot: '\\.d\\.ts$' },
      {},
    ),
    rule('everything-resolves', 'An import that resolves to nothing hides from every other rule.', {}, { couldNotResolve: true }),
    rule(
      'packages-are-declared',
      'What package.json does not name may vanish with the package that brought it.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'deployed-code-needs-no-dev-package',
      'Types of a development package are fine, they are gone at run time.',
      { path: '^(functions|shared|events)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: CDK },
    ),
    rule(
      'contexts-do-not-meet',
      'They share language (events) and mechanism (shared), nothing else. What serves all of them stands in functions/platform.',
      { path: '^functions/(?!platform/)([^/]+)/' },
      { path: ANOTHER_CONTEXT },
    ),
    rule(
      'domain-is-pure',
      'What is true of a prescription is true without AWS, Node, a clock or a network.',
      { path: '^functions/([^/]+)/domain/' },
      { pathNot: ['^functions/$1/domain/', ANOTHER_CONTEXT, ENTRY, ENDS, '^events/', '^shared/kernel/', ZOD, CDK, AWS, SQLITE] },
    ),
    rule(
      'context-knows-no-engine',
      'Routes, reactions and manifests reach the world through the ports of their runtime, not through an adapter.',
      { path: '^functions/([^/]+)/', pathNot: [ENTRY, '^functions/[^/]+/(domain|gateways)/'] },
      { path: '^shared/', pathNot: '^shared/(kernel|lambda|webhook)/' },
    ),
    rule(
      'context-knows-no-machine',
      'No file, socket or timer of Node’s; hashing and checking a signature are arithmetic.',
      { path: '^functions/([^/]+)/', pathNot: [ENTRY, '^functions/[^/]+/(domain|gateways)/'] },
      { dependencyTypes: ['core'], pathNot: '^(crypto|(node:)?sqlite)$' },
    ),
    rule(
      'entries-only-assemble',
      'A Lambda is its manifest and the adapters, in a few lines.',
      { path: '^functions/([^/]+)/(api|react)\\.ts$' },
      { path: '^functions/', pathNot: ['^functions/$1/(context|reactions)\\.ts$', ANOTHER_CONTEXT, ENTRY] },
    ),
    rule(
      'entries-are-ends',
      'A Lambda’s file is where a program starts; only the local runtime and tests call one as well.',
      { pathNot: '^(infra/local|test|functions/platform)/' },
      { path: ENTRY },
    ),
    rule(
      'events-know-only-their-words',
      'The published language stands on the kernel’s time, timeline, views and seals, and on zod.',
      { path: '^events/' },
      { pathNot: ['^events/', '^shared/kernel/(time|timeline|views|vault)\\.ts$', ENTRY, ENDS, ZOD, CDK, AWS, SQLITE] },
    ),
    rule(
      'kernel-stands-alone',
      'The kernel runs wherever the language runs: it imports itself and the types of zod.',
      { path: '^shared/kernel/' },
      { pathNot: ['^shared/kernel/', '^(functions|events)/', ENDS, ZOD, CDK, AWS, SQLITE] },
    ),
    rule(
      'kernel-takes-only-types-of-zod',
      'A schema comes in with a manifest; the kernel calls it and makes none.',
      { path: '^shared/kernel/' },
      { path: ZOD, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'shared-knows-no-product',
      'The machinery would fit any product: it holds no healthcare word.',
      { path: '^shared/' },
      { path: '^(functions|events)/', pathNot: ENTRY },
    ),
    rule(
      'adapters-know-only-the-kernel',
      'An engine can be replaced when nothing leans on it sideways; node/ is the machine under all of them, and what it may call out to the SSRF guard says.',
      { path: '^shared/adapters/([^/]+)/' },
      { path: '^shared/', pathNot: ['^shared/kernel/', '^shared/adapters/($1|node)/', '^shared/webhook/ssrf\\.ts$'] },
    ),
    rule(
      'sqlite-stays-in-its-adapter',
      'Whoever opens the database himself has left the ports.',
      { pathNot: '^(shared/adapters/sqlite|test)/' },
      { path: SQLITE },
    ),
    rule(
      'aws-stays-in-its-adapter',
      'The AWS SDK is one engine among others. A deployment asks AWS what stands there.',
      { pathNot: '^(shared/adapters/aws|infra/(deployment|ops)|test)/' },
      { path: AWS },
    ),
    rule(
      'powertools-stay-in-telemetry',
      'What may be logged is decided in one place.',
      { pathNot: '^shared/telemetry/' },
      { path: '^node_modules/@aws-lambda-powertools/' },
    ),
    rule(
      'cdk-stays-in-infra',
      'Neither a Lambda nor the local runtime carries the deployment’s code.',
      { pathNot: '^(infra/(?!local/)|test/)' },
      { path: CDK },
    ),
    rule(
      'infra-reads-only-manifests',
      'What is deployed follows from the manifests, not from domain code.',
      { path: '^infra/(?!local/)' },
      { path: '^functions/', pathNot: ['^functions/[^/]+/(context|streams)\\.ts$', ENTRY] },
    ),
    rule(
      'infra-has-no-engine',
      'Stacks describe; only the local runtime and an operator’s commands run. The names of a table’s keys are written once, beside its reader.',
      { path: '^infra/(?!local/|ops/)' },
      { path: '^shared/adapters/', pathNot: '^shared/adapters/aws/keys\\.ts$' },
    ),
    rule(
      'local-runtime-stays-outside',
      'It starts what a context shows at its top level and looks no deeper.',
      { path: '^infra/local/' },
      { path: '^functions/[^/]+/[^/]+/' },
    ),
    rule(
      'infra-is-an-end',
      'Nothing that is deployed knows how; the list of contexts is where relay and projector learn whom they serve.',
      { pathNot: '^(infra|test|tools)' },
      { path: '^infra/', pathNot: '^infra/regions/contexts\\.ts$' },
    ),
    rule('tests-are-ends', 'What only a test needs lives in test/support.', { pathNot: '^test/' }, { path: '^test/' }),
    rule('tools-are-ends', 'A tool works on the project; nothing works with a tool.', { pathNot: '^(tools|test)/' }, { path: '^tools/' }),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: ['^(dist|cdk\\.out)/', '/assets/[^/]+\\.js$'] },
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
