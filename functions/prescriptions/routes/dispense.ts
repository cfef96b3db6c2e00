import { AgencyId, type OfferId } from '../../../events/vocabulary/ids.ts';
import type { Executed } from '../../../shared/kernel/execute.ts';
import type { Cause } from '../../../shared/kernel/journal.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import { routesOf } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, type Instant, MINUTE_MS, utcDay } from '../../../shared/kernel/time.ts';
import { prescriptions } from '../aggregate.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { DispenseBody, PharmacyHeaders, PrescriptionParams } from '../contract/requests.ts';
import type { DispensePrescription } from '../domain/commands.ts';
import type { Counter } from '../domain/goods.ts';
import type { Holder } from '../domain/pack.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import type { Prescription, Present } from '../domain/prescription.ts';
import { portionsOf, type SaleLine, traceCodesOf } from '../domain/sale.ts';
import { counterOf, personOf } from '../facts.ts';
import { asFhir, isFhir } from '../fhir/prescription-form.ts';
import { dispenseBundleOf } from '../fhir/write/dispense.ts';
import { type OpenedSale, releasePortions, reservePortions } from '../opened-packs.ts';
import { isSoldTo } from '../sold-packs.ts';
import { type PackRefusal, type Reserved, releaseTraceCodes, reserveTraceCodes } from '../trace-codes.ts';
import { answerOf, isExpectedVersion, offerOf, refusedWith, type Write, type WriteRefusal, writeAsPharmacy } from '../writing.ts';
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
  'pack-not-divisible',
  'opened-pack-short',
  'pharmacy-not-eligible',
  'drug-delisted',
  'restricted-drug-class',
  'drug-outside-licence',
  'lot-recalled',
  'price-above-cap',
  'prescriber-licence-invalid',
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
  representations: [asFhir('MedicationDispense')],
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
  handle: async ({ params, headers, body, caller, cause, types, now }, runtime) => {
    const write = { prescriptionId: params.id, cause, caller, ifMatch: headers['if-match'] };
    const offerId = await offerOf(write, headers['claim-secret'], runtime);
    if (!offerId.ok) return offerId;
    const outcome = await sell(write, { offerId: offerId.value, body, now }, runtime);
    if (!outcome.ok) return refusedWith(problems, outcome.refusal);
    const sold = answerOf(200, outcome.value, write);
    const { state } = outcome.value;
    if (!isFhir(types) || state.status === 'ABSENT') return ok(sold);
    const { drugSystems } = PrescriptionPolicy.at(runtime.policies, now).rules.fhir;
    return ok({ ...sold, body: dispenseBundleOf({ prescriptionId: params.id, state, drugSystems }) });
  },
});

interface Dispensing {
  readonly offerId: OfferId;
  readonly body: ReturnType<typeof DispenseBody.parse>;
  readonly now: Instant;
}

const commandOf = async (
  { content }: Present,
  { offerId, body, now }: Dispensing,
  { pharmacyId, runtime }: { readonly pharmacyId: AgencyId; readonly runtime: Runtime },
): Promise<DispensePrescription> => {
  const { dispenserId, checkerId, lines, payment, isFinal = false } = body;
  const { utcOffsetMinutes } = PrescriptionPolicy.at(runtime.policies, now).rules;
  const [counter, checker, prescriber] = await Promise.all([
    counterOf(runtime, content, { pharmacyId, at: now }),
    personOf(runtime, pharmacyId, checkerId),
    personOf(runtime, content.hospitalId, content.prescriberId),
  ]);
  return {
    type: 'DispensePrescription',
    offerId,
    sale: { dispenserId, checkerId, lines: lines.map((line) => soldLine(line, counter)), payment },
    checker,
    prescriber: prescriber.practitioner,
    counter,
    isFinal,
    today: utcDay(addMs(now, utcOffsetMinutes * MINUTE_MS)),
    at: now,
  };
};

/** Each portion with the size of its pack, as the catalogue says it today. */
const soldLine = ({ opened, ...line }: Dispensing['body']['lines'][number], { drugs }: Counter): SaleLine => {
  const packUnits = drugs[line.line - 1]?.packUnits ?? 1;
  return opened === undefined ? line : { ...line, opened: opened.map((portion) => ({ ...portion, packUnits })) };
};

type Sold = Result<Executed<Prescription>, WriteRefusal | PackRefusal>;

/**
 * Two aggregates, so: reserve the packs, commit the sale, or let go. The sale's own commit then marks the packs as sold; a crash
 * in between leaves a reservation that lapses.
 */
const sell = async (write: Write, dispensing: Dispensing, runtime: Runtime): Promise<Sold> => {
  const { prescriptionId, cause, caller } = write;
  const { state, commits } = await runtime.load(prescriptions, prescriptionId);
  if (state.status === 'ABSENT') return refuse({ code: 'not-found' });
  const pharmacyId = AgencyId.parse(caller.agencyId);
  const command = await commandOf(state, dispensing, { pharmacyId, runtime });
  const commit = () => writeAsPharmacy(write, runtime, () => command);
  // A repeat touches no pack, and neither does what is refused. That must be refused as it was looked at: an approval that comes
  // between would let through a sale whose packs nobody reserved.
  if (commits.some(({ commandId }) => commandId === cause.commandId)) return commit();
  if (!isExpectedVersion(write, commits.length)) return refuse({ code: 'version-mismatch' });
  const foreseen = prescriptions.decide(state, command);
  if (!foreseen.ok) return foreseen;

  const packs = packsOf(command, { prescriptionId, fill: state.fill, pharmacyId });
  const reserved = await packs.reserve(runtime, cause);
  if (!reserved.ok) return reserved;
  const outcome = await commit();
  if (!outcome.ok) await packs.release(runtime, cause);
  return outcome;
};

/** Whole packs and portions of one sale: kept for it together, or let go together. */
const packsOf = ({ sale: { lines }, at }: DispensePrescription, holder: Holder) => {
  const whole = { ...holder, codes: [...traceCodesOf(lines)] };
  const opened = (cause: Cause): OpenedSale => ({ holder, reservationId: cause.commandId, portions: [...portionsOf(lines)] });
  return {
    reserve: async (runtime: Runtime, cause: Cause): Promise<Reserved> => {
      const reserved = await reserveTraceCodes(runtime, cause, { ...whole, at, isSoldTo: isSoldTo(runtime) });
      if (!reserved.ok) return reserved;
      const portions = await reservePortions(runtime, cause, { sale: opened(cause), at });
      if (!portions.ok) await releaseTraceCodes(runtime, cause, whole);
      return portions;
    },
    release: async (runtime: Runtime, cause: Cause): Promise<void> => {
      await releaseTraceCodes(runtime, cause, whole);
      await releasePortions(runtime, cause, opened(cause));
    },
  };
};
