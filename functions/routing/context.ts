import { fhirJson } from '../../events/fhir/fhir-json.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { routingProblems } from './contract/problems.ts';
import { RoutingPolicy } from './domain/policy.ts';
import { followPrescription } from './reactions/follow-prescription.ts';
import { followTime } from './reactions/follow-time.ts';
import { acceptOffer } from './routes/accept-offer.ts';
import { choosePharmacy } from './routes/choose-pharmacy.ts';
import { declineOffer } from './routes/decline-offer.ts';
import { listOffers } from './routes/list-offers.ts';
import { seeOptions } from './routes/see-options.ts';
import { routingStreams } from './streams.ts';

export const routingContext = defineContext({
  ...routingStreams,
  routes: [seeOptions, choosePharmacy, listOffers, acceptOffer, declineOffer],
  problems: routingProblems,
  problemForms: [fhirJson],
  reactions: [...followPrescription, ...followTime],
  policy: RoutingPolicy,
});
