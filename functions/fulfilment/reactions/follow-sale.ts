import { PrescriptionDispensedV1, PrescriptionSaleReversedV1 } from '../../../events/prescriptions.ts';
import { PickupId } from '../../../events/vocabulary/ids.ts';
import type { Ids } from '../../../shared/kernel/ids.ts';
import { done, park } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { PickupFacts } from '../domain/events.ts';
import { FulfilmentPolicy } from '../domain/policy.ts';
import { pickupStream, pickups } from '../pickups.ts';

const factsOf = ({ prescriptionId, fill, hospitalId, pharmacyId, patientToken }: Omit<PickupFacts, 'pickupId'>, ids: Ids): PickupFacts => ({
  pickupId: PickupId.parse(ids.derive('pkp', prescriptionId, String(fill))),
  prescriptionId,
  fill,
  hospitalId,
  pharmacyId,
  patientToken,
});

export const readyWhenDispensed = reaction({
  name: 'ready-when-dispensed',
  on: PrescriptionDispensedV1,
  handle: async ({ data, cause }, { execute, ids, policies }) => {
    const { version, rules } = FulfilmentPolicy.at(policies, cause.at);
    const outcome = await execute(pickups, pickupStream(data.prescriptionId, data.fill), cause, () =>
      ok({ type: 'MakeReady', pickup: factsOf(data, ids), rules, policyVersion: version, at: cause.at }),
    );
    return outcome.ok ? done : park(outcome.refusal.code);
  },
});

export const returnWhenReversed = reaction({
  name: 'return-when-reversed',
  on: PrescriptionSaleReversedV1,
  handle: async ({ data, cause }, { execute, ids }) => {
    const outcome = await execute(pickups, pickupStream(data.prescriptionId, data.fill), cause, () =>
      ok({ type: 'ReturnToStock', pickup: factsOf(data, ids), at: cause.at }),
    );
    return outcome.ok ? done : park(outcome.refusal.code);
  },
});
