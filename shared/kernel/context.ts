import type { AnyAggregate } from './aggregate.ts';
import type { MediaType } from './media-type.ts';
import type { PolicyDefinition } from './policy.ts';
import type { ProblemTable } from './problem.ts';
import type { Reaction } from './reaction.ts';
import type { Route } from './route.ts';

/** An integration event as the manifest names it; `events/define-event.ts` makes them. */
export interface PublishedEvent {
  readonly type: string;
  readonly source: string;
}

/**
 * What a context keeps in the journal and tells of it. The relay and the projector read no more, so it stands in a file of its own
 * (`streams.ts`): their bundles carry every context's streams and no context's routes.
 */
export interface ContextStreams {
  readonly name: string;
  readonly aggregates: readonly AnyAggregate[];
  readonly publishes: readonly PublishedEvent[];
}

/** What a context does when it hears of something. A context whose routes weigh much has it in a file of its own, for its inbox. */
export interface ContextReactions {
  readonly name: string;
  readonly reactions: readonly Reaction[];
  /** Whether its handlers open or seal personal data: only then do its functions get the vault's grants. */
  readonly usesVault?: boolean;
  /** Whether its handlers send requests to others: only then do its bundles carry what guards these. */
  readonly usesPost?: boolean;
  /** Whether its handlers send messages or set timers themselves, beside what its commits announce: only then do its bundles carry how. */
  readonly usesInbox?: boolean;
}

/** One bounded context, declared once. The HTTP edge, the relay, the projector, OpenAPI, AsyncAPI and CDK all read this value. */
export interface Context extends ContextStreams, ContextReactions {
  readonly routes: readonly Route[];
  readonly problems: ProblemTable;
  /** Forms other than `application/problem+json` in which it tells a problem to whom that form suits better. */
  readonly problemForms?: readonly MediaType[];
  readonly policy?: PolicyDefinition<unknown>;
}

export const defineStreams = (streams: ContextStreams): ContextStreams => streams;

export const defineReactions = <const Declared extends ContextReactions>(reactions: Declared): Declared => reactions;

/** Keeps what it says literal, so that an entry file that lacks what the manifest declares does not compile. */
export const defineContext = <const Declared extends Context>(context: Declared): Declared => context;

/** The inbox of a reaction: `routing`, or `partners-deliveries` for a lane of its own. */
export const inboxOf = (context: Pick<Context, 'name'>, reaction: Pick<Reaction, 'lane'>): string =>
  reaction.lane === undefined ? context.name : `${context.name}-${reaction.lane}`;

export const inboxesOf = (context: Context): readonly string[] => [
  ...new Set(context.reactions.map((reaction) => inboxOf(context, reaction))),
];

/** Which inboxes get a message of this type. */
export const subscribersOf = (contexts: readonly Context[], type: string): readonly string[] => [
  ...new Set(
    contexts.flatMap((context) =>
      context.reactions.filter((reaction) => reaction.on.includes(type)).map((reaction) => inboxOf(context, reaction)),
    ),
  ),
];
