import * as z from 'zod/mini';
import { COMMITS_PER_STREAM_MAX } from '../../../shared/kernel/journal.ts';
import { definePolicy, type PolicyVersion } from '../../../shared/kernel/policy.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';

const count = (max: number) => z.int().check(z.gte(1), z.lte(max));
const durationMs = (max: number) => z.int().check(z.gte(0), z.lte(max));
const minutes = z.int().check(z.gte(0), z.lte(24 * 60));

/** Commits of a round that are no offer's end: its begin, acceptance, claim, pause, resumption and end. */
const ROUND_COMMITS = 6;

/** Rounds that the platform does not begin by itself: they are left for the patient's own choice. */
export const ROUNDS_LEFT_TO_PATIENT = 2;

/** How a region offers fills (流转) to its pharmacies. */
export const RoutingRules = z
  .object({
    /** Pharmacies asked at once; the first to accept wins. */
    waveSize: count(10),
    /** How long a pharmacy may think, counted from its opening when it is still closed. */
    patienceMs: durationMs(DAY_MS),
    /** Waves of one round; then the patient is asked. */
    wavesMax: count(10),
    /** Rounds of one fill: the first, and one after each new choice or given-back claim. */
    roundsMax: count(20),
    /** When nobody is left, the platform looks again by itself: after `firstMs`, then after twice as long each time. */
    retry: z.object({ firstMs: durationMs(DAY_MS).check(z.gte(MINUTE_MS)), timesMax: z.int().check(z.gte(0), z.lte(20)) }),
    /** How long the winner may hold the fill before it must have dispensed. */
    leaseMs: durationMs(7 * DAY_MS),
    /** Pharmacies further away are not asked, when the patient says where. */
    radiusMetres: count(1_000_000),
    /** As far as a patient may widen it. */
    radiusMetresMax: count(1_000_000),
    /** The region's clock against UTC; opening hours are local. */
    utcOffsetMinutes: z.int().check(z.gte(-12 * 60), z.lte(14 * 60)),
    /** Ranked pharmacies kept with each wave, to explain it later. */
    candidatesMax: count(100),
    /** A pharmacy that opens within this time counts as open. */
    openingGraceMs: durationMs(DAY_MS),
    /** Time left for the patient to collect before the pharmacy closes. */
    closingMarginMinutes: minutes,
    preparation: z.object({ baseMinutes: minutes, perLineMinutes: minutes, decoctionMinutes: minutes }),
    /** When the patient said nothing, or nothing that can be followed. */
    defaultChoice: z.enum(['cheapest', 'soonest']),
  })
  .check(
    z.refine(
      ({ waveSize, wavesMax, roundsMax, retry }) =>
        roundsMax * (waveSize * wavesMax + ROUND_COMMITS + retry.timesMax) < COMMITS_PER_STREAM_MAX,
      'must leave room for all rounds of one fill in its stream',
    ),
    z.refine(({ radiusMetres, radiusMetresMax }) => radiusMetres <= radiusMetresMax, 'must have a usual radius within the widest'),
  );
export type RoutingRules = z.infer<typeof RoutingRules>;
export type RoutingPolicyVersion = PolicyVersion<RoutingRules>;

export const RoutingPolicy = definePolicy('routing', RoutingRules);

/** What a region may start from. */
export const usualRules: RoutingRules = {
  waveSize: 3,
  patienceMs: 10 * MINUTE_MS,
  wavesMax: 4,
  roundsMax: 8,
  // 31.5 hours: the next morning, and the next evening.
  retry: { firstMs: 30 * MINUTE_MS, timesMax: 6 },
  leaseMs: 2 * HOUR_MS,
  radiusMetres: 10_000,
  radiusMetresMax: 50_000,
  utcOffsetMinutes: 480,
  candidatesMax: 20,
  openingGraceMs: 30 * MINUTE_MS,
  closingMarginMinutes: 10,
  preparation: { baseMinutes: 10, perLineMinutes: 1, decoctionMinutes: 120 },
  defaultChoice: 'soonest',
};
