import { LRUCache } from 'lru-cache';
import { SECOND_MS } from '../../shared/kernel/time.ts';

export interface RateLimit {
  /** What comes back in a second. */
  readonly perSecond: number;
  /** What may be asked at once after a rest. */
  readonly burst: number;
}

/** Agencies whose rate is remembered; one that asked nothing for longest is forgotten, and begins with a full bucket. */
const AGENCIES_MAX = 10_000;

interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export type Taken = { readonly isTaken: true } | { readonly isTaken: false; readonly retryAfterSeconds: number };

/** A token bucket an agency: whoever asks too fast waits, and nobody else does. `nowMs` only ever grows. */
export const createRates = ({ perSecond, burst }: RateLimit, nowMs: () => number) => {
  const buckets = new LRUCache<string, Bucket>({ max: AGENCIES_MAX });
  return {
    take: (agencyId: string): Taken => {
      const atMs = nowMs();
      const last = buckets.get(agencyId) ?? { left: burst, atMs };
      const left = Math.min(burst, last.left + ((atMs - last.atMs) / SECOND_MS) * perSecond);
      const isTaken = left >= 1;
      buckets.set(agencyId, { left: isTaken ? left - 1 : left, atMs });
      return isTaken ? { isTaken } : { isTaken, retryAfterSeconds: Math.ceil((1 - left) / perSecond) };
    },
  };
};

/** The headers of draft-ietf-httpapi-ratelimit-headers, for whoever asked too fast. */
export const rateHeaders = ({ perSecond, burst }: RateLimit, retryAfterSeconds: number): Readonly<Record<string, string>> => ({
  'ratelimit-policy': `"agency";q=${burst};w=${Math.ceil(burst / perSecond)}`,
  ratelimit: `"agency";r=0;t=${retryAfterSeconds}`,
  'retry-after': String(retryAfterSeconds),
});
