import type { Ports } from '../../infra/local/engine.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import type { Mutant } from './region.ts';

export const withJournal =
  (change: (journal: Ports['journal']) => Partial<Ports['journal']>): Mutant['ports'] =>
  (ports) => ({
    ...ports,
    journal: { ...ports.journal, ...change(ports.journal) },
  });
export const withViews =
  (change: (views: Ports['views']) => Partial<Ports['views']>): Mutant['ports'] =>
  (ports) => ({
    ...ports,
    views: { ...ports.views, ...change(ports.views) },
  });
export const withInbox =
  (change: (inbox: Ports['inbox']) => Partial<Ports['inbox']>): Mutant['ports'] =>
  (ports) => ({
    ...ports,
    inbox: { ...ports.inbox, ...change(ports.inbox) },
  });

type AnyState = Readonly<Record<string, unknown>> & { readonly status?: string };
type AnyCommand = Readonly<Record<string, unknown>> & { readonly type: string };
type Decide = (state: AnyState, command: AnyCommand) => unknown;

/** Another `decide` for one aggregate, as if its guard had been taken out. */
export const withDecide =
  (aggregateName: string, change: (decide: Decide) => Decide): Mutant['runtime'] =>
  (runtime): Runtime => ({
    ...runtime,
    execute: (aggregate, id, cause, prepare) => {
      if (aggregate.name !== aggregateName) return runtime.execute(aggregate, id, cause, prepare);
      const decide = change(aggregate.decide as unknown as Decide) as unknown as typeof aggregate.decide;
      return runtime.execute({ ...aggregate, decide }, id, cause, prepare);
    },
  });

/** The command as if it were said by whoever holds the claim. */
export const underTheLiveClaim = (state: AnyState, command: AnyCommand): AnyCommand => {
  const claim = state['claim'] as { readonly offerId: string } | undefined;
  return claim !== undefined && 'offerId' in command && command.type !== 'ClaimPrescription'
    ? { ...command, offerId: claim.offerId }
    : command;
};

/** All offers as if nobody had answered yet. */
export const allOpen = (state: AnyState): AnyState => {
  const search = state['search'] as { readonly offers: readonly AnyState[] } | undefined;
  if (search === undefined) return state;
  return {
    ...state,
    search: { ...search, offers: search.offers.map((offer) => (offer.status === 'WITHDRAWN' ? { ...offer, status: 'OPEN' } : offer)) },
  };
};
