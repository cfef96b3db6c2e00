import * as z from 'zod/mini';
import { JourneyOpenings, JourneyStandings, localDay } from '../../../events/overview.ts';
import { PrescriptionActivatedV1 } from '../../../events/prescriptions.ts';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill } from '../../../events/vocabulary/values.ts';
import { done, park } from '../../../shared/kernel/messages.ts';
import { reactionToMany } from '../../../shared/kernel/reaction.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { OverviewPolicy } from '../domain/policy.ts';
import { movingTypes, standingOf } from '../domain/standing.ts';

/** What all events of a prescription say of it. */
const Fact = z.object({ prescriptionId: PrescriptionId, fill: Fill, hospitalId: AgencyId, pharmacyId: z.optional(AgencyId) });

/** The overview is of today; a week serves to look back. */
const KEPT_MS = 8 * DAY_MS;

/** Writes read models only: the rows' versions make a repeat or a late copy change nothing. */
export const followJourneys = reactionToMany({
  name: 'follow-journeys',
  on: movingTypes,
  handle: async ({ message, data }, { views, policies }) => {
    const { type, occurredAt: at } = message;
    const standing = standingOf(type, at);
    if (standing === undefined) return park('unknown-event');
    const fact = Fact.parse(data);
    const { prescriptionId, fill } = fact;
    const { timeZone } = OverviewPolicy.at(policies, at).rules;
    const partition = localDay(at, timeZone);
    const expiresAt = addMs(at, KEPT_MS);
    const row = { ...fact, status: standing.status, at };
    await views.put([
      JourneyStandings.record({ partition, sort: prescriptionId }, standing.version, row, expiresAt),
      ...(type === PrescriptionActivatedV1.type
        ? [JourneyOpenings.record({ partition, sort: `${at}#${prescriptionId}` }, 1, { prescriptionId, fill, at }, expiresAt)]
        : []),
    ]);
    return done;
  },
});
