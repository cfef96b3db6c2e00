import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { fulfilmentProblems } from '../contract/problems.ts';
import { CollectReply } from '../contract/replies.ts';
import { CollectRequest, PrescriptionParams } from '../contract/requests.ts';
import { onlyOf } from '../domain/only-of.ts';
import { macOfPickupCode, mintPickupCode } from '../pickup-codes.ts';
import { currentPickup, pickupStream, pickups } from '../pickups.ts';

const route = routesOf(fulfilmentProblems);

export const collectPrescription = route({
  method: 'POST',
  path: '/v1/prescriptions/{id}/collect',
  operationId: 'collectPrescription',
  summary: 'Get a pick-up code for the medicine that waits at the pharmacy',
  access: ['patient-app'],
  params: PrescriptionParams,
  body: CollectRequest,
  success: { status: 200, body: CollectReply, description: 'A fresh code; the one before it is dead. Show it to nobody but the pharmacy.' },
  problems: ['pickup-not-ready', 'pickup-codes-exhausted'],
  example: { params: { id: '{{prescriptionId}}' }, body: { patientToken: '{{patientToken}}' } },
  handle: async ({ params, body, cause, now }, { execute, load, seals }) => {
    const current = await currentPickup({ load }, params.id);
    if (current === undefined || current.pickup.patientToken !== body.patientToken) return refuse({ code: 'not-found' });
    const { pickupId, prescriptionId, fill, pharmacyId } = current.pickup;
    const pickupCode = mintPickupCode(seals, pickupId, cause.commandId);
    const outcome = await execute(pickups, pickupStream(prescriptionId, fill), cause, () =>
      ok({ type: 'IssueCode', codeMac: macOfPickupCode(seals, pickupId, pickupCode), at: now }),
    );
    if (!outcome.ok) return refuse(onlyOf(outcome.refusal, ['pickup-not-ready', 'pickup-codes-exhausted', 'idempotency-key-reused']));
    const { state } = outcome.value;
    if (state.status !== 'READY_FOR_PICKUP') throw new Error(`a code was issued in ${state.status}`);
    return ok(answer(200, { pickupId, prescriptionId, fill, pharmacyId, status: state.status, pickupCode, collectBy: state.collectBy }));
  },
});
