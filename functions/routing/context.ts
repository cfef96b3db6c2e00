import { PrescriptionActivatedV1 } from '../../events/prescriptions.ts';
import { PharmacyDirectory } from '../../events/directory.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { done } from '../../shared/kernel/messages.ts';
import { reaction } from '../../shared/kernel/reaction.ts';
import { ok } from '../../shared/kernel/result.ts';
import { decide, evolve, type MakeOffers, type Routing, RoutingEvent } from './domain/routing.ts';

export const routings = defineAggregate<Routing, MakeOffers, RoutingEvent, never>({
  name: 'routing',
  event: RoutingEvent,
  initial: { status: 'ABSENT' },
  decide,
  evolve,
});

const offerWhenActivated = reaction({
  name: 'offer-when-activated',
  on: { type: PrescriptionActivatedV1.type, data: PrescriptionActivatedV1.data },
  handle: async ({ data: { prescriptionId }, cause }, { execute, views }) => {
    await execute(routings, prescriptionId, cause, async () => {
      const pharmacies = await PharmacyDirectory.list(views, { partition: 'pharmacies', limit: 100 });
      return ok({ type: 'MakeOffers', prescriptionId, pharmacyIds: pharmacies.items.map(({ pharmacyId }) => pharmacyId) });
    });
    return done;
  },
});

export const routingContext = defineContext({
  name: 'routing',
  routes: [],
  problems: {},
  aggregates: [routings],
  reactions: [offerWhenActivated],
  publishes: [],
});
