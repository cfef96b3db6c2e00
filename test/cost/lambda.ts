import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface LambdaCall {
  readonly id: number;
  readonly event: unknown;
  /** How far its clock is ahead. */
  readonly aheadSeconds: number;
}

export interface LambdaAnswer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
  /** What it wrote to its log. */
  readonly logBytes: number;
}

export interface Lambda {
  call(event: unknown, aheadSeconds: number): Promise<LambdaAnswer>;
  stop(): Promise<unknown>;
}

/** A bundle in a thread of its own, with an environment of its own and nothing of ours. */
export const startLambda = async (file: string, env: Readonly<Record<string, string>>): Promise<Lambda> => {
  const worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), { workerData: { file }, env, execArgv: [] });
  const waiting = new Map<number, (answer: LambdaAnswer) => void>();
  let calls = 0;
  await once(worker, 'message');
  worker.on('message', (answer: LambdaAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  return {
    call: (event, aheadSeconds) =>
      new Promise((resolve) => {
        calls += 1;
        waiting.set(calls, resolve);
        worker.postMessage({ id: calls, event, aheadSeconds } satisfies LambdaCall);
      }),
    stop: () => worker.terminate(),
  };
};
