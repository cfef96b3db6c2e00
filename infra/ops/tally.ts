import canonicalize from 'canonicalize';
import { hashIds } from '../../shared/adapters/node/ids.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import type { Holdings } from '../../shared/kernel/operations.ts';

/** How many, and one hash of all of them, whatever their order. */
export interface Tally {
  readonly count: number;
  readonly hash: string;
}

const HASH_CHARS = 16;

const only = async function* <One>(all: AsyncIterable<One>, isCounted: (one: One) => boolean) {
  for await (const one of all) if (isCounted(one)) yield one;
};

const tally = async (all: AsyncIterable<unknown>): Promise<Tally> => {
  const digests: string[] = [];
  // RFC 8785: an engine may give members in another order than it got them.
  for await (const one of all) digests.push(hashIds.digest(canonicalize(one) ?? ''));
  return { count: digests.length, hash: hashIds.digest(digests.toSorted().join('\n')).slice(0, HASH_CHARS) };
};

export const placeOf = ({ stream, version }: Commit): string => `${stream}/${version}`;

/** Only commits of these places: a target may have gone on. */
export const tallyCommits = (holdings: Holdings, places?: ReadonlySet<string>): Promise<Tally> =>
  tally(only(holdings.commits(), (commit) => places === undefined || places.has(placeOf(commit))));

/** Opened, so that it is known to be readable under the key that it has there. */
export const tallySubjects = (holdings: Holdings): Promise<Tally> => tally(withoutUnreadable(holdings));

/** An erased record keeps its name; what its bytes were, nobody knows on either side. */
const withoutUnreadable = async function* (holdings: Holdings) {
  for await (const subject of holdings.subjects()) {
    yield { ...subject, records: subject.records.toSorted((left, right) => (left.name < right.name ? -1 : 1)) };
  }
};

/** Only rows of these keys: a target may have a line more of its own beginning. A row that was taken away counts by its version. */
export const tallyRows = (holdings: Holdings, keys?: ReadonlySet<string>): Promise<Tally> =>
  tally(only(rowsOf(holdings), ({ key }) => keys === undefined || keys.has(JSON.stringify(key))));

const rowsOf = async function* (holdings: Holdings) {
  for await (const { view, partition, sort, version, value } of holdings.rows())
    yield { key: [view, partition, sort], version, ...(value === undefined ? {} : { value }) };
};
