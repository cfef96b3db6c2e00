import type { Commit } from '../../kernel/journal.ts';
import { ATTEMPTS_MAX, type Bus, backoffMs, type Inbox, type Message, type Outcome, type Scheduler } from '../../kernel/messages.ts';
import { addMs, type Clock, type Instant, instant, MINUTE_MS } from '../../kernel/time.ts';
import type { Database } from './database.ts';

/** A message as its consumer gets it. */
export interface Delivery {
  readonly inbox: string;
  readonly message: Message;
  /** 1 on the first receipt. */
  readonly attempt: number;
  readonly group: string | undefined;
}

/** How long a receipt may take before the message is handed out again. */
export const RECEIPT_MS = 2 * MINUTE_MS;

export interface SqliteInbox extends Inbox, Scheduler, Bus {
  /** Hands out messages that are due and hides them for `RECEIPT_MS`. */
  receive(inbox: string, limit: number, busyGroups?: readonly string[]): Promise<readonly Delivery[]>;
  settle(delivery: Delivery, outcome: Outcome): Promise<void>;
  /** When the inbox's next message is due; undefined when none waits. */
  nextDueAt(inbox: string): Instant | undefined;
  /** After a crash: what was handed out and never settled is due at once. */
  recover(): Promise<void>;
  /** Keeps a commit that a reader of the journal could not handle, for an operator. */
  parkCommit(reader: string, commit: Commit, reason: string): Promise<void>;
  parked(): readonly { readonly inbox: string; readonly message: Message; readonly reason: string }[];
}

const SEND = 'INSERT INTO messages (inbox, id, content, due_at, message_group) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';

const DUE = `
  SELECT id, content, attempts, message_group FROM messages
   WHERE inbox = ? AND due_at <= ? AND parked_because IS NULL
     AND (message_group IS NULL OR message_group NOT IN (SELECT value FROM json_each(?)))
   ORDER BY due_at LIMIT ?`;
const HIDE = 'UPDATE messages SET attempts = ?, due_at = ? WHERE inbox = ? AND id = ?';
// Both only for the last receipt: whoever took too long has lost the message to the next receiver, whose verdict counts.
const PUT_OFF = 'UPDATE messages SET due_at = ? WHERE inbox = ? AND id = ? AND attempts = ?';
const GIVE_UP = 'UPDATE messages SET parked_because = ? WHERE inbox = ? AND id = ? AND attempts = ?';
const NEXT = 'SELECT MIN(due_at) AS at FROM messages WHERE inbox = ? AND parked_because IS NULL';
const RECOVER = 'UPDATE messages SET due_at = ? WHERE attempts > 0 AND parked_because IS NULL AND due_at > ?';
const PARK = 'INSERT INTO messages (inbox, id, content, due_at, parked_because) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';

type OnDue = (inbox: string, at: Instant) => void;

/** `subscribers` names the inboxes of a message type: the bus's rules, from the manifests. `onDue` wakes the consumers. */
export const createSqliteInbox = (
  database: Database,
  clock: Clock,
  subscribers: (type: string) => readonly string[],
  onDue: OnDue = () => {},
): SqliteInbox => ({
  ...senderOf(database, clock, subscribers, onDue),
  ...receiverOf(database, clock, onDue),
  ...parkOf(database),
});

const senderOf = (
  database: Database,
  clock: Clock,
  subscribers: (type: string) => readonly string[],
  onDue: OnDue,
): Pick<SqliteInbox, 'send' | 'schedule' | 'publish'> => {
  const insert = (inbox: string, message: Message, at: Instant, group?: string): void => {
    database.run(SEND, inbox, message.id, JSON.stringify(message), at, group ?? null);
  };
  const send: Inbox['send'] = async (inbox, message, options = {}) => {
    const at = options.notBefore ?? clock.now();
    await database.write(() => insert(inbox, message, at, options.group));
    onDue(inbox, at);
  };

  return {
    send,
    schedule: (inbox, message, at) => send(inbox, message, { notBefore: at }),
    publish: async (messages) => {
      const now = clock.now();
      const addressed = messages.flatMap((message) => subscribers(message.type).map((inbox) => ({ inbox, message })));
      if (addressed.length === 0) return;
      await database.write(() => {
        for (const { inbox, message } of addressed) insert(inbox, message, now);
      });
      for (const { inbox } of addressed) onDue(inbox, now);
    },
  };
};

const receiverOf = (database: Database, clock: Clock, onDue: OnDue): Pick<SqliteInbox, 'receive' | 'settle' | 'nextDueAt' | 'recover'> => ({
  receive: async (inbox, limit, busyGroups = []) => {
    const due = () => database.all(DUE, inbox, clock.now(), JSON.stringify(busyGroups), limit);
    // An idle look costs no transaction.
    if (due().length === 0) return [];
    return database.write(() => {
      const hiddenUntil = addMs(clock.now(), RECEIPT_MS);
      // Looked at again: another receiver may have come in between.
      return due().map((row): Delivery => {
        const attempt = Number(row['attempts']) + 1;
        database.run(HIDE, attempt, hiddenUntil, inbox, String(row['id']));
        const group = row['message_group'] === null ? undefined : String(row['message_group']);
        return { inbox, message: JSON.parse(String(row['content'])), attempt, group };
      });
    });
  },
  settle: async ({ inbox, message, attempt }, outcome) => {
    await database.write(() => {
      if (outcome.kind === 'done') {
        database.run('DELETE FROM messages WHERE inbox = ? AND id = ?', inbox, message.id);
        return;
      }
      const isExhausted = outcome.kind === 'retry' && attempt >= ATTEMPTS_MAX;
      if (outcome.kind === 'park' || isExhausted) {
        database.run(GIVE_UP, outcome.reason, inbox, message.id, attempt);
        return;
      }
      const due = addMs(clock.now(), outcome.afterMs ?? backoffMs(attempt));
      if (database.run(PUT_OFF, due, inbox, message.id, attempt) > 0) onDue(inbox, due);
    });
  },
  nextDueAt: (inbox) => {
    const at = database.get(NEXT, inbox)?.['at'];
    return typeof at === 'string' ? instant(at) : undefined;
  },
  recover: async () => {
    await database.write(() => database.run(RECOVER, clock.now(), clock.now()));
  },
});

const parkOf = (database: Database): Pick<SqliteInbox, 'parkCommit' | 'parked'> => ({
  parkCommit: async (reader, { stream, version, at, correlationId, causationId }, reason) => {
    const place = `${stream}/${version}`;
    const message: Message = { id: place, type: 'commit', occurredAt: at, correlationId, causationId, data: { stream, version } };
    await database.write(() => database.run(PARK, reader, place, JSON.stringify(message), at, reason));
  },
  parked: () =>
    database.all('SELECT inbox, content, parked_because FROM messages WHERE parked_because IS NOT NULL').map((row) => ({
      inbox: String(row['inbox']),
      message: JSON.parse(String(row['content'])),
      reason: String(row['parked_because']),
    })),
});
