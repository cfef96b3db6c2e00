import { defineReactions } from '../../shared/kernel/context.ts';
import { claimWhenAccepted } from './reactions/claim-when-accepted.ts';
import { completeWhenCollected } from './reactions/complete-when-collected.ts';
import { expireWhenValidityEnds, lapseWhenLeaseEnds, openWhenFillOpens } from './reactions/deadlines.ts';
import { destroyPatientKeys } from './reactions/destroy-patient-keys.ts';
import { lapsePortion, returnPortions, sellPortions } from './reactions/opened-packs.ts';
import { releaseWhenWithdrawn } from './reactions/release-when-withdrawn.ts';
import { freeTraceCodes, lapseTraceCode, sellTraceCodes } from './reactions/trace-codes.ts';
import { prescriptionsStreams } from './streams.ts';

/** What prescriptions do when they hear of something: without the routes, whose FHIR no message speaks. */
export const prescriptionsReactions = defineReactions({
  name: prescriptionsStreams.name,
  reactions: [
    claimWhenAccepted,
    completeWhenCollected,
    releaseWhenWithdrawn,
    expireWhenValidityEnds,
    lapseWhenLeaseEnds,
    openWhenFillOpens,
    sellTraceCodes,
    freeTraceCodes,
    lapseTraceCode,
    sellPortions,
    returnPortions,
    lapsePortion,
    destroyPatientKeys,
  ],
  usesVault: true,
});
