import * as z from 'zod/mini';
import { ASSUMED } from './assumptions.ts';

const Key = z.object({ dynamodb: z.object({ Keys: z.object({ stream: z.object({ S: z.string() }) }) }) });

/**
 * A journal's stream has shards, each read by itself. AWS puts a stream of ours into one by a hash; here they take turns, so that two
 * runs count the same.
 */
export const createShards = () => {
  const shardOf = new Map<string, number>();
  return <Item>(records: readonly Item[]): readonly (readonly Item[])[] => {
    const placed = records.map((record) => {
      const stream = Key.parse(record).dynamodb.Keys.stream.S;
      const shard = shardOf.get(stream) ?? shardOf.size % ASSUMED.shards;
      shardOf.set(stream, shard);
      return { record, shard };
    });
    return Array.from({ length: ASSUMED.shards }, (_, shard) => placed.filter((one) => one.shard === shard).map(({ record }) => record));
  };
};
