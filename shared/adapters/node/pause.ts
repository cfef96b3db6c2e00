import { setTimeout } from 'node:timers/promises';

/** Waits that long. */
export type Pause = (ms: number) => Promise<void>;
export const pause: Pause = (ms) => setTimeout(ms);
