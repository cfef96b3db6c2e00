import * as z from 'zod/mini';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { defineView } from '../../../shared/kernel/views.ts';

/** How an endpoint does: whether its last attempt failed, and when one last got through, or not long after (`newStanding`). */
export const Standing = z.object({ isFailing: z.boolean(), succeededAt: z.optional(InstantText) });
export type Standing = z.infer<typeof Standing>;

/** Partition: endpoint id; one row, whose version is its time. */
export const Standings = defineView('partners.standings', Standing);
export const STANDING = 'now';
