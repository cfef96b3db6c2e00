/** Waits that long; a test lets none pass. */
export type Pause = (ms: number) => Promise<void>;
