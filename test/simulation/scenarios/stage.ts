import type { Delivery } from '../../../shared/adapters/sqlite/inbox.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, epochMs, instant } from '../../../shared/kernel/time.ts';
import { auditEnds, auditMessages, auditViews } from '../law/audit.ts';
import { auditPacks } from '../law/audit-packs.ts';
import { auditWebhooks } from '../law/audit-webhooks.ts';
import { createChance } from '../run/chance.ts';
import { WHOLE } from '../run/extent.ts';
import type { Reply } from '../world/edge.ts';
import { openRegion } from '../world/region.ts';
import { type Agency, stockBody, template } from '../world/template.ts';
import { routeOf } from './route-of.ts';

/** What a request of the story may carry beside its path. */
export interface Asking {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly secret?: string | undefined;
  /** The Idempotency-Key. @default a fresh one */
  readonly key?: string;
}

const STEPS_MAX = 3_000;
const DELIVERIES_AT_ONCE = 50;

/**
 * The simulated region in a friendly world: the real manifests behind the real edge, a virtual clock, and the books that hold the
 * journal to the law. What goes wrong in a story, the story does itself.
 */
export const openStage = async ({ wrapRuntime }: { readonly wrapRuntime?: (runtime: Runtime) => Runtime } = {}) => {
  const mutant = wrapRuntime === undefined ? undefined : { name: 'what happens in between', runtime: wrapRuntime };
  const extent = { ...WHOLE, faults: [] };
  const region = await openRegion(await template('most'), { chance: createChance(1), extent, mutant, store: 'memory' });
  const { engine, clock, books, cast, waiting } = region;
  const [baotu, daming, qianfo] = cast.pharmacies;
  if (baotu === undefined || daming === undefined || qianfo === undefined) throw new Error('a town without its pharmacies');
  let keys = 0;

  /** `ask(baotu, 'POST /v1/offers/ofr_…/accept')` */
  const ask = async (agency: Agency, line: string, { body, query, secret, key }: Asking = {}): Promise<Reply> => {
    keys += 1;
    const reply = await region.send({
      ...routeOf(line),
      agencyId: agency.agencyId,
      apiKey: agency.apiKey,
      key: key ?? `story-${keys}`,
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query }),
      ...(secret === undefined ? {} : { headers: { 'claim-secret': secret } }),
    });
    await books.check();
    return reply;
  };

  /** The same, for a step that the story takes for granted. */
  const must = async (agency: Agency, line: string, asking: Asking = {}): Promise<Reply['body']> => {
    const { status, body } = await ask(agency, line, asking);
    if (status >= 300) throw new Error(`${line}: ${status} ${JSON.stringify(body)}`);
    return body;
  };

  /** Everything that is due now runs to its end; what an inbox of `held` has, waits. */
  const settle = async (...held: readonly string[]): Promise<void> => {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      let moved = (await engine.stepRelay()) + (await engine.stepProjector());
      for (const { inbox, at } of waiting()) {
        if (at > clock.now() || held.includes(inbox)) continue;
        const deliveries = await engine.inbox.receive(inbox, DELIVERIES_AT_ONCE);
        for (const delivery of deliveries) await engine.handle(delivery);
        moved += deliveries.length;
      }
      await books.check();
      if (moved === 0) return;
    }
    throw new Error('the region does not come to rest');
  };

  /** What waits in an inbox now, handled in the order and as often as the story wants. */
  const deliver = async (inbox: string, order: (messages: readonly Delivery[]) => readonly Delivery[]): Promise<void> => {
    for (const delivery of order(await engine.inbox.receive(inbox, DELIVERIES_AT_ONCE))) await engine.handle(delivery);
    await settle();
  };

  const nextDue = (): string | undefined =>
    waiting()
      .map(({ at }) => at)
      .sort()[0];

  /** Time passes, and every timer on the way fires at its own moment. */
  const passUntil = async (until: string): Promise<void> => {
    await settle();
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const due = nextDue();
      if (due === undefined || due > until) break;
      if (due > clock.now()) clock.set(instant(due));
      await settle();
    }
    if (until > clock.now()) clock.set(instant(until));
    await settle();
  };

  /** What the pharmacies say of their shelves; a feed counts for a day. */
  const restock = async (pharmacies: readonly Agency[] = cast.pharmacies, items: readonly object[] = stockBody(1).items): Promise<void> => {
    for (const pharmacy of pharmacies) await must(pharmacy, 'PUT /v1/stock', { body: { version: epochMs(clock.now()), items } });
    await settle();
  };

  return {
    ...cast,
    baotu,
    daming,
    qianfo,
    restock,
    region,
    clock,
    ask,
    must,
    settle,
    deliver,
    passUntil,
    pass: (ms: number): Promise<void> => passUntil(addMs(clock.now(), ms)),
    statusOf: books.statusOf,
    /** What happened in a stream, by the names of its events. */
    eventsOf: (stream: string): readonly string[] =>
      books.commits.filter((commit) => commit.stream === stream).flatMap(({ events }) => events.map((event) => Object(event).type)),
    /** What a receiver was told since the last look, `type` by `type`. */
    told: (agency: Agency) => region.receivers.take().filter(({ receiver }) => receiver === agency.name),
    /** What was parked for a person to look at. */
    parked: (): readonly string[] => region.raw.inbox.parked().map(({ reason }) => reason),
    /** Time passes until nothing is left to happen; then every invariant of section 11 must hold, and every view equal its journal. */
    rest: async (): Promise<void> => {
      await settle();
      for (let step = 0; step < STEPS_MAX; step += 1) {
        const due = nextDue();
        if (due === undefined) break;
        await passUntil(due);
      }
      auditEnds(region);
      auditMessages(region);
      auditViews(region);
      auditPacks(region);
      auditWebhooks(region);
      engine.close();
    },
  };
};
export type Stage = Awaited<ReturnType<typeof openStage>>;
