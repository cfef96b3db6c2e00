import { createAuthorizer } from '../../../functions/partners/authorizer.ts';
import type { Ports } from '../../../infra/local/engine.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import type { Delivery } from '../../../shared/adapters/sqlite/inbox.ts';
import { subscribersOf } from '../../../shared/kernel/context.ts';
import { createProjector, createRelay } from '../../../shared/kernel/relay.ts';
import { historyOf } from '../../../shared/kernel/runs.ts';
import type { OutgoingAnswer, OutgoingRequest, Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, type Clock, SECOND_MS } from '../../../shared/kernel/time.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { type Books, createBooks } from '../law/books.ts';
import type { Chance } from '../run/chance.ts';
import type { Extent } from '../run/extent.ts';
import { createTally } from '../run/tally.ts';
import { createEdge } from './edge.ts';
import { createMisfortune, createSaboteur, type Fault, sabotaged } from './faults.ts';
import { createKeyring } from './keyring.ts';
import { createLedger } from './ledger.ts';
import { createReceivers } from './receivers.ts';
import { STORES, type StoreName } from './stores.ts';
import { openEngine, type Template } from './template.ts';

/** A guard turned off: what a test of the simulation puts between. */
export interface Mutant {
  readonly name: string;
  readonly ports?: ((ports: Ports) => Ports) | undefined;
  readonly runtime?: ((runtime: Runtime) => Runtime) | undefined;
  /** Takes a guard out of the code itself; what it gives puts it back. */
  readonly takeOut?: (() => () => void) | undefined;
  readonly post?: (post: (request: OutgoingRequest) => Promise<OutgoingAnswer>) => (request: OutgoingRequest) => Promise<OutgoingAnswer>;
}

export interface RegionOptions {
  readonly chance: Chance;
  readonly extent: Extent;
  readonly mutant?: Mutant | undefined;
  readonly store: StoreName;
}

/** A machine whose clock is off by more is no machine of a cloud. */
export const OWN_SKEW_MAX_MS = SECOND_MS;
const OWN_SKEWS_MS = [-OWN_SKEW_MAX_MS, -100, 100, OWN_SKEW_MAX_MS];

const MACS_KEPT_MAX = 20_000;
const macs = new Map<string, string>();

/** The same seals, faster: every history derives the same secrets of the same cast again. */
const rememberingSeals = (seals: Ports['seals']): Ports['seals'] => ({
  ...seals,
  mac: (purpose, ...parts) => {
    const place = JSON.stringify([purpose, ...parts]);
    const known = macs.get(place) ?? seals.mac(purpose, ...parts);
    if (macs.size >= MACS_KEPT_MAX) macs.clear();
    macs.set(place, known);
    return known;
  },
});

/** One region on its way through a history: the real manifests on the real adapter, and everything that breaks or watches them. */
export const openRegion = async (template: Template, { chance, extent, mutant, store: storeName }: RegionOptions) => {
  const clock = createVirtualClock();
  const { cast, beginning } = template;
  const faults: ReadonlySet<Fault> = new Set(extent.faults);
  const tally = createTally();
  const misfortune = createMisfortune(chance, faults);
  const saboteur = createSaboteur(chance, faults, tally);
  const ledger = createLedger((type) => subscribersOf(contexts, type));
  const secrets = new Map([cast.hospital, cast.patientApp, ...cast.pharmacies].map(({ name, endpointSecret }) => [name, endpointSecret]));
  const receivers = createReceivers({ chance: misfortune.of('receivers'), clock, tally, isMoody: faults.has('receivers') }, secrets);
  const failures: string[] = [];
  let raw: Ports | undefined;
  let wrapped: Ports | undefined;
  let books: Books | undefined;
  let skewMs = 0;
  let seen = { now: clock.now(), skewMs, own: clock.now() };
  // Asked far more often than it moves.
  const ownClock: Clock = {
    now: () => {
      const now = clock.now();
      if (seen.now !== now || seen.skewMs !== skewMs) seen = { now, skewMs, own: addMs(now, skewMs) };
      return seen.own;
    },
  };

  const engine = openEngine((needs) => STORES[storeName](needs, beginning), {
    clock,
    post: mutant?.post?.(receivers.post) ?? receivers.post,
    log: { info: () => {}, count: () => {}, failure: (code, thrown) => void failures.push(`${code}: ${String(thrown)}`) },
    wrapPorts: (ports) => {
      raw = ports;
      const noted = ledger.noting({ ...ports, seals: rememberingSeals(ports.seals) });
      wrapped = sabotaged(mutant?.ports?.(noted) ?? noted, saboteur);
      return wrapped;
    },
    onWork: ({ kind }) => {
      if (kind === 'journal') books?.fallBehind();
    },
    // Each of our machines has a clock of its own; what holds a message until its time goes by another.
    wrapRuntime: (runtime) => {
      const skewed = { ...runtime, clock: ownClock };
      return mutant?.runtime?.(skewed) ?? skewed;
    },
  });
  if (raw === undefined || wrapped === undefined) throw new Error('the engine has no ports');
  const kept = createBooks(raw.journal, cast);
  books = kept;
  await kept.check();
  kept.begin();
  const { journal, views, inbox } = wrapped;

  return {
    /** All who are registered, and those of them who act. */
    everyone: cast,
    cast: { ...cast, pharmacies: cast.pharmacies.slice(0, extent.pharmacies) },
    clock,
    chance,
    misfortune,
    engine,
    raw,
    books: kept,
    ledger,
    receivers,
    saboteur,
    tally,
    keyring: createKeyring(),
    /** The work goes on on another machine. */
    moveOn: (): void => {
      skewMs = misfortune.strikes('skew', 0.3) ? (misfortune.of('skew').oneOf(OWN_SKEWS_MS) ?? 0) : 0;
      if (skewMs !== 0) tally.count('fault skew-of-our-own');
    },
    /** What the region logged as broken, newest last. */
    failures,
    waiting: engine.store.waiting,
    /** Deliveries that were handed out and are not settled yet. */
    pool: [] as Delivery[],
    send: createEdge(engine, createAuthorizer(engine.runtime), clock),
    /** A second reader of the journal, for copies of single commits. */
    relayAgain: createRelay(contexts, { history: historyOf(journal), bus: inbox, scheduler: inbox }),
    projectAgain: createProjector(contexts, { history: historyOf(journal), views }),
  };
};
export type Region = Awaited<ReturnType<typeof openRegion>>;
