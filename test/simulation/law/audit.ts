import { contexts } from '../../../infra/regions/contexts.ts';
import { subscribersOf } from '../../../shared/kernel/context.ts';
import { aggregateOf } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import { TIMELINE_VIEW } from '../../../shared/kernel/timeline.ts';
import type { ViewRecord } from '../../../shared/kernel/views.ts';
import { PARKED_WITH_A_REASON } from '../../support/parked-with-a-reason.ts';
import type { Region } from '../world/region.ts';
import { isEnded } from './prescription-book.ts';
import { hold } from './violation.ts';

const owners = new Map(
  contexts.flatMap((context) => context.aggregates.map((aggregate) => [aggregate.name, { context, aggregate }] as const)),
);

const ownerOf = ({ stream }: Commit) => {
  const owner = owners.get(aggregateOf(stream));
  if (owner === undefined) throw new Error(`nobody owns ${stream}`);
  return owner;
};

const lastOf = (history: readonly Commit[]): Commit => {
  const last = history.at(-1);
  if (last === undefined) throw new Error('a history without a commit');
  return last;
};

/** Every commit with the history that led to it. */
const histories = (commits: readonly Commit[]): readonly (readonly Commit[])[] => {
  const streams = new Map<string, readonly Commit[]>();
  return commits.map((commit) => {
    const history = [...(streams.get(commit.stream) ?? []), commit];
    streams.set(commit.stream, history);
    return history;
  });
};

/** Every activated prescription ended, or an operator has a reason to look at it. */
export const auditEnds = ({ books, raw }: Region): void => {
  const parked = raw.inbox.parked();
  for (const { inbox, message, reason } of parked)
    hold('parked', PARKED_WITH_A_REASON.includes(reason), () => `${inbox} ${message.type} ${message.id} parked: ${reason}`);
  for (const [id, { status, wasActivated }] of books.prescriptions) {
    const hasReason = parked.some(({ message }) => message.correlationId === id);
    hold('ends', !wasActivated || isEnded(status) || hasReason, () => `${id} stays ${status} for ever`);
  }
};

/** What the commits from `first` on send out. */
const messagesOf = (
  commits: readonly Commit[],
  first: number,
): ReadonlyMap<string, { readonly message: Message; readonly at?: string }> => {
  const expected = new Map<string, { readonly message: Message; readonly at?: string }>();
  for (const history of histories(commits).slice(first)) {
    const { context, aggregate } = ownerOf(lastOf(history));
    const { announcements, timers } = aggregate.outgoing(history);
    for (const message of announcements)
      for (const inbox of subscribersOf(contexts, message.type)) expected.set(`${inbox} ${message.id}`, { message });
    for (const { message, at } of timers) expected.set(`${context.name} ${message.id}`, { message, at });
  }
  return expected;
};

/** What is read from the commits of a region just set up, which all histories begin with: once. */
const onceFor = <Read>(read: (commits: readonly Commit[]) => Read) => {
  const known = new WeakMap<Commit, { readonly read: Read }>();
  return (commits: readonly Commit[]): Read => {
    const last = lastOf(commits);
    const before = known.get(last) ?? { read: read(commits) };
    known.set(last, before);
    return before.read;
  };
};

const messagesBefore = onceFor((commits) => messagesOf(commits, 0));

/** I24: what was published is what was committed, all of it and nothing else; a timer is an owner's and has its time. */
export const auditMessages = ({ books, ledger }: Region): void => {
  const before = books.setUpCommits();
  const expected = messagesOf(books.commits, before.length);
  for (const [place, { message, at }] of expected) {
    const sent = ledger.sent.get(place);
    hold('I24', sent !== undefined, () => `${place} was never sent`);
    hold('I24', JSON.stringify(sent?.message.data) === JSON.stringify(message.data), () => `${place} says something else`);
    hold('timer', at === undefined || sent?.at === at, () => `${place} is due at ${sent?.at}, not ${at}`);
  }
  // A reader that began again sends what was sent before this history, too.
  const early = messagesBefore(before);
  for (const [place, { message }] of ledger.sent) {
    const isOwned = expected.has(place) || early.has(place) || message.type === 'webhook.attempt';
    hold('I24', isOwned, () => `${place} was sent and never committed`);
  }
};

const isSameRow = (left: ViewRecord, right: ViewRecord): boolean => JSON.stringify(left.value) === JSON.stringify(right.value);

/** Rows as the journal says, and since which version they say so. */
type Fold = ReadonlyMap<string, { readonly record: ViewRecord; readonly changedAt: number }>;

const foldOn = (before: Fold, commits: readonly Commit[], first: number): Fold => {
  const fold = new Map(before);
  for (const history of histories(commits).slice(first)) {
    for (const record of ownerOf(lastOf(history)).aggregate.records(history)) {
      const place = `${record.view} ${record.partition} ${record.sort}`;
      const known = fold.get(place);
      // A row that a commit does not change may keep its version.
      const changedAt = known !== undefined && isSameRow(known.record, record) ? known.changedAt : record.version;
      fold.set(place, { record, changedAt });
    }
  }
  return fold;
};

const foldBefore = onceFor((commits) => foldOn(new Map(), commits, 0));

/** Views equal to a fold of the journal. */
export const auditViews = ({ books, engine }: Region): void => {
  const before = books.setUpCommits();
  const expected = new Map(foldOn(foldBefore(before), books.commits, before.length));
  const names = new Set([...expected.values()].map(({ record }) => record.view));
  const rows = engine.store.rows();
  const passed = rows.filter(({ view }) => view === TIMELINE_VIEW).map(({ partition, sort }) => `${partition} ${sort}`);
  const through = new Set(books.commits.map(({ correlationId, stream }) => `${correlationId} ${stream}`));
  for (const place of through) hold('views', passed.includes(place), () => `no timeline knows ${place}`);
  hold('views', passed.length === through.size, () => 'a timeline knows a stream that its journey did not go through');
  for (const row of rows.filter(({ view }) => names.has(view))) {
    const place = `${row.view} ${row.partition} ${row.sort}`;
    const said = expected.get(place);
    hold('views', said !== undefined, () => `${place} stands in no journal`);
    const isNow = said !== undefined && row.version >= said.changedAt && row.version <= said.record.version;
    hold('views', isNow && isSameRow(row, said.record), () => `${place} is not what the journal says`);
    expected.delete(place);
  }
  hold('views', expected.size === 0, () => `${[...expected.keys()][0]} is missing`);
};
