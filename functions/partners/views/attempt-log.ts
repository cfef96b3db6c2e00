import { deliveriesAt, WebhookDeliveries, type WebhookDelivery } from '../../../events/deliveries.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Page, Views } from '../../../shared/kernel/views.ts';

/** One turn of one message, as the endpoint's agency sees it. */
export type LoggedAttempt = WebhookDelivery['attempts'][number] & Pick<WebhookDelivery, 'messageId' | 'type'>;

export interface LogPage {
  readonly endpointId: string;
  readonly limit: number;
  readonly cursor?: string;
  /** Events before are not shown any more. */
  readonly from: Instant;
}

/** `<row>#<attempt>`: a message's turns may fall on two pages. */
const placeOf = (sort: string, attempt: number): string => `${sort}#${attempt}`;
const readPlace = (cursor: string): { readonly sort: string; readonly before: number } => {
  const [sort = '', attempt = '0'] = cursor.split('#');
  return { sort, before: Number(attempt) };
};

/** The attempts of one endpoint: the newest event first, and of each its newest attempt first. */
export const readLog = async (views: Views, { endpointId, limit, cursor, from }: LogPage): Promise<Page<LoggedAttempt>> => {
  const at = cursor === undefined ? undefined : readPlace(cursor);
  const begun = at === undefined ? undefined : await views.get(WebhookDeliveries.name, endpointId, at.sort);
  const further = await views.list(WebhookDeliveries.name, {
    partition: endpointId,
    limit: limit + 1,
    isDescending: true,
    ...(at === undefined ? {} : { cursor: at.sort }),
  });
  const found = [...(begun === undefined ? [] : [begun]), ...further].flatMap(({ sort, value }) => {
    if (sort < deliveriesAt(from)) return [];
    const { messageId, type, attempts } = WebhookDeliveries.value.parse(value);
    return attempts
      .filter(({ attempt }) => sort !== at?.sort || attempt < at.before)
      .map((attempt) => ({ place: placeOf(sort, attempt.attempt), logged: { messageId, type, ...attempt } }))
      .reverse();
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ logged }) => logged),
    ...(found.length > limit && last !== undefined ? { nextCursor: last.place } : {}),
  };
};
