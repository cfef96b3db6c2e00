import { catalog } from '../../../events/catalog.ts';

/** The event types that partners can be told of. */
export const webhookTypes: readonly string[] = catalog.flatMap(({ type, webhook }) => (webhook === undefined ? [] : [type]));

/** A pattern is a type, `*`, or what a type begins with, up to a full stop: `offer.*`. */
export const matches = (pattern: string, type: string): boolean => {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
};

/** Whether the pattern can ever match: a misspelt one would wait in silence. */
export const isKnownPattern = (pattern: string): boolean => webhookTypes.some((type) => matches(pattern, type));
