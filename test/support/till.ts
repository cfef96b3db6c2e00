import * as z from 'zod/mini';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import type { Cause, Commit } from '../../shared/kernel/journal.ts';
import { ok, type Result, refuse } from '../../shared/kernel/result.ts';
import { addMs, DAY_MS } from '../../shared/kernel/time.ts';
import { defineView } from '../../shared/kernel/views.ts';
import { MONDAY } from './virtual-clock.ts';

// The smallest aggregate that uses everything of the kernel: a till that takes coins until it is closed.

const TillEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CoinTaken'), fen: z.int() }),
  z.object({ type: z.literal('TillClosed') }),
]);
type TillEvent = z.infer<typeof TillEvent>;

interface Till {
  readonly fen: number;
  readonly isClosed: boolean;
}
interface TakeCoins {
  readonly coins: readonly number[];
  readonly isLast?: boolean;
}
interface TillClosed {
  readonly code: 'till-closed';
}

export const TillRows = defineView('tills', z.object({ fen: z.int() }));

export const till = defineAggregate<Till, TakeCoins, TillEvent, TillClosed>({
  name: 'till',
  event: TillEvent,
  initial: { fen: 0, isClosed: false },
  decide: ({ isClosed }, { coins, isLast = false }): Result<readonly TillEvent[], TillClosed> => {
    if (isClosed) return refuse({ code: 'till-closed' });
    const taken = coins.map((fen): TillEvent => ({ type: 'CoinTaken', fen }));
    return ok(isLast ? [...taken, { type: 'TillClosed' }] : taken);
  },
  evolve: (state, event) =>
    event.type === 'TillClosed' ? { ...state, isClosed: true } : { fen: state.fen + event.fen, isClosed: state.isClosed },
  announces: (event, state, { id }) =>
    event.type === 'TillClosed'
      ? [
          { type: 'till.closed.v1', data: { id, fen: state.fen } },
          { type: 'till.emptied.v1', data: { id } },
        ]
      : [{ type: 'coin.taken.v1', data: { id, fen: event.fen, sum: state.fen } }],
  deadlines: (event, state, { id, commit }) =>
    event.type === 'TillClosed' ? [{ type: 'till-counted', at: addMs(commit.at, DAY_MS), data: { id, fen: state.fen } }] : [],
  views: (state, { id, commit }) => [TillRows.record({ partition: 'all', sort: id }, commit.version, { fen: state.fen })],
});

export const causeOf = (commandId: string, over: Partial<Cause> = {}): Cause => ({
  commandId,
  requestDigest: `digest of ${commandId}`,
  at: MONDAY,
  actor: { role: 'pharmacy', agencyId: 'ag_1' },
  causationId: 'req_1',
  ...over,
});

export const tillCommit = (version: number, events: readonly TillEvent[], over: Partial<Commit> = {}): Commit => ({
  ...causeOf(`cmd_${version}`),
  stream: 'till#t1',
  version,
  correlationId: 'journey',
  events,
  ...over,
});
export const coin = (fen: number) => ({ type: 'CoinTaken', fen }) as const;
export const closed = { type: 'TillClosed' } as const;
