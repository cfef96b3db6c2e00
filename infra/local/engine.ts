import { createSeals, hashIds } from '../../shared/adapters/node/ids.ts';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox, type Delivery } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal, cursorOf } from '../../shared/adapters/sqlite/journal.ts';
import { createSqliteVault } from '../../shared/adapters/sqlite/vault.ts';
import { createSqliteViews } from '../../shared/adapters/sqlite/views.ts';
import { createConsumer } from '../../shared/kernel/consume.ts';
import { type Context, inboxesOf, subscribersOf } from '../../shared/kernel/context.ts';
import { createExecute, createLoad } from '../../shared/kernel/execute.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import type { RegionPolicies } from '../../shared/kernel/policy.ts';
import { createProjector, createRelay } from '../../shared/kernel/relay.ts';
import type { Log, Post, Runtime } from '../../shared/kernel/runtime.ts';
import type { Clock, Instant } from '../../shared/kernel/time.ts';
import { createHttpApi, type HttpHandler } from '../../shared/lambda/http-api.ts';

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
  /** Called when there is new work: for the relay and projector, or for an inbox at that time. */
  readonly onWork?: (work: { readonly kind: 'journal' } | { readonly kind: 'inbox'; readonly inbox: string; readonly at: Instant }) => void;
}

/** Commits that a reader of the journal takes at once. */
const READ_COMMITS = 100;

/**
 * One region on one SQLite file: the manifests bound to the adapters. It moves only when it is stepped; the server steps it in
 * loops, a simulation one step at a time in an order that its seed chooses.
 */
export const createEngine = (options: EngineOptions) => {
  const { contexts, clock, log, onWork = () => {} } = options;
  const database = openDatabase({
    path: options.path,
    ...(options.whenToCommit === undefined ? {} : { whenToCommit: options.whenToCommit }),
  });
  const journal = createSqliteJournal(database, () => onWork({ kind: 'journal' }));
  const views = createSqliteViews(database, clock);
  const inbox = createSqliteInbox(
    database,
    clock,
    (type) => subscribersOf(contexts, type),
    (name, at) => onWork({ kind: 'inbox', inbox: name, at }),
  );
  const runtime: Runtime = {
    region: options.region,
    policies: options.policies,
    load: createLoad(journal),
    execute: createExecute(journal),
    views,
    inbox,
    scheduler: inbox,
    vault: createSqliteVault(database, options.masterKey),
    seals: createSeals(options.masterKey),
    ids: hashIds,
    clock,
    post: options.post,
    log,
  };

  const relay = createRelay(contexts, { journal, bus: inbox, scheduler: inbox });
  const project = createProjector(contexts, { journal, views });
  const consume = createConsumer(contexts, runtime);

  /** Reads on from the reader's cursor. A commit that cannot be handled is parked by itself and does not hold up the rest. */
  const reader = (name: string, handle: (commit: Commit) => Promise<void>) => {
    const cursor = cursorOf(database, name);
    return async (limit = READ_COMMITS): Promise<number> => {
      const entries = await journal.read(cursor.read(), limit);
      const last = entries.at(-1);
      if (last === undefined) return 0;
      await Promise.all(
        entries.map(async ({ commit }) => {
          try {
            await handle(commit);
          } catch (thrown) {
            log.failure(`${name}.parked`, thrown, { stream: commit.stream, version: commit.version });
            await inbox.parkCommit(name, commit, 'failure');
          }
        }),
      );
      await cursor.move(last.position);
      return entries.length;
    };
  };

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
