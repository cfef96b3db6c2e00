import { WebhookEndpointDisabledV1 } from '../../events/partners.ts';
import { defineStreams } from '../../shared/kernel/context.ts';
import { agencies, apiKeys, practitioners } from './aggregates.ts';
import { endpoints } from './endpoint-aggregate.ts';

/** What the partners keep and tell. */
export const partnersStreams = defineStreams({
  name: 'partners',
  aggregates: [agencies, practitioners, apiKeys, endpoints],
  publishes: [WebhookEndpointDisabledV1],
});
