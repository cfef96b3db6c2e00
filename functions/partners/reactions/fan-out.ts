import * as z from 'zod/mini';
import { catalog } from '../../../events/catalog.ts';
import type { AnyEvent, Audience } from '../../../events/define-event.ts';
import type { EndpointId } from '../../../events/vocabulary/ids.ts';
import { done, type Outcome, park } from '../../../shared/kernel/messages.ts';
import { type Received, reactionToMany } from '../../../shared/kernel/reaction.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { attemptMessage, bodyOf, DELIVERIES_INBOX, pick } from '../domain/delivery.ts';
import { matches } from '../domain/subscription.ts';
import { Endpoints, endpointsOfRole } from '../views/endpoints.ts';
import { STANDING, Standings } from '../views/standings.ts';
import { takeTurn } from './take-turn.ts';

interface ToldEvent extends AnyEvent {
  readonly webhook: Audience<string>;
}
const isTold = (event: AnyEvent): event is ToldEvent => event.webhook !== undefined;
const toldEvents: ReadonlyMap<string, ToldEvent> = new Map(catalog.filter(isTold).map((event) => [event.type, event]));

const Data = z.record(z.string(), z.unknown());
const ROWS_PER_PAGE = 200;
/** Endpoints of one agency or role that one event goes to. */
const PAGES_MAX = 25;

/**
 * An event to the endpoints of those whom its audience names. An endpoint is known from the answer that
 * created it on, so it misses no event that happens after.
 */
export const fanOut = reactionToMany({
  name: 'fan-out',
  on: [...toldEvents.keys()],
  handle: async ({ message, cause }, runtime): Promise<Outcome> => {
    const event = toldEvents.get(message.type);
    if (event === undefined) return park('no-audience');
    const data = Data.parse(message.data);
    const { agencies, roles = [], fields, roleFields = [] } = event.webhook;

    // By endpoint, roles last: whoever is named and of a told role as well gets the larger set of fields, once.
    const bodies = new Map<EndpointId, string>();
    const tell = async (partition: string, shown: readonly string[]): Promise<void> => {
      const body = bodyOf(event, message, pick(data, shown));
      for (const endpointId of await endpointsToTell(runtime, partition, event.type)) bodies.set(endpointId, body);
    };
    for (const agencyId of agencies.map((field) => data[field])) if (typeof agencyId === 'string') await tell(agencyId, fields);
    for (const role of roles) await tell(endpointsOfRole(role), [...fields, ...roleFields]);

    const told = await Promise.allSettled(
      [...bodies].map(([endpointId, body], nth) =>
        tellOne(runtime, { message, cause, endpointId, body, isEarly: nth < FIRSTS_PER_EVENT_MAX }),
      ),
    );
    // All have ended before the message comes again: what is written down by then is not sent again.
    for (const one of told) if (one.status === 'rejected') throw one.reason;
    return done;
  },
});

const endpointsToTell = async ({ views }: Pick<Runtime, 'views'>, partition: string, type: string): Promise<readonly EndpointId[]> => {
  const found: EndpointId[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const rows = await Endpoints.list(views, { partition, limit: ROWS_PER_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    const fitting = rows.items.filter(
      ({ status, settings }) => status === 'enabled' && settings.patterns.some((pattern) => matches(pattern, type)),
    );
    found.push(...fitting.map(({ endpointId }) => endpointId));
    cursor = rows.nextCursor;
    if (cursor === undefined) return found;
  }
  throw new Error(`more than ${PAGES_MAX * ROWS_PER_PAGE} endpoints to tell of one event`);
};

/** First attempts that one event makes at once; the lane tells whoever comes after them. */
const FIRSTS_PER_EVENT_MAX = 20;
/** First attempts to one endpoint that this process makes at once, a batch of them: a receiver that hangs keeps no more of the fan-out busy. */
const FIRSTS_AT_ONCE_MAX = 10;
const firstsNow = new Map<EndpointId, number>();

interface Telling extends Pick<Received<unknown>, 'message' | 'cause'> {
  readonly endpointId: EndpointId;
  readonly body: string;
  /** Among those of its event that may go at once. */
  readonly isEarly: boolean;
}

/**
 * The first attempt is made at once where the last one got through: no queue, no second message. The others wait in the lane, where
 * a slow receiver holds up only its own.
 */
const tellOne = async (runtime: Runtime, { message, cause, endpointId, body, isEarly }: Telling): Promise<void> => {
  const { views, inbox, ids } = runtime;
  const messageId = ids.derive('msg', message.id, endpointId);
  const delivery = { messageId, endpointId, type: message.type, eventId: message.id, attempt: 1, body };
  const standing = await Standings.get(views, endpointId, STANDING);
  const now = firstsNow.get(endpointId) ?? 0;
  if (!isEarly || standing?.isFailing === true || now >= FIRSTS_AT_ONCE_MAX) {
    return inbox.send(DELIVERIES_INBOX, attemptMessage(delivery, { ...message, causationId: message.id }), { group: endpointId });
  }
  firstsNow.set(endpointId, now + 1);
  try {
    await takeTurn(runtime, { delivery, message, cause, standing });
  } finally {
    const left = (firstsNow.get(endpointId) ?? 1) - 1;
    if (left > 0) firstsNow.set(endpointId, left);
    else firstsNow.delete(endpointId);
  }
};
