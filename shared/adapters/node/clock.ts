import { type Clock, fromEpochMs } from '../../kernel/time.ts';

export const systemClock: Clock = { now: () => fromEpochMs(Date.now()) };
