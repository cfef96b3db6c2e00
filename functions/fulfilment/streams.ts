import { PickupCollectedV1, PickupReadyV1, PickupReturnedToStockV1, PickupUncollectedV1 } from '../../events/fulfilment.ts';
import { defineStreams } from '../../shared/kernel/context.ts';
import { pickups } from './pickups.ts';

/** What fulfilment keeps and tells. */
export const fulfilmentStreams = defineStreams({
  name: 'fulfilment',
  aggregates: [pickups],
  publishes: [PickupReadyV1, PickupCollectedV1, PickupUncollectedV1, PickupReturnedToStockV1],
});
