import { type Delivery, RECEIPT_MS, type SqliteInbox } from '../../../../shared/adapters/sqlite/inbox.ts';
import { ATTEMPTS_MAX, backoffMs, type Message } from '../../../../shared/kernel/messages.ts';
import { addMs, type Clock, type Instant } from '../../../../shared/kernel/time.ts';
import { jsonCopy } from './json-copy.ts';
import { countBefore } from './sorted.ts';

interface Entry {
  readonly place: number;
  readonly inbox: string;
  readonly message: Message;
  readonly group: string | undefined;
  attempts: number;
  dueAt: Instant;
  parkedBecause?: string;
}

interface Box {
  readonly entries: Map<string, Entry>;
  /** Those that are not parked, soonest first, then in the order in which they came. */
  readonly queue: Entry[];
}

export type MemoryInbox = SqliteInbox & {
  /** The inboxes that have something to hand out, and when its first is due. */
  waiting(): readonly { readonly inbox: string; readonly at: Instant }[];
};

interface InboxNeeds {
  readonly clock: Clock;
  readonly subscribersOf: (type: string) => readonly string[];
  readonly onDue?: (inbox: string, at: Instant) => void;
}

/** Inboxes, bus and timers in memory. */
export const createMemoryInbox = ({ clock, subscribersOf, onDue = () => {} }: InboxNeeds): MemoryInbox => {
  const boxes = new Map<string, Box>();
  let places = 0;

  const boxOf = (inbox: string): Box => {
    const box = boxes.get(inbox) ?? { entries: new Map(), queue: [] };
    boxes.set(inbox, box);
    return box;
  };
  const enqueue = ({ queue }: Box, entry: Entry): void => {
    const isBehind = (other: Entry): boolean => other.dueAt > entry.dueAt || (other.dueAt === entry.dueAt && other.place > entry.place);
    queue.splice(countBefore(queue, isBehind), 0, entry);
  };
  const dequeue = ({ queue }: Box, entry: Entry): void => {
    const at = queue.indexOf(entry);
    if (at >= 0) queue.splice(at, 1);
  };
  const putOff = (box: Box, entry: Entry, dueAt: Instant): void => {
    dequeue(box, entry);
    entry.dueAt = dueAt;
    enqueue(box, entry);
  };
  const add = (inbox: string, message: Message, dueAt: Instant, group?: string): Entry | undefined => {
    const box = boxOf(inbox);
    if (box.entries.has(message.id)) return undefined;
    places += 1;
    const entry = { place: places, inbox, message: jsonCopy(message), group, attempts: 0, dueAt };
    box.entries.set(message.id, entry);
    enqueue(box, entry);
    return entry;
  };
  const park = (entry: Entry, reason: string): void => {
    entry.parkedBecause = reason;
    dequeue(boxOf(entry.inbox), entry);
  };
  const send: SqliteInbox['send'] = async (inbox, message, options = {}) => {
    const at = options.notBefore ?? clock.now();
    add(inbox, message, at, options.group);
    onDue(inbox, at);
  };
  const all = (): readonly Entry[] => [...boxes.values()].flatMap(({ entries }) => [...entries.values()]);

  return {
    send,
    schedule: (inbox, message, at) => send(inbox, message, { notBefore: at }),
    publish: async (messages) => {
      for (const message of messages) for (const inbox of subscribersOf(message.type)) await send(inbox, message);
    },
    receive: async (inbox, limit, busyGroups = []) => {
      const box = boxOf(inbox);
      const now = clock.now();
      const due = box.queue.slice(
        0,
        countBefore(box.queue, ({ dueAt }) => dueAt > now),
      );
      const given = due.filter(({ group }) => group === undefined || !busyGroups.includes(group)).slice(0, limit);
      return given.map((entry): Delivery => {
        entry.attempts += 1;
        putOff(box, entry, addMs(now, RECEIPT_MS));
        return { inbox, message: entry.message, attempt: entry.attempts, group: entry.group };
      });
    },
    settle: async ({ inbox, message, attempt }, outcome) => {
      const box = boxOf(inbox);
      const entry = box.entries.get(message.id);
      if (entry === undefined) return;
      if (outcome.kind === 'done') {
        box.entries.delete(message.id);
        dequeue(box, entry);
        return;
      }
      // Whoever took too long has lost the message to the next receiver, whose verdict counts.
      if (entry.attempts !== attempt || entry.parkedBecause !== undefined) return;
      if (outcome.kind === 'park' || attempt >= ATTEMPTS_MAX) {
        park(entry, outcome.reason);
        return;
      }
      const due = addMs(clock.now(), outcome.afterMs ?? backoffMs(attempt));
      putOff(box, entry, due);
      onDue(inbox, due);
    },
    nextDueAt: (inbox) => boxOf(inbox).queue[0]?.dueAt,
    recover: async () => {
      const now = clock.now();
      for (const box of boxes.values())
        for (const entry of box.queue.filter(({ attempts, dueAt }) => attempts > 0 && dueAt > now)) putOff(box, entry, now);
    },
    parkCommit: async (reader, { stream, version, at, correlationId, causationId }, reason) => {
      const message = { id: `${stream}/${version}`, type: 'commit', occurredAt: at, correlationId, causationId, data: { stream, version } };
      const entry = add(reader, message, at);
      if (entry !== undefined) park(entry, reason);
    },
    parked: () => all().flatMap(({ inbox, message, parkedBecause: reason }) => (reason === undefined ? [] : [{ inbox, message, reason }])),
    waiting: () => [...boxes].flatMap(([inbox, { queue }]) => (queue[0] === undefined ? [] : [{ inbox, at: queue[0].dueAt }])),
  };
};
