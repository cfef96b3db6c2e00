import { PickupCollectedV1, PickupReadyV1, PickupReturnedToStockV1, PickupUncollectedV1 } from '../../events/fulfilment.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { fulfilmentProblems } from './contract/problems.ts';
import { FulfilmentPolicy } from './domain/policy.ts';
import { pickups } from './pickups.ts';
import { readyWhenDispensed, returnWhenReversed } from './reactions/follow-sale.ts';
import { giveUpWhenTimeOver } from './reactions/give-up.ts';
import { collectPrescription } from './routes/collect.ts';
import { handOverPrescription } from './routes/hand-over.ts';

/** 取药: from the recorded sale to the patient's hands, or back to the shelf. */
export const fulfilmentContext = defineContext({
  name: 'fulfilment',
  routes: [collectPrescription, handOverPrescription],
  problems: fulfilmentProblems,
  aggregates: [pickups],
  reactions: [readyWhenDispensed, returnWhenReversed, giveUpWhenTimeOver],
  publishes: [PickupReadyV1, PickupCollectedV1, PickupUncollectedV1, PickupReturnedToStockV1],
  policy: FulfilmentPolicy,
});
