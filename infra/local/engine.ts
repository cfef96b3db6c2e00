import { createSeals, hashIds } from '../../shared/adapters/node/ids.ts';
import { type Database, openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox, type Delivery, type SqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal, cursorOf } from '../../shared/adapters/sqlite/journal.ts';
import { createSqliteVault } from '../../shared/adapters/sqlite/vault.ts';
import { createSqliteViews } from '../../shared/adapters/sqlite/views.ts';
import { createConsumer } from '../../shared/kernel/consume.ts';
import { type Context, inboxesOf, subscribersOf } from '../../shared/kernel/context.ts';
import { createExecute, createLoad } from '../../shared/kernel/execute.ts';
import type { Commit, Journal, JournalTail } from '../../shared/kernel/journal.ts';
import type { RegionPolicies } from '../../shared/kernel/policy.ts';
import { createProjector, createRelay } from '../../shared/kernel/relay.ts';
import type { Log, Post, Runtime } from '../../shared/kernel/runtime.ts';
import type { Clock, Instant } from '../../shared/kernel/time.ts';
import type { Seals, Vault } from '../../shared/kernel/vault.ts';
import type { Views } from '../../shared/kernel/views.ts';
import { createHttpApi, type HttpHandler } from '../../shared/lambda/http-api.ts';

/** What the manifests stand on. */
export interface Ports {
  readonly journal: Journal & JournalTail;
  readonly views: Views;
  readonly inbox: SqliteInbox;
  readonly vault: Vault;
  readonly seals: Seals;
}

import { createJournalReader } from './journal-reader.ts';

export interface EngineOptions {
  readonly region: string;
  readonly contexts: readonly Context[];
  readonly policies: RegionPolicies;
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly masterKey: Buffer;
  readonly clock: Clock;
  readonly post: Post;
  readonly log: Log;
  readonly whenToCommit?: (commit: () => void) => void;
  /** Stands between the manifests and the adapters: a simulation breaks things there. */
  readonly wrapPorts?: (ports: Ports) => Ports;
  readonly wrapRuntime?: (runtime: Runtime) => Runtime;
  /** Called when there is new work: for the relay and projector, or for an inbox at that time. */
  readonly onWork?: (work: { readonly kind: 'journal' } | { readonly kind: 'inbox'; readonly inbox: string; readonly at: Instant }) => void;
}

/**
 * One region on one SQLite file: the manifests bound to the adapters. It moves only when it is stepped; the server steps it in
 * loops, a simulation one step at a time in an order that its seed chooses.
 */
export const createEngine = (options: EngineOptions) => {
  const { contexts, clock, log } = options;
  const database = openDatabase({
    path: options.path,
    ...(options.whenToCommit === undefined ? {} : { whenToCommit: options.whenToCommit }),
  });
  const ports = portsOn(database, options);
  const { journal, views, inbox } = ports;
  const runtime = runtimeOn(ports, options);

  const relay = createRelay(contexts, { journal, bus: inbox, scheduler: inbox });
  const project = createProjector(contexts, { journal, views });
  const consume = createConsumer(contexts, runtime);

  const reader = (name: 'relay' | 'projector', handle: (commit: Commit) => Promise<unknown>) =>
    createJournalReader({ name, journal, cursor: cursorOf(database, name), inbox, log, handle });

  return {
    runtime,
    database,
    inbox,
    journal,
    apis: new Map<string, HttpHandler>(contexts.map((context) => [context.name, createHttpApi(context, runtime)])),
    inboxes: contexts.flatMap(inboxesOf),
    stepRelay: reader('relay', relay),
    stepProjector: reader('projector', project),
    /** Handles one delivery to its outcome. */
    handle: async (delivery: Delivery): Promise<void> => {
      const outcome = await consume(delivery.inbox, delivery.message);
      if (outcome.kind !== 'done') {
        log.info(`message.${outcome.kind}`, { messageId: delivery.message.id, reason: outcome.reason, attempt: delivery.attempt });
      }
      await inbox.settle(delivery, outcome);
    },
    /** Takes rows away whose time is over; reading passed over them already. */
    sweep: () => database.write(() => database.run('DELETE FROM views WHERE expires_at < ?', clock.now())),
    close: () => database.close(),
  };
};
export type Engine = ReturnType<typeof createEngine>;

const portsOn = (database: Database, options: EngineOptions): Ports => {
  const { contexts, clock, masterKey, onWork = () => {}, wrapPorts = (ports) => ports } = options;
  return wrapPorts({
    journal: createSqliteJournal(database, () => onWork({ kind: 'journal' })),
    views: createSqliteViews(database, clock),
    inbox: createSqliteInbox(
      database,
      clock,
      (type) => subscribersOf(contexts, type),
      (name, at) => onWork({ kind: 'inbox', inbox: name, at }),
    ),
    vault: createSqliteVault(database, masterKey),
    seals: createSeals(masterKey),
  });
};

const runtimeOn = (ports: Ports, { region, policies, clock, post, log, wrapRuntime = (runtime) => runtime }: EngineOptions): Runtime => {
  const { journal, views, inbox, vault, seals } = ports;
  return wrapRuntime({
    region,
    policies,
    load: createLoad(journal),
    execute: createExecute(journal),
    views,
    inbox,
    scheduler: inbox,
    vault,
    seals,
    ids: hashIds,
    clock,
    post,
    log,
  });
};
