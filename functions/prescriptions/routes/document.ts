import * as z from 'zod/mini';
import { PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { Fill } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { prescriptions } from '../aggregate.ts';
import { PatientIdentity } from '../contract/patient.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PharmacyHeaders, PrescriptionParams } from '../contract/requests.ts';
import { auditReading } from '../documents/access.ts';
import { openDocument } from '../documents/sealed.ts';
import { sealedNameOf } from '../documents/sealed-name.ts';
import type { HoldingRefusal } from '../domain/decision.ts';
import { PrescriptionDocument } from '../domain/document.ts';
import { type Claimed, claimOf } from '../domain/holding.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import type { Present } from '../domain/prescription.ts';
import { keptMessage } from '../fhir/kept.ts';
import { asFhir, isFhir } from '../fhir/prescription-form.ts';
import { keptDocument, writtenDocument } from '../fhir/write/document.ts';
import { offerOf } from '../writing.ts';

const route = routesOf(prescriptionProblems);

/** A pharmacy reads while it prepares, within its lease; once it has sold, until the medicine is handed over. */
const readableBy = (state: Present, offerId: Parameters<typeof claimOf>[1], now: Instant): Result<Claimed, HoldingRefusal> => {
  const held = claimOf(state, offerId);
  if (!held.ok || held.value.status === 'DISPENSED') return held;
  return now >= held.value.claim.leaseEndsAt ? refuse({ code: 'lease-expired' }) : held;
};

export const readDocument = route({
  method: 'GET',
  path: '/v1/prescriptions/{id}/document',
  operationId: 'readDocument',
  summary: 'Read the prescription itself, and whose it is, as the pharmacy that holds it',
  access: ['pharmacy'],
  params: PrescriptionParams,
  headers: PharmacyHeaders,
  success: {
    status: 200,
    body: z.object({
      prescriptionId: PrescriptionId,
      fill: Fill,
      /** Hex SHA-256 of the RFC 8785 form of `prescription`: what doctor and pharmacist signed. */
      documentHash: z.string(),
      prescription: PrescriptionDocument,
      patient: PatientIdentity,
    }),
    description: 'The document as it was signed. Each reading is written down with its reader and purpose.',
  },
  representations: [asFhir('MedicationRequest', 'Patient', 'Coverage', 'Observation', 'AllergyIntolerance', 'Provenance')],
  problems: ['claim-secret-mismatch', 'claim-pending', 'not-claim-holder', 'lease-expired', 'invalid-state', 'prescription-erased'],
  example: { params: { id: '{{prescriptionId}}' }, headers: { 'claim-secret': '{{claimSecret}}' } },
  handle: async ({ params, headers, caller, cause, types, now }, runtime) => {
    const offer = await offerOf({ prescriptionId: params.id, caller }, headers['claim-secret'], runtime);
    if (!offer.ok) return offer;
    const { state } = await runtime.load(prescriptions, params.id);
    if (state.status === 'ABSENT') return refuse({ code: 'not-found' });
    const held = readableBy(state, offer.value, now);
    if (!held.ok) return held;

    const { patientToken, documentHash } = held.value.content;
    const sealedName = sealedNameOf(params.id, { documentHash });
    const opened = await openDocument(runtime.vault, patientToken, sealedName);
    if (opened.kind === 'erased') return refuse({ code: 'prescription-erased' });
    if (opened.kind === 'missing') throw new Error('a prescription without its document');
    await auditReading(runtime.views, { prescriptionId: params.id, patientToken, caller, at: now, requestId: cause.causationId });

    const { patient } = opened.document;
    const prescription = PrescriptionDocument.parse(opened.document.prescription);
    const body = { prescriptionId: params.id, fill: held.value.fill, documentHash, prescription, patient };
    if (!isFhir(types)) return ok(answer(200, body));
    const kept = await keptMessage(runtime, patientToken, sealedName);
    const { rules } = PrescriptionPolicy.at(runtime.policies, now);
    return ok(answer(200, kept === undefined ? writtenDocument(body, rules) : keptDocument(kept, body)));
  },
});
