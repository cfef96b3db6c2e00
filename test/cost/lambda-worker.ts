import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { LambdaAnswer, LambdaCall } from './lambda.ts';
import { takeClock } from './movable-clock.ts';

// One Lambda: its bundle, its environment, its memory, its clock.

/** CloudWatch counts 26 bytes for each entry beside its text. */
const ENTRY_BYTES = 26;

const serve = async (): Promise<void> => {
  const clock = takeClock();
  let logBytes = 0;
  process.stdout.write = (text: string | Uint8Array): boolean => {
    logBytes += Buffer.byteLength(text) + ENTRY_BYTES;
    return true;
  };
  const { handler } = await import(String(workerData.file));

  const answerTo = async ({ id, event, aheadSeconds }: LambdaCall): Promise<LambdaAnswer> => {
    clock.setAhead(aheadSeconds);
    logBytes = 0;
    try {
      const value: unknown = await handler(event, { awsRequestId: `call-${id}`, getRemainingTimeInMillis: () => 29_000 });
      return { id, value, logBytes };
    } catch (thrown) {
      return { id, failure: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'failed', logBytes };
    }
  };
  parentPort?.on('message', async (call: LambdaCall) => parentPort?.postMessage(await answerTo(call)));
  parentPort?.postMessage('ready');
};

if (!isMainThread) await serve();
