import * as z from 'zod/mini';
import { AgencyId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { DrugCode, Quantity } from '../../../events/vocabulary/values.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { prescriptions } from '../aggregate.ts';
import { prescriptionProblems } from '../contract/problems.ts';

const route = routesOf(prescriptionProblems);

export const submitPrescription = route({
  method: 'POST',
  path: '/v1/prescriptions',
  operationId: 'submitPrescription',
  summary: 'Submit a prescription',
  access: ['hospital'],
  body: z.strictObject({
    patient: z.strictObject({ idNumber: z.string() }),
    lines: z.array(z.strictObject({ drugCode: DrugCode, quantity: Quantity })),
  }),
  success: { status: 201, body: z.object({ prescriptionId: PrescriptionId, status: z.string() }), description: 'Stored.' },
  problems: ['too-many-drugs'],
  example: {},
  handle: async ({ body, cause, caller, now }, { execute, ids, vault }) => {
    const prescriptionId = PrescriptionId.parse(ids.derive('rx', cause.commandId));
    const patientToken = PatientToken.parse(vault.tokenOf(body.patient.idNumber));
    const outcome = await execute(prescriptions, prescriptionId, cause, () =>
      ok({
        type: 'SubmitPrescription',
        at: now,
        hospitalId: AgencyId.parse(caller.agencyId),
        patientToken,
        lines: body.lines,
        validUntil: addMs(now, 3 * DAY_MS),
      }),
    );
    return outcome.ok ? ok(answer(201, { prescriptionId, status: outcome.value.state.status })) : outcome;
  },
});
