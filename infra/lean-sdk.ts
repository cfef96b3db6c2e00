import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * What the SDK brings to every bundle and no function of ours reaches, by import path and what stands in for it. Each throws when
 * it is reached after all, so that an upgrade which begins to need one shows in the journeys on AWS.
 */
const UNREACHED = {
  // 15 KiB, loaded only for operations that stream events (Transcribe, Kinesis): none of our services has one.
  '@smithy/core/event-streams':
    "const no = () => { throw new Error('event streams are not in this bundle'); }; export { no as EventStreamSerde, no as eventStreamSerdeProvider };",
  // 8 KiB with its LRU map. The client makes one and never asks it: DynamoDB's own addresses need no discovery.
  '@aws-sdk/endpoint-cache': "export class EndpointCache { get() { throw new Error('endpoint discovery is not in this bundle'); } }",
} as const satisfies Record<string, string>;

const isUnreached = (path: string): path is keyof typeof UNREACHED => path in UNREACHED;
const anyOf = (paths: readonly string[]): RegExp => new RegExp(`^(?:${paths.map((path) => path.replaceAll('/', '\\/')).join('|')})$`);

const versionOf = (file: string): unknown => {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
};

/** Leaves out of the SDK what would be carried and never run. */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup: (build) => {
    build.onResolve({ filter: anyOf(Object.keys(UNREACHED)) }, ({ path }) => ({ path, namespace: 'unreached', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'unreached' }, ({ path }) => ({ contents: isUnreached(path) ? UNREACHED[path] : '' }));
    // A client names its version to AWS; the rest of its package.json (2 KiB each: scripts, dependencies, authors) is carried for nothing.
    build.onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/package\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ version: versionOf(path) }),
      loader: 'json',
    }));
  },
};
