import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { fulfilmentProblems } from '../contract/problems.ts';
import { HandOverReply } from '../contract/replies.ts';
import { HandOverRequest, PrescriptionParams } from '../contract/requests.ts';
import { onlyOf } from '../domain/only-of.ts';
import { macOfPickupCode } from '../pickup-codes.ts';
import { currentPickup, pickupStream, pickups } from '../pickups.ts';

const route = routesOf(fulfilmentProblems);
const REFUSALS = ['pickup-not-ready', 'pickup-code-not-issued', 'pickup-code-locked', 'idempotency-key-reused'] as const;

export const handOverPrescription = route({
  method: 'POST',
  path: '/v1/prescriptions/{id}/hand-over',
  operationId: 'handOverPrescription',
  summary: 'Hand the medicine over against the patient’s pick-up code',
  access: ['pharmacy'],
  params: PrescriptionParams,
  body: HandOverRequest,
  success: { status: 200, body: HandOverReply, description: 'The code was right: the medicine is the patient’s.' },
  problems: ['pickup-not-ready', 'pickup-code-not-issued', 'pickup-code-wrong', 'pickup-code-locked'],
  example: { params: { id: '{{prescriptionId}}' }, body: { pickupCode: '047113', handedOverBy: 'staff-7' } },
  handle: async ({ params, body, caller, cause, now }, { execute, load, seals }) => {
    const current = await currentPickup({ load }, params.id);
    if (current === undefined || current.pickup.pharmacyId !== caller.agencyId) return refuse({ code: 'not-found' });
    const { pickupId, prescriptionId, fill, pharmacyId } = current.pickup;
    const outcome = await execute(pickups, pickupStream(prescriptionId, fill), cause, () =>
      ok({
        type: 'HandOver',
        codeMac: macOfPickupCode(seals, pickupId, body.pickupCode),
        handedOverBy: body.handedOverBy,
        at: now,
      }),
    );
    if (!outcome.ok) return refuse(onlyOf(outcome.refusal, REFUSALS));
    const { state } = outcome.value;
    if (state.status === 'COLLECTED') {
      return ok(answer(200, { pickupId, prescriptionId, fill, pharmacyId, status: state.status, collectedAt: state.collectedAt }));
    }
    if (state.status !== 'READY_FOR_PICKUP') throw new Error(`a hand-over ended in ${state.status}`);
    const attemptsLeft = state.rules.codeAttemptsMax - (state.code?.mismatches ?? 0);
    return refuse({ code: 'pickup-code-wrong', attemptsLeft });
  },
});
