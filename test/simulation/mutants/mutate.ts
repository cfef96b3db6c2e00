import type { Ports } from '../../../infra/local/engine.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import type { AnyAggregate } from '../../../shared/kernel/aggregate.ts';
import type { Mutant } from '../world/region.ts';

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

type Decider = AnyAggregate & { readonly decide: Decide };
const isDecider = (aggregate: AnyAggregate): aggregate is Decider => 'decide' in aggregate;
const deciders = contexts.flatMap(({ aggregates }) => aggregates).filter(isDecider);

/** Another `decide` for one aggregate, as if its guard had been taken out: for all who ask it, until the guard is back. */
export const withDecide =
  (aggregateName: string, change: (decide: Decide) => Decide): Mutant['takeOut'] =>
  () => {
    const aggregate = deciders.find(({ name }) => name === aggregateName);
    if (aggregate === undefined) throw new Error(`there is no aggregate ${aggregateName}`);
    const { decide } = aggregate;
    Object.assign(aggregate, { decide: change(decide) });
    return () => void Object.assign(aggregate, { decide });
  };

export type Counter = Readonly<Record<string, unknown>>;

/** A sale that is judged by something else than what the counter knows. */
export const atTheCounter = (change: (counter: Counter) => Counter): Mutant['takeOut'] =>
  withDecide(
    'prescription',
    (decide) => (state, command) =>
      decide(state, command.type === 'DispensePrescription' ? { ...command, counter: change(Object(command['counter'])) } : command),
  );

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

/** A prescription of twice as much. */
export const twiceAsMuch = (state: AnyState): AnyState => {
  const content = state['content'] as { readonly lines: readonly { readonly quantity: number }[] } | undefined;
  if (content === undefined) return state;
  return { ...state, content: { ...content, lines: content.lines.map((line) => ({ ...line, quantity: 2 * line.quantity })) } };
};

/** The person of this command, with a pharmacist's licence. */
export const aPharmacist = (command: AnyCommand): object => {
  const { practitionerId } = Object(command['pharmacist']);
  const licence = { number: 'L', validFrom: '2000-01-01T00:00:00.000Z', validUntil: '2100-01-01T00:00:00.000Z' };
  return { practitionerId, practitioner: { practitionerId, kind: 'pharmacist', licence } };
};
