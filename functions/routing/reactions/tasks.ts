import * as z from 'zod/mini';
import { OfferId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill } from '../../../events/vocabulary/values.ts';
import { defineTask } from '../../../shared/kernel/reaction.ts';

const fill = { prescriptionId: PrescriptionId, fill: Fill };

/** Some offers of a wave have had their time. */
export const OffersDue = defineTask('routing-offers-due', z.object(fill));
/** Nobody was left in that round; perhaps somebody is now. */
export const RetryDue = defineTask('routing-retry-due', z.object({ ...fill, round: z.int() }));
/** The lease of an acceptance is over. */
export const ClaimDue = defineTask('routing-claim-due', z.object({ ...fill, offerId: OfferId }));
