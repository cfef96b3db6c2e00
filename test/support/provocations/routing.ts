import { routingProblems } from '../../../functions/routing/contract/problems.ts';
import { usualRules } from '../../../functions/routing/domain/policy.ts';
import { pharmacyIdOf } from '../routing.ts';
import { createRoutingWorld, FILL, type RoutingWorld } from '../routing-world.ts';
import { defineChapter } from './provocation.ts';

const open = async () => {
  const region = await createRoutingWorld();
  await region.activate();
  const one = await region.firstOffer(1);
  return { world: region, region, one };
};

const choosing =
  (body: object) =>
  ({ region }: { readonly region: RoutingWorld }) =>
    region.choose(body);

export const routingChapter = defineChapter({
  name: 'routing',
  problems: routingProblems,
  open,
  provocations: {
    'already-claimed': async ({ region, one }) => {
      await region.accept(2, await region.firstOffer(2));
      return region.accept(1, one);
    },
    'offer-lapsed': async ({ region, one }) => {
      region.clock.advance(usualRules.patienceMs);
      return region.accept(1, one);
    },
    'offer-declined': async ({ region, one }) => {
      await region.decline(1, one);
      return region.accept(1, one);
    },
    'offer-withdrawn': async ({ region, one }) => {
      await region.tell('prescription.cancelled.v1', { ...FILL, reason: 'prescribing-error' });
      return region.accept(1, one);
    },
    'offer-released': async ({ region, one }) => {
      await region.accept(1, one);
      await region.tell('prescription.released.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), offerId: one, reason: 'out-of-stock' });
      return region.accept(1, one);
    },
    'offer-accepted': async ({ region, one }) => {
      await region.accept(1, one);
      return region.decline(1, one);
    },
    'routing-closed': async ({ region }) => {
      await region.tell('prescription.cancelled.v1', { ...FILL, reason: 'prescribing-error' });
      return region.choose({ choice: { by: 'soonest' } });
    },
    'routing-paused': async ({ region, one }) => {
      await region.accept(1, one);
      await region.tell('prescription.suspended.v1', { ...FILL, pharmacyId: pharmacyIdOf(1), reasonCode: 'dose-too-high' });
      return region.choose({ choice: { by: 'soonest' } });
    },
    'choices-used-up': async ({ region }) => {
      for (let round = 2; round <= 4; round += 1) await region.choose({ choice: { by: 'cheapest' } });
      return region.choose({ choice: { by: 'cheapest' } });
    },
    'place-missing': choosing({ choice: { by: 'nearest' } }),
    'named-pharmacy-missing': choosing({ choice: { by: 'named' } }),
    'pharmacy-unknown': choosing({ choice: { by: 'named', pharmacyId: 'ag_nowhere' } }),
    'radius-too-wide': choosing({ choice: { by: 'soonest' }, radiusMetres: 50_001 }),
  },
});
