import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { createApp } from '../../infra/app.ts';
import { bundleWhenStale } from '../../infra/bundle.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { inboxesOf } from '../../shared/kernel/context.ts';

/** How a function's event source hands on what waits. */
export interface Batching {
  readonly batchSize: number;
  /** 0: one by one, as in a region where nothing comes together. */
  readonly windowSeconds: number;
}

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.optional(z.record(z.string(), z.unknown())) })),
});
const Mapping = z.object({ BatchSize: z.int(), MaximumBatchingWindowInSeconds: z.optional(z.int()) });

/** Construct ids as CloudFormation names them. */
const logical = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '');

/** What the synthesized templates of Jinan say of each event source, by the reader's or the inbox's name. */
export const readBatching = async (): Promise<ReadonlyMap<string, Batching>> => {
  await bundleWhenStale();
  const outdir = mkdtempSync(join(tmpdir(), 'sanlian-cost-'));
  const { stacksRecursively } = createApp({ profiles: [jinan], contexts, outdir }).synth();
  const mappings = stacksRecursively
    .flatMap(({ template }) => Object.entries(Template.parse(template).Resources))
    .filter(([, { Type }]) => Type === MAPPING);
  rmSync(outdir, { recursive: true });

  const sources = [
    ['platform-relay', 'RelaySource'],
    ['platform-project', 'ProjectorSource'],
    ...contexts.flatMap(inboxesOf).map((inbox) => [inbox, `WiringInbox${logical(inbox)}Source`] as const),
  ] as const;
  return new Map(
    sources.map(([source, id]) => {
      const found = mappings.find(([name]) => name.startsWith(id));
      if (found === undefined) throw new Error(`no template has an event source for ${source}`);
      const { BatchSize, MaximumBatchingWindowInSeconds = 0 } = Mapping.parse(found[1].Properties);
      return [source, { batchSize: BatchSize, windowSeconds: MaximumBatchingWindowInSeconds }];
    }),
  );
};

/** What waits, as the source hands it on. */
export const batchesOf = <Item>(items: readonly Item[], { batchSize, windowSeconds }: Batching): readonly (readonly Item[])[] => {
  const size = windowSeconds === 0 ? 1 : batchSize;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
};
