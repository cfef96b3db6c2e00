import * as z from 'zod/mini';
import { PickupCollectedV1, PickupReadyV1, PickupReturnedToStockV1, PickupUncollectedV1 } from '../../events/fulfilment.ts';
import { PrescriptionId } from '../../events/vocabulary/ids.ts';
import { Fill } from '../../events/vocabulary/values.ts';
import { type AggregateSpec, type Announcement, defineAggregate } from '../../shared/kernel/aggregate.ts';
import { defineTask } from '../../shared/kernel/reaction.ts';
import { unreachable } from '../../shared/kernel/result.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { decide, type PickupCommand, type PickupRefusal } from './domain/decide.ts';
import { PickupEvent } from './domain/events.ts';
import { absent, evolve, type Pickup } from './domain/pickup.ts';

/** The time to collect is over. */
export const CollectTimeOver = defineTask('pickup.collect-time-over', z.object({ prescriptionId: PrescriptionId, fill: Fill }));

/** Where the pick-up of a fill stands: the fills of a prescription have neighbouring names, so none needs to be looked up. */
export const pickupStream = (prescriptionId: string, fill: number): string => `${prescriptionId}.${fill}`;

type Spec = AggregateSpec<Pickup, PickupCommand, PickupEvent, PickupRefusal>;

const announces = (event: PickupEvent, state: Pickup): readonly Announcement[] => {
  if (state.status === 'ABSENT') return [];
  switch (event.type) {
    case 'PickupReady':
      return [PickupReadyV1.announce({ ...state.pickup, collectBy: event.collectBy })];
    case 'PickupCollected':
      return [PickupCollectedV1.announce(state.pickup)];
    case 'PickupUncollected':
      return [PickupUncollectedV1.announce(state.pickup)];
    case 'PickupReturnedToStock':
      return [PickupReturnedToStockV1.announce(state.pickup)];
    case 'PickupCodeIssued':
    case 'PickupCodeMismatched':
      return [];
    default:
      return unreachable(event);
  }
};

const deadlines: Spec['deadlines'] = (event) => {
  if (event.type !== 'PickupReady') return [];
  const { prescriptionId, fill } = event.pickup;
  return [{ type: CollectTimeOver.type, at: event.collectBy, data: { prescriptionId, fill } }];
};

export const pickups = defineAggregate<Pickup, PickupCommand, PickupEvent, PickupRefusal>({
  name: 'pickup',
  event: PickupEvent,
  initial: absent,
  decide,
  evolve,
  announces,
  deadlines,
});

const FILLS_MAX = 99;

/**
 * The pick-up of a prescription's newest fill, strongly consistent; undefined when none was ever dispensed. Fills follow each
 * other without a gap, and nearly every prescription has one, so this costs two reads.
 */
export const currentPickup = async (
  { load }: Pick<Runtime, 'load'>,
  prescriptionId: string,
): Promise<Exclude<Pickup, { status: 'ABSENT' }> | undefined> => {
  let newest: Exclude<Pickup, { status: 'ABSENT' }> | undefined;
  for (let fill = 1; fill <= FILLS_MAX; fill += 1) {
    const { state } = await load(pickups, pickupStream(prescriptionId, fill));
    if (state.status === 'ABSENT') return newest;
    newest = state;
  }
  return newest;
};
