import {
  OfferAcceptedV1,
  OfferDeclinedV1,
  OfferLapsedV1,
  OfferMadeV1,
  OfferWithdrawnV1,
  RoutingExhaustedV1,
} from '../../events/routing.ts';
import { defineStreams } from '../../shared/kernel/context.ts';
import { routings } from './aggregate.ts';

/** What routing keeps and tells. */
export const routingStreams = defineStreams({
  name: 'routing',
  aggregates: [routings],
  publishes: [OfferMadeV1, OfferAcceptedV1, OfferDeclinedV1, OfferLapsedV1, OfferWithdrawnV1, RoutingExhaustedV1],
});
