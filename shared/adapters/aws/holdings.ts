import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand, ListSchedulesCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import * as z from 'zod/mini';
import type { Message } from '../../kernel/messages.ts';
import type { Holdings, Subject, SubjectRecord, WaitingMessage } from '../../kernel/operations.ts';
import { type Clock, instant } from '../../kernel/time.ts';
import type { Vault } from '../../kernel/vault.ts';
import type { ViewRecord } from '../../kernel/views.ts';
import { encrypt } from '../node/sealing.ts';
import { readCommit } from './commit.ts';
import type { DataKeys } from './data-keys.ts';
import { COMMIT_ATTRIBUTE, JOURNAL_KEY, MOVED_ATTRIBUTE, VAULT_KEY, VIEWS_KEY } from './keys.ts';
import { type AttributeMap, createTable, fromAttributes, type Item } from './table.ts';
import { keyName, recordName } from './vault.ts';
import { itemOf, MARK } from './views.ts';

export interface DynamoHoldingsOptions {
  readonly client: DynamoDBClient;
  readonly journalTable: string;
  readonly viewsTable: string;
  readonly vaultTable: string;
  readonly vault: Vault;
  readonly dataKeys: DataKeys;
  readonly timers: TimersOptions;
  readonly clock: Clock;
}

const PUTS_AT_ONCE = 25;

export interface TimersOptions {
  readonly client: SchedulerClient;
  readonly groupName: string;
  /** The inbox whose queue has this ARN. */
  readonly inboxOf: (queueArn: string) => string | undefined;
  readonly readMessage: (text: string) => Message | undefined;
}

/** 1 MB each: a terabyte. */
const PAGES_MAX = 1_000_000;

/** A region's tables, whole. Only an operator's command scans; no function may. */
export const createDynamoHoldings = (options: DynamoHoldingsOptions): Holdings => {
  const { client, journalTable, viewsTable, vaultTable, vault, dataKeys, clock } = options;
  const commits = createTable({ client, name: journalTable, key: JOURNAL_KEY, row: StoredText });
  const rows = createTable({ client, name: viewsTable, key: VIEWS_KEY, row: StoredRow });
  const held = createTable({ client, name: vaultTable, key: VAULT_KEY, row: VaultItem });

  const recordsOf = async (token: string, names: readonly VaultItem[]): Promise<readonly SubjectRecord[]> => {
    const records: SubjectRecord[] = [];
    for (const { name: stored, generation } of names.filter(({ name }) => name.startsWith(recordName('')))) {
      const name = stored.slice(recordName('').length);
      const opened = await vault.open(token, name);
      records.push({ name, generation, ...(opened.kind === 'content' ? { content: opened.content } : {}) });
    }
    return records;
  };
  const subjectOf = async (token: string): Promise<Subject> => {
    const items = await held.all({ partition: token, isConsistent: true, limit: ITEMS_PER_PAGE });
    const keys = items.filter(({ name }) => name.startsWith('key#'));
    const erased = keys.filter(({ bytes }) => bytes === undefined).map(({ generation }) => generation);
    return { token, generation: keys.at(-1)?.generation ?? 0, erased, records: await recordsOf(token, items) };
  };

  return {
    commits: async function* () {
      for await (const item of scan(client, journalTable)) yield readCommit(StoredText.parse(item).content);
    },
    rows: async function* () {
      for await (const item of scan(client, viewsTable)) yield recordOf(item);
    },
    subjects: async function* () {
      const seen = new Set<string>();
      for await (const item of scan(client, vaultTable)) {
        const { token } = VaultItem.parse(item);
        if (seen.has(token)) continue;
        seen.add(token);
        yield await subjectOf(token);
      }
    },
    waiting: () => timersOf(options.timers),
    // A stream tells nobody how far its readers are; their alarm does.
    unread: async () => 0,
    putRows: async (records) => {
      for (let from = 0; from < records.length; from += PUTS_AT_ONCE) {
        await Promise.all(records.slice(from, from + PUTS_AT_ONCE).map((record) => rows.put(itemOf(record, clock.now()))));
      }
    },
    putCommit: async (commit) => {
      const { stream, version } = commit;
      const item = { stream, version, [COMMIT_ATTRIBUTE]: JSON.stringify(commit), [MOVED_ATTRIBUTE]: 1 };
      await commits.put(item);
    },
    putSubject: async ({ token, generation: newest, erased, records }) => {
      const keys = new Map<number, Uint8Array>();
      for (let generation = 1; generation <= newest; generation += 1) {
        const made = erased.includes(generation) ? undefined : await dataKeys.create({ token, generation });
        if (made !== undefined) keys.set(generation, made.key);
        const item = { token, name: keyName(generation), generation, ...(made === undefined ? {} : { bytes: made.wrapped }) };
        await held.put(item);
      }
      for (const { name, generation, content } of records) {
        const key = keys.get(generation);
        const isReadable = key !== undefined && content !== undefined;
        const bytes = isReadable ? encrypt(key, `${token}/${name}`, Buffer.from(content)) : UNREADABLE;
        await held.put({ token, name: recordName(name), generation, bytes });
      }
    },
  };
};

const StoredRow = z.object({
  rows: z.string(),
  sort: z.string(),
  version: z.number(),
  content: z.optional(z.string()),
  expiresAt: z.optional(z.string()),
});

const recordOf = (item: unknown): ViewRecord => {
  const { rows, sort, version, content, expiresAt } = StoredRow.parse(item);
  // A view's name has no `#`; a partition may.
  const cut = rows.indexOf('#');
  return {
    view: rows.slice(0, cut),
    partition: rows.slice(cut + 1),
    sort: sort.slice(MARK.length),
    version,
    value: content === undefined ? undefined : JSON.parse(content),
    ...(expiresAt === undefined ? {} : { expiresAt: instant(expiresAt) }),
  };
};

/** What stands where a record was whose key is destroyed: that there was one is still known. */
const UNREADABLE = new Uint8Array(1);

const VaultItem = z.object({ token: z.string(), name: z.string(), generation: z.int(), bytes: z.optional(z.unknown()) });
type VaultItem = z.infer<typeof VaultItem>;

const StoredText = z.object({ [COMMIT_ATTRIBUTE]: z.string() });

const ITEMS_PER_PAGE = 1_000;

const scan = async function* (client: DynamoDBClient, TableName: string): AsyncGenerator<Item> {
  let from: AttributeMap | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey: from }),
    );
    yield* Items.map(fromAttributes);
    from = LastEvaluatedKey;
    if (from === undefined) return;
  }
  throw new Error(`${TableName} has no end`);
};

/** What sleeps in the scheduler. What waits in a queue, 15 minutes at most, cannot be listed: let it run dry first. */
const timersOf = async function* ({ client, groupName, inboxOf, readMessage }: TimersOptions): AsyncGenerator<WaitingMessage> {
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { Schedules = [], NextToken: next } = await client.send(new ListSchedulesCommand({ GroupName: groupName, NextToken }));
    for (const { Name } of Schedules) {
      const { ScheduleExpression = '', Target } = await client.send(new GetScheduleCommand({ GroupName: groupName, Name }));
      const at = /^at\((.+)\)$/.exec(ScheduleExpression)?.[1];
      const inbox = inboxOf(Target?.Arn ?? '');
      const message = readMessage(Target?.Input ?? '');
      if (at === undefined || inbox === undefined || message === undefined) throw new Error(`the schedule ${Name} is none of ours`);
      yield { inbox, message, at: instant(`${at}Z`) };
    }
    NextToken = next;
    if (NextToken === undefined) return;
  }
  throw new Error(`${groupName} has no end`);
};
