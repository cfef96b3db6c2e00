import { AgencyId, type OfferId } from '../../../events/vocabulary/ids.ts';
import type { Executed } from '../../../shared/kernel/execute.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { routesOf } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, type Instant, MINUTE_MS, utcDay } from '../../../shared/kernel/time.ts';
import { prescriptions } from '../aggregate.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { DispenseBody, PharmacyHeaders, PrescriptionParams } from '../contract/requests.ts';
import type { DispensePrescription } from '../domain/commands.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import type { Prescription } from '../domain/prescription.ts';
import { traceCodesOf } from '../domain/sale.ts';
import { personOf } from '../facts.ts';
import { isSoldTo } from '../sold-packs.ts';
import { releaseTraceCodes, reserveTraceCodes } from '../trace-codes.ts';
import { answerOf, offerOf, refusedWith, type Write, type WriteRefusal, writeAsPharmacy } from '../writing.ts';
import { holdingProblems } from './pharmacy-step.ts';

const route = routesOf(prescriptionProblems);

const problems = [
  ...holdingProblems,
  'cancellation-pending',
  'practitioner-unknown',
  'wrong-profession',
  'licence-invalid',
  'unknown-line',
  'quantity-exceeds-remaining',
  'lot-expired',
  'trace-codes-incomplete',
  'trace-code-repeated',
  'trace-code-already-sold',
  'dispenser-is-checker',
  'payment-mode-unavailable',
  'payment-mismatch',
  'receipt-already-used',
] as const;

export const dispensePrescription = route({
  method: 'POST',
  path: '/v1/prescriptions/{id}/dispense',
  operationId: 'dispensePrescription',
  summary: 'Record the sale of a fill, or of a part of it (销售出库, 核销)',
  access: ['pharmacy'],
  params: PrescriptionParams,
  headers: PharmacyHeaders,
  body: DispenseBody,
  success: {
    status: 200,
    body: PrescriptionReply,
    description: 'Dispensed when nothing is owing or isFinal was sent; still approved while the rest may follow under the same claim.',
  },
  problems,
  example: {
    params: { id: '{{prescriptionId}}' },
    headers: { 'claim-secret': '{{claimSecret}}' },
    body: {
      dispenserId: '{{dispenserId}}',
      checkerId: '{{pharmacistId}}',
      lines: [
        {
          line: 1,
          quantity: 2,
          unitPriceFen: 2340,
          traceCodes: ['81234560000000000001', '81234560000000000002'],
          lotNumber: 'L2026-0117',
          expiresOn: '2027-12-31',
        },
      ],
      payment: { payMode: 1, receiptNumber: 'R-20260302-0001', paidFen: 4680 },
    },
  },
  handle: async ({ params, headers, body, caller, cause, now }, runtime) => {
    const write = { prescriptionId: params.id, cause, caller, ifMatch: headers['if-match'] };
    const offerId = await offerOf(write, headers['claim-secret'], runtime);
    if (!offerId.ok) return offerId;
    const command = await commandOf(offerId.value, { body, agencyId: caller.agencyId, now }, runtime);
    const outcome = await sell(write, command, runtime);
    return outcome.ok ? ok(answerOf(200, outcome.value, write)) : refusedWith(problems, outcome.refusal);
  },
});

interface Dispensing {
  readonly body: ReturnType<typeof DispenseBody.parse>;
  readonly agencyId: string;
  readonly now: Instant;
}

const commandOf = async (offerId: OfferId, { body, agencyId, now }: Dispensing, runtime: Runtime): Promise<DispensePrescription> => {
  const { dispenserId, checkerId, lines, payment, isFinal = false } = body;
  const { utcOffsetMinutes } = PrescriptionPolicy.at(runtime.policies, now).rules;
  return {
    type: 'DispensePrescription',
    offerId,
    sale: { dispenserId, checkerId, lines, payment },
    checker: await personOf(runtime, agencyId, checkerId),
    isFinal,
    today: utcDay(addMs(now, utcOffsetMinutes * MINUTE_MS)),
    at: now,
  };
};

type Sold = Result<Executed<Prescription>, WriteRefusal | { readonly code: 'trace-code-already-sold' }>;

/**
 * Two aggregates, so: reserve the packs, commit the sale, or let go. The sale's own commit then marks the packs as sold; a crash
 * in between leaves a reservation that lapses.
 */
const sell = async (write: Write, command: DispensePrescription, runtime: Runtime): Promise<Sold> => {
  const { prescriptionId, cause, caller } = write;
  const { state, commits } = await runtime.load(prescriptions, prescriptionId);
  const commit = () => writeAsPharmacy(write, runtime, () => command);
  const isRepeat = commits.some(({ commandId }) => commandId === cause.commandId);
  // A repeat, and what would be refused anyway, touches no pack.
  if (isRepeat || state.status === 'ABSENT' || !prescriptions.decide(state, command).ok) return commit();

  const { fill } = state;
  const packs = { prescriptionId, fill, pharmacyId: AgencyId.parse(caller.agencyId), codes: [...traceCodesOf(command.sale.lines)] };
  const reserved = await reserveTraceCodes(runtime, cause, { ...packs, at: command.at, isSoldTo: isSoldTo(runtime) });
  if (!reserved.ok) return reserved;
  const outcome = await commit();
  if (!outcome.ok) await releaseTraceCodes(runtime, cause, packs);
  return outcome;
};
