import * as z from 'zod/mini';
import { InstantText } from '../../../events/vocabulary/values.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { defineView } from '../../../shared/kernel/views.ts';

export const AttemptRow = z.object({
  messageId: z.string(),
  type: z.string(),
  attempt: z.int(),
  at: InstantText,
  /** `skipped`: nothing was sent, because the endpoint was disabled or its agency suspended. */
  outcome: z.enum(['delivered', 'failed', 'skipped']),
  status: z.optional(z.int()),
  reason: z.optional(z.string()),
  durationMs: z.int(),
  nextAttemptAt: z.optional(InstantText),
});
export type AttemptRow = z.infer<typeof AttemptRow>;

/** A feed: who tried what when. Partition: endpoint id, sorted by time. No bodies. */
export const Attempts = defineView('partners.attempts', AttemptRow);
export const attemptSort = ({ at, messageId, attempt }: Pick<AttemptRow, 'at' | 'messageId' | 'attempt'>): string =>
  `${at}/${messageId}/${String(attempt).padStart(2, '0')}`;
/** A cursor behind every attempt of that moment. */
export const attemptsAfter = (at: Instant): string => `${at}~`;

const Progressed = z.object({
  attempt: z.int(),
  status: z.enum(['waiting', 'delivered', 'failed']),
  nextAttemptAt: z.optional(InstantText),
});
/** How far one message to one endpoint is. Partition: endpoint id, sorted by message id. */
export const Progress = defineView('partners.progress', Progressed);

const FINALITY = { waiting: 0, failed: 1, delivered: 2 } as const;
const FINALITIES_MAX = 4;
/** Grows with the attempts. Of two workers that made the same one, the more final word stays: what was delivered is not waiting. */
export const progressVersion = ({ attempt, status }: Pick<z.infer<typeof Progressed>, 'attempt' | 'status'>): number =>
  attempt * FINALITIES_MAX + FINALITY[status];

/** When an endpoint last answered 2xx, or not long after (`isNewSuccess`). Partition: endpoint id; the version is the time. */
export const LastSuccess = defineView('partners.last-success', z.object({ at: InstantText }));
export const LAST_SUCCESS = 'last';
