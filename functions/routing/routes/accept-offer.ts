import { mintClaimSecret } from '../../../events/claim-secret.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { routings } from '../aggregate.ts';
import { routingProblems } from '../contract/problems.ts';
import { AcceptedReply } from '../contract/replies.ts';
import { OfferParams } from '../contract/requests.ts';
import { placeOfOffer, routingIdOf } from '../domain/offer-id.ts';
import { RoutingPolicy } from '../domain/policy.ts';
import { offerOf } from '../domain/routing.ts';

const route = routesOf(routingProblems);

export const acceptOffer = route({
  method: 'POST',
  path: '/v1/offers/{id}/accept',
  operationId: 'acceptOffer',
  summary: 'Accept an offer; the first of all pharmacies that were asked gets the fill',
  access: ['pharmacy'],
  params: OfferParams,
  success: {
    status: 200,
    body: AcceptedReply,
    description: 'You won. The claim secret opens the prescription until leaseEndsAt; ask again to read it again.',
  },
  problems: ['already-claimed', 'offer-lapsed', 'offer-declined', 'offer-withdrawn', 'offer-released'],
  example: { params: { id: '{{offerId}}' } },
  handle: async ({ params, caller, cause, now }, { execute, policies, seals }) => {
    const place = placeOfOffer(params.id);
    if (place === undefined) return refuse({ code: 'not-found' });
    const { leaseMs } = RoutingPolicy.at(policies, now).rules;
    const outcome = await execute(routings, routingIdOf(place.prescriptionId, place.fill), cause, () =>
      ok({ type: 'AcceptOffer', at: now, offerId: params.id, pharmacyId: caller.agencyId, leaseMs }),
    );
    if (!outcome.ok) return outcome;
    const offer = offerOf(outcome.value.state, params.id);
    if (offer?.leaseEndsAt === undefined) throw new Error('an accepted offer without a lease');
    const { offerId, pharmacyId, leaseEndsAt } = offer;
    const claimSecret = mintClaimSecret(seals, { prescriptionId: place.prescriptionId, pharmacyId, offerId });
    return ok(answer(200, { offerId, ...place, claimSecret, leaseEndsAt }));
  },
});
