import { WebhookEndpointDisabledV1 } from '../../events/partners.ts';
import { EndpointId } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import {
  absentEndpoint,
  decideEndpoint,
  type EndpointCommand,
  type EndpointRefusal,
  type EndpointState,
  evolveEndpoint,
  isLive,
} from './domain/endpoint.ts';
import { EndpointEvent } from './domain/endpoint-events.ts';
import { Endpoints, endpointsOfRole } from './views/endpoints.ts';

export const endpoints = defineAggregate<EndpointState, EndpointCommand, EndpointEvent, EndpointRefusal>({
  name: 'webhook-endpoint',
  event: EndpointEvent,
  initial: absentEndpoint,
  decide: decideEndpoint,
  evolve: evolveEndpoint,
  announces: (event, endpoint, { id }) => {
    if (event.type !== 'EndpointDisabled' || !isLive(endpoint)) return [];
    return [WebhookEndpointDisabledV1.announce({ endpointId: EndpointId.parse(id), agencyId: endpoint.agencyId, reason: event.reason })];
  },
  views: (endpoint, { id, commit }) => {
    if (endpoint.status === 'absent') return [];
    const keys = [endpoint.agencyId, endpointsOfRole(endpoint.role)].map((partition) => ({ partition, sort: id }));
    if (endpoint.status === 'deleted') return keys.map((key) => Endpoints.gone(key, commit.version));
    const row = { endpointId: EndpointId.parse(id), ...endpoint };
    return keys.map((key) => Endpoints.record(key, commit.version, row));
  },
});

/**
 * Writes an endpoint's rows without waiting for the projector, so that the fan-out knows it before its owner has the answer.
 * Should we die before, the projector writes the same rows a moment later.
 */
export const showNow = async ({ load, views }: Pick<Runtime, 'load' | 'views'>, endpointId: EndpointId): Promise<void> => {
  const { commits } = await load(endpoints, endpointId);
  await views.put(endpoints.records(commits));
};
