import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { routings } from '../aggregate.ts';
import { routingProblems } from '../contract/problems.ts';
import { RoutingReply } from '../contract/replies.ts';
import { ChooseBody, PrescriptionParams } from '../contract/requests.ts';
import { routingIdOf } from '../domain/offer-id.ts';
import { isRouted } from '../domain/routing.ts';
import { readMoment } from '../views/facts.ts';
import { shownRouting } from './shown-routing.ts';

const route = routesOf(routingProblems);

export const choosePharmacy = route({
  method: 'POST',
  path: '/v1/prescriptions/{id}/routing',
  operationId: 'choosePharmacy',
  summary: 'Choose anew how the pharmacy of a fill is found, or widen the search',
  access: ['patient-app'],
  params: PrescriptionParams,
  body: ChooseBody,
  success: { status: 200, body: RoutingReply, description: 'Open offers are withdrawn and the pharmacies of the new choice are asked.' },
  problems: [
    'already-claimed',
    'routing-closed',
    'routing-paused',
    'choices-used-up',
    'place-missing',
    'named-pharmacy-missing',
    'pharmacy-unknown',
    'radius-too-wide',
  ],
  example: {
    params: { id: '{{prescriptionId}}' },
    body: {
      patientToken: '{{patientToken}}',
      choice: { by: 'nearest', near: { latitude: 36.67, longitude: 117.02 } },
      radiusMetres: 20_000,
    },
  },
  handle: async ({ params, body, cause, now }, runtime) => {
    const { patientToken, fill, choice, radiusMetres, decoction } = body;
    const outcome = await runtime.execute(routings, routingIdOf(params.id, fill), cause, async (state) => {
      const moment = await readMoment(runtime, now, isRouted(state) ? state.search.lines : []);
      return ok({ type: 'ChooseAnew', patientToken, said: { ...choice, radiusMetres, wantsDecoction: decoction }, ...moment });
    });
    if (!outcome.ok) return outcome;
    return isRouted(outcome.value.state) ? ok(answer(200, shownRouting(outcome.value.state))) : refuse({ code: 'not-found' });
  },
});
