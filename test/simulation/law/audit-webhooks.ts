import { catalog } from '../../../events/catalog.ts';
import type { AnyEvent } from '../../../events/define-event.ts';
import { WebhookDeliveries } from '../../../events/deliveries.ts';
import { EndpointEvent } from '../../../functions/partners/domain/endpoint-events.ts';
import { matches } from '../../../functions/partners/domain/subscription.ts';
import { hashIds } from '../../../shared/adapters/node/ids.ts';
import { aggregateOf, idOf } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import type { Region } from '../world/region.ts';
import { hold } from './violation.ts';

interface ToldEvent extends AnyEvent {
  readonly webhook: NonNullable<AnyEvent['webhook']>;
}
const told = new Map(catalog.filter((event): event is ToldEvent => event.webhook !== undefined).map((event) => [event.type, event]));

interface Endpoint {
  readonly agencyId: string;
  readonly patterns: readonly string[];
  isDisabled: boolean;
}

const endpointsOf = (commits: readonly Commit[]): ReadonlyMap<string, Endpoint> => {
  const endpoints = new Map<string, Endpoint>();
  for (const { stream, events } of commits.filter((commit) => aggregateOf(commit.stream) === 'webhook-endpoint')) {
    for (const event of events.map((one) => EndpointEvent.parse(one))) {
      const endpoint = endpoints.get(idOf(stream));
      if (event.type === 'EndpointCreated')
        endpoints.set(idOf(stream), { agencyId: event.agencyId, patterns: event.settings.patterns, isDisabled: false });
      if (event.type === 'EndpointDisabled' && endpoint !== undefined) endpoint.isDisabled = true;
    }
  }
  return endpoints;
};

/** Every webhook message was delivered, or failed with its record; and delivered means that its receiver said yes. */
export const auditWebhooks = ({ books, ledger, engine, everyone, receivers }: Region): void => {
  const endpoints = endpointsOf(books.commits);
  const agencies = [everyone.hospital, everyone.patientApp, ...everyone.pharmacies];
  const recorded = new Set<string>();
  for (const { value } of engine.store.rows().filter(({ view }) => view === WebhookDeliveries.name)) {
    const { endpointId, messageId, attempts } = WebhookDeliveries.value.parse(value);
    const last = attempts.at(-1);
    const receiver = agencies.find(({ agencyId }) => agencyId === endpoints.get(endpointId)?.agencyId)?.name;
    const isAcknowledged = receivers.acknowledged.has(`${receiver} ${messageId}`);
    const place = `${endpointId} ${messageId}`;
    hold('webhook', last?.nextAttemptAt === undefined, () => `${place} waits for ever`);
    hold('webhook', last?.outcome !== 'delivered' || isAcknowledged, () => `${place} counts as delivered and ${receiver} never said so`);
    recorded.add(place);
  }
  for (const { inbox, message } of ledger.sent.values()) {
    const event = told.get(message.type);
    if (event === undefined || inbox !== 'partners') continue;
    const data = message.data as Readonly<Record<string, unknown>>;
    const named = event.webhook.agencies.map((field) => data[field]);
    for (const [endpointId, { agencyId, patterns, isDisabled }] of endpoints) {
      const isApp = agencyId === everyone.patientApp.agencyId && (event.webhook.roles ?? []).includes('patient-app');
      const isWanted = patterns.some((pattern) => matches(pattern, message.type));
      if (isDisabled || !isWanted || !(isApp || named.includes(agencyId))) continue;
      const place = `${endpointId} ${hashIds.derive('msg', message.id, endpointId)}`;
      hold('webhook', recorded.has(place), () => `${message.type} ${message.id} has no record at ${endpointId}`);
    }
  }
};
