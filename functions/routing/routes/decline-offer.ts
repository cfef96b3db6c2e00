import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { routings } from '../aggregate.ts';
import { routingProblems } from '../contract/problems.ts';
import { DeclinedReply } from '../contract/replies.ts';
import { DeclineBody, OfferParams } from '../contract/requests.ts';
import { placeOfOffer, routingIdOf } from '../domain/offer-id.ts';
import { isRouted } from '../domain/routing.ts';
import { readMoment } from '../views/facts.ts';

const route = routesOf(routingProblems);

export const declineOffer = route({
  method: 'POST',
  path: '/v1/offers/{id}/decline',
  operationId: 'declineOffer',
  summary: 'Decline an offer, so that the next pharmacies are asked sooner',
  access: ['pharmacy'],
  params: OfferParams,
  body: DeclineBody,
  success: { status: 200, body: DeclinedReply, description: 'Declined.' },
  problems: ['already-claimed', 'offer-accepted', 'offer-lapsed', 'offer-withdrawn', 'offer-released'],
  example: { params: { id: '{{offerId}}' }, body: { reason: 'out-of-stock' } },
  handle: async ({ params, body, caller, cause, now }, runtime) => {
    const place = placeOfOffer(params.id);
    if (place === undefined) return refuse({ code: 'not-found' });
    const outcome = await runtime.execute(routings, routingIdOf(place.prescriptionId, place.fill), cause, async (state) => {
      const moment = await readMoment(runtime, now, isRouted(state) ? state.search.lines : []);
      return ok({ type: 'DeclineOffer', offerId: params.id, pharmacyId: caller.agencyId, reason: body.reason, ...moment });
    });
    return outcome.ok ? ok(answer(200, { offerId: params.id, ...place, status: 'DECLINED' as const })) : outcome;
  },
});
