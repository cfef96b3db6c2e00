import { catalog } from '../../events/catalog.ts';
import { type Context, inboxOf } from '../../shared/kernel/context.ts';

/** The types of message that an inbox reads, or all inboxes of the context. */
const typesInto = (context: Context, inbox?: string): readonly string[] => [
  ...new Set(context.reactions.filter((reaction) => inbox === undefined || inboxOf(context, reaction) === inbox).flatMap(({ on }) => on)),
];

/** The integration events that an inbox gets from the bus, by source. Timers and tasks are sent to it directly. */
export const eventsInto = (context: Context, inbox: string): ReadonlyMap<string, readonly string[]> => {
  const types = typesInto(context, inbox);
  const bySource = new Map<string, readonly string[]>();
  for (const { source, type } of catalog) if (types.includes(type)) bySource.set(source, [...(bySource.get(source) ?? []), type]);
  return bySource;
};

/** Who loses what while the context's API fails, from its manifest. */
export const impactOfRoutes = ({ name, routes }: Context): string => {
  const roles = [...new Set(routes.flatMap(({ access }) => (typeof access === 'string' ? [access] : access)))].toSorted();
  return `The ${name} API answers with errors: ${roles.join(', ')} cannot use its ${routes.length} operations.`;
};

/** An alarm's text has at most 1,024 characters. */
const TYPES_NAMED_MAX = 8;

/** What does not go on while the context's reactions fail. */
export const impactOfReactions = (context: Context, inbox?: string): string => {
  const types = typesInto(context, inbox);
  const rest = types.length - TYPES_NAMED_MAX;
  const named = types.slice(0, TYPES_NAMED_MAX).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return `Journeys stop in ${inbox ?? context.name}: nothing follows ${named}.`;
};
