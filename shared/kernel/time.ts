/** A moment as ISO 8601 UTC with milliseconds (`2026-03-01T08:00:00.000Z`), so that text order is time order. */
export type Instant = string & { readonly __instant: true };

/** The only source of the present. Virtual in tests and simulation. */
export interface Clock {
  now(): Instant;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** What `toISOString` writes for the years 0 to 9999; all others are longer. */
const ISO_CHARS = 24;
/** Whether a valid ISO 8601 time is written as one already: whatever was stored is. */
export const isInstant = (iso: string): iso is Instant => iso.length === ISO_CHARS && iso.endsWith('Z');

export const epochMs = (at: Instant): number => Date.parse(at);
/** Throws a RangeError outside the years 0 to 9999. */
export const fromEpochMs = (ms: number): Instant => {
  const iso = new Date(ms).toISOString();
  if (isInstant(iso)) return iso;
  throw new RangeError('a time outside the years 0 to 9999');
};
/** Reads any ISO 8601 time with a zone. Throws a RangeError when it is none. */
export const instant = (text: string): Instant => fromEpochMs(Date.parse(text));
export const addMs = (at: Instant, ms: number): Instant => fromEpochMs(epochMs(at) + ms);
export const msBetween = (earlier: Instant, later: Instant): number => epochMs(later) - epochMs(earlier);
/** The UTC day of a moment, `2026-03-01`. */
export const utcDay = (at: Instant): string => at.slice(0, 10);
/** The later of two moments. */
// Stryker disable next-line EqualityOperator: of two equal moments either is the later one
export const laterOf = (left: Instant, right: Instant): Instant => (left > right ? left : right);
/** The earlier of two moments. */
// Stryker disable next-line EqualityOperator: of two equal moments either is the earlier one
export const earlierOf = (left: Instant, right: Instant): Instant => (left < right ? left : right);
