import { parentPort } from 'node:worker_threads';
import { type Chunk, runChunk } from './many.ts';

/** A thread that runs the chunks it is given. */
parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage(await runChunk(chunk)));
