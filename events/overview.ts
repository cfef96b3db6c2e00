import * as z from 'zod/mini';
import { epochMs, type Instant } from '../shared/kernel/time.ts';
import { defineView } from '../shared/kernel/views.ts';
import { AgencyId, PrescriptionId } from './vocabulary/ids.ts';
import { Fill, InstantText } from './vocabulary/values.ts';

/** Where a journey stands, in the words of a person who looks at the whole region. */
export const Standing = z.enum(['open', 'claimed', 'approved', 'suspended', 'dispensed', 'completed', 'reversed', 'cancelled', 'expired']);
export type Standing = z.infer<typeof Standing>;

/** A journey's last step of a day. Who, when and where; never for whom or what. */
export const JourneyStanding = z.object({
  prescriptionId: PrescriptionId,
  fill: Fill,
  hospitalId: AgencyId,
  pharmacyId: z.optional(AgencyId),
  status: Standing,
  at: InstantText,
});
export type JourneyStanding = z.infer<typeof JourneyStanding>;
/** Every journey that moved on a day, where it stood last. Partition: local day, sorted by prescription id. */
export const JourneyStandings = defineView('overview.standings', JourneyStanding);

export const JourneyOpening = z.object({ prescriptionId: PrescriptionId, fill: Fill, at: InstantText });
export type JourneyOpening = z.infer<typeof JourneyOpening>;
/** The journeys that opened on a day, in their order. Partition: local day, sorted by time and prescription id. */
export const JourneyOpenings = defineView('overview.openings', JourneyOpening);

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a moment on the region's wall: `2026-03-02`. `timeZone` is an IANA name. */
export const localDay = (at: Instant, timeZone: string): string => {
  const known = formats.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  if (known === undefined) formats.set(timeZone, format);
  return format.format(epochMs(at));
};
