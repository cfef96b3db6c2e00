import {
  OfferAcceptedV1,
  OfferDeclinedV1,
  OfferLapsedV1,
  OfferMadeV1,
  OfferWithdrawnV1,
  RoutingExhaustedV1,
} from '../../events/routing.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { routings } from './aggregate.ts';
import { routingProblems } from './contract/problems.ts';
import { RoutingPolicy } from './domain/policy.ts';
import { followPrescription } from './reactions/follow-prescription.ts';
import { followTime } from './reactions/follow-time.ts';
import { acceptOffer } from './routes/accept-offer.ts';
import { choosePharmacy } from './routes/choose-pharmacy.ts';
import { declineOffer } from './routes/decline-offer.ts';
import { listOffers } from './routes/list-offers.ts';
import { seeOptions } from './routes/see-options.ts';

export const routingContext = defineContext({
  name: 'routing',
  routes: [seeOptions, choosePharmacy, listOffers, acceptOffer, declineOffer],
  problems: routingProblems,
  aggregates: [routings],
  reactions: [...followPrescription, ...followTime],
  publishes: [OfferMadeV1, OfferAcceptedV1, OfferDeclinedV1, OfferLapsedV1, OfferWithdrawnV1, RoutingExhaustedV1],
  policy: RoutingPolicy,
});
