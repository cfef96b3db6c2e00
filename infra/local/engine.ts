import { createSeals, hashIds } from '../../shared/adapters/node/ids.ts';
import type { Delivery } from '../../shared/adapters/sqlite/inbox.ts';
import { createConsumer } from '../../shared/kernel/consume.ts';
import { type Context, inboxesOf, subscribersOf } from '../../shared/kernel/context.ts';
import { createExecute, createLoad } from '../../shared/kernel/execute.ts';
import type { Log } from '../../shared/kernel/log.ts';
import type { RegionPolicies } from '../../shared/kernel/policy.ts';
import { createProjector, createRelay } from '../../shared/kernel/relay.ts';
import { historyOf, type Run } from '../../shared/kernel/runs.ts';
import type { Post, Runtime } from '../../shared/kernel/runtime.ts';
import type { Clock, Instant } from '../../shared/kernel/time.ts';
import { createTrail } from '../../shared/kernel/timeline.ts';
import type { Seals } from '../../shared/kernel/vault.ts';
import { createHttpApi, type HttpHandler } from '../../shared/lambda/http-api.ts';
import { createJournalReader } from './journal-reader.ts';
import { openSqliteStore, type SqliteStoreOptions, type Store, type StoreNeeds } from './store.ts';

/** What the manifests stand on. */
export interface Ports extends Pick<Store, 'journal' | 'views' | 'inbox' | 'vault'> {
  readonly seals: Seals;
}

export interface EngineOptions {
  readonly region: string;
  readonly contexts: readonly Context[];
  readonly policies: RegionPolicies;
  readonly masterKey: Buffer;
  readonly clock: Clock;
  readonly post: Post;
  readonly log: Log;
  /** Stands between the manifests and the adapters: a simulation breaks things there. */
  readonly wrapPorts?: (ports: Ports) => Ports;
  readonly wrapRuntime?: (runtime: Runtime) => Runtime;
  /** Called when there is new work: for the relay and projector, or for an inbox at that time. */
  readonly onWork?: (work: { readonly kind: 'journal' } | { readonly kind: 'inbox'; readonly inbox: string; readonly at: Instant }) => void;
}

/** One region on one SQLite file. */
export const createEngine = (options: EngineOptions & SqliteStoreOptions) => {
  const engine = createEngineOn((needs) => openSqliteStore(options, needs), options);
  return { ...engine, database: engine.store.database };
};
export type Engine = ReturnType<typeof createEngine>;

/**
 * One region on one store: the manifests bound to the adapters. It moves only when it is stepped; the server steps it in loops, a
 * simulation one step at a time in an order that its seed chooses.
 */
export const createEngineOn = <Opened extends Store>(openStore: (needs: StoreNeeds) => Opened, options: EngineOptions) => {
  const { contexts, clock, log, masterKey, onWork = () => {}, wrapPorts = (ports) => ports } = options;
  const store = openStore({
    clock,
    masterKey,
    subscribersOf: (type) => subscribersOf(contexts, type),
    onAppended: () => onWork({ kind: 'journal' }),
    onDue: (inbox, at) => onWork({ kind: 'inbox', inbox, at }),
  });
  const ports = wrapPorts({ ...portsOf(store), seals: createSeals(masterKey) });
  const { journal, views, inbox } = ports;
  const runtime = runtimeOn(ports, options);

  const history = historyOf(journal);
  const relay = createRelay(contexts, { history, bus: inbox, scheduler: inbox });
  const project = createProjector(contexts, { history, views });
  const consume = createConsumer(contexts, runtime);

  const reader = (name: 'relay' | 'projector', handle: (run: Run) => Promise<unknown>) =>
    createJournalReader({ name, journal, cursor: store.cursorOf(name), inbox, log, handle });

  return {
    runtime,
    store,
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
    sweep: () => store.sweep(),
    close: () => store.close(),
  };
};

const portsOf = ({ journal, views, inbox, vault }: Store): Omit<Ports, 'seals'> => ({ journal, views, inbox, vault });

const runtimeOn = (ports: Ports, { region, policies, clock, post, log, wrapRuntime = (runtime) => runtime }: EngineOptions): Runtime => {
  const { journal, views, inbox, vault, seals } = ports;
  return wrapRuntime({
    region,
    policies,
    load: createLoad(journal),
    execute: createExecute(journal),
    trail: createTrail({ journal, views }),
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
