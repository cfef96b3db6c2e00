import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { addOutcomes, type Chunk, chunksOf, type Outcome } from './many.ts';

export interface PoolOptions {
  readonly workers: number;
  /** Called after each chunk with what is known so far. */
  readonly onChunk?: (outcome: Outcome) => void;
  /** No chunk is begun after so many failures. */
  readonly failuresMax: number;
}

/** Runs a whole on several threads, each with a heap of its own. The outcome is the same for any number of them. */
export const runInPool = async (whole: Chunk, { workers, failuresMax, onChunk = () => {} }: PoolOptions): Promise<Outcome> => {
  const chunks = chunksOf(whole);
  const outcomes: Outcome[] = [];
  let next = 0;
  let failures = 0;

  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let chunk = chunks[next]; chunk !== undefined && failures < failuresMax; chunk = chunks[next]) {
      const place = next;
      next += 1;
      worker.postMessage(chunk);
      // An error of the thread rejects.
      const [outcome]: Outcome[] = await once(worker, 'message');
      if (outcome === undefined) throw new Error('a thread without an outcome');
      outcomes[place] = outcome;
      failures += outcome.failed.length;
      onChunk(outcome);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(workers, chunks.length) }, work));
  return addOutcomes(outcomes.filter((outcome) => outcome !== undefined));
};
