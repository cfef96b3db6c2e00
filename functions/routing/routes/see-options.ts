import type { Pharmacy } from '../../../events/directory.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { routings } from '../aggregate.ts';
import { routingProblems } from '../contract/problems.ts';
import { OptionsReply } from '../contract/replies.ts';
import { OptionsQuery, PrescriptionParams } from '../contract/requests.ts';
import { type Assessment, assess, countReasons } from '../domain/assessment.ts';
import { barredUnder } from '../domain/facts.ts';
import { routingIdOf } from '../domain/offer-id.ts';
import { isRouted } from '../domain/routing.ts';
import { wishThatHolds } from '../domain/search.ts';
import { demandOf } from '../domain/wave.ts';
import { readMoment } from '../views/facts.ts';

const route = routesOf(routingProblems);

const OPTIONS_MAX = 100;
const NOT_ELIGIBLE_MAX = 200;

/** What a choice would come to, asked before it is made: nothing is stored. */
export const seeOptions = route({
  method: 'GET',
  path: '/v1/prescriptions/{id}/options',
  operationId: 'seeOptions',
  summary: 'See which pharmacies can supply a fill, ranked by a choice and explained; and why the others cannot',
  access: ['patient-app'],
  params: PrescriptionParams,
  query: OptionsQuery,
  success: { status: 200, body: OptionsReply, description: 'The pharmacies as of now.' },
  problems: ['place-missing', 'named-pharmacy-missing', 'pharmacy-unknown', 'radius-too-wide'],
  example: {
    params: { id: '{{prescriptionId}}' },
    query: { patientToken: '{{patientToken}}', by: 'nearest', latitude: '36.67', longitude: '117.02' },
  },
  handle: async ({ params, query, now }, runtime) => {
    const { patientToken, fill, by, pharmacyId, latitude, longitude, radiusMetres, decoction } = query;
    const { state } = await runtime.load(routings, routingIdOf(params.id, fill));
    if (!isRouted(state) || state.search.patientToken !== patientToken) return refuse({ code: 'not-found' });

    const near = latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
    const { facts } = await readMoment(runtime, now, state.search.lines);
    const said = { by: by ?? state.search.wish.by, pharmacyId, near, radiusMetres, wantsDecoction: decoction };
    const wish = wishThatHolds(state, { said, facts });
    if (!wish.ok) return wish;

    const search = { ...state.search, wish: wish.value };
    const assessment = assess(facts, demandOf(search, now, barredUnder(search.wish, search.barred)));
    return ok(
      answer(200, {
        prescriptionId: params.id,
        fill,
        status: state.status,
        choice: search.wish,
        policyVersion: facts.policy.version,
        ...shown(assessment, facts.pharmacies),
      }),
    );
  },
});

const shown = ({ ranked, notEligible }: Assessment, pharmacies: readonly Pharmacy[]) => {
  const known = new Map(pharmacies.map((pharmacy) => [pharmacy.pharmacyId, pharmacy]));
  return {
    options: ranked.slice(0, OPTIONS_MAX).flatMap(({ minutesUntilOpen: _, ...option }) => {
      const pharmacy = known.get(option.pharmacyId);
      if (pharmacy === undefined) return [];
      const { name, address, place } = pharmacy;
      return [{ ...option, name, address, place }];
    }),
    notEligible: notEligible.slice(0, NOT_ELIGIBLE_MAX).map((one) => ({ ...one, name: known.get(one.pharmacyId)?.name ?? '' })),
    reasons: countReasons(notEligible.map(({ code }) => code)),
  };
};
