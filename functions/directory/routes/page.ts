import type { Page } from '../../../shared/kernel/views.ts';

/** A page query without the members that it lacks. */
export const pageOf = ({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) =>
  cursor === undefined ? { limit } : { limit, cursor };

/** A page as a reply's schema wants it: a list of its own. */
export const pageReply = <Value>({ items, ...rest }: Page<Value>) => ({ ...rest, items: [...items] });
