import { instant } from '../../../shared/kernel/time.ts';
import type { Mutant } from '../world/region.ts';
import { allOpen, aPharmacist, atTheCounter, type Counter, twiceAsMuch, underTheLiveClaim, withDecide } from './mutate.ts';

const LONG_AGO = instant('2026-03-02T02:00:00.000Z');

const withDrugs =
  (over: object) =>
  ({ drugs, ...counter }: Counter): Counter => ({
    ...counter,
    drugs: (Array.isArray(drugs) ? drugs : []).map((drug: unknown) => (drug === undefined ? undefined : { ...Object(drug), ...over })),
  });

/** Guards of the domains. */
export const mutantsOfTheLaw: readonly Mutant[] = [
  {
    name: 'the fencing token is not compared',
    takeOut: withDecide('prescription', (decide) => (state, command) => decide(state, underTheLiveClaim(state, command))),
  },
  {
    name: 'a lease never ends',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) => (command.type === 'LapseClaim' ? { ok: true, value: [] } : decide(state, command)),
    ),
  },
  {
    name: 'a pharmacy goes on after its lease',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) =>
        'offerId' in command && command.type !== 'ClaimPrescription' && command.type !== 'LapseClaim'
          ? decide(state, { ...command, at: LONG_AGO })
          : decide(state, command),
    ),
  },
  {
    name: 'the validity never ends',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) => (command.type === 'ExpirePrescription' ? { ok: true, value: [] } : decide(state, command)),
    ),
  },
  {
    name: 'a pack is not reserved for its sale',
    runtime: (runtime) => ({
      ...runtime,
      load: async (aggregate, id) => {
        const loaded = await runtime.load(aggregate, id);
        return aggregate.name === 'trace-code' ? { ...loaded, state: aggregate.initial } : loaded;
      },
      execute: (aggregate, id, cause, prepare) =>
        aggregate.name === 'trace-code' && cause.actor.role === 'pharmacy'
          ? Promise.resolve({ ok: true, value: { state: aggregate.initial, version: 0, isRepeat: false, correlationId: id } })
          : runtime.execute(aggregate, id, cause, prepare),
    }),
  },
  {
    name: 'two pharmacies win one fill',
    takeOut: withDecide(
      'routing',
      (decide) => (state, command) => (command.type === 'AcceptOffer' ? decide(allOpen(state), command) : decide(state, command)),
    ),
  },
  {
    name: 'what left the catalogue is sold',
    takeOut: atTheCounter((counter) => ({ ...counter, rules: { ...Object(counter['rules']), catalogue: 'open' } })),
  },
  {
    name: 'a drug is sold above its cap',
    takeOut: atTheCounter(withDrugs({ priceCapFen: Number.MAX_SAFE_INTEGER })),
  },
  {
    name: 'a recalled lot is sold',
    takeOut: atTheCounter(withDrugs({ recalledLots: [] })),
  },
  {
    name: 'a drug is sold whatever its class has become',
    takeOut: atTheCounter(withDrugs({ controlClass: 'ordinary' })),
  },
  {
    name: 'nobody asks whether the prescriber had a licence at all',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) =>
        decide(state, command.type === 'DispensePrescription' ? { ...command, prescriber: undefined } : command),
    ),
  },
  {
    name: 'a pharmacy dispenses what nobody approved',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) =>
        command.type === 'DispensePrescription' && state.status === 'CLAIMED'
          ? decide({ ...state, status: 'APPROVED' }, command)
          : decide(state, command),
    ),
  },
  {
    name: 'a wish to cancel stops nobody',
    takeOut: withDecide(
      'prescription',
      (decide) =>
        ({ pendingCancellation: _stop, ...state }, command) =>
          decide(state, command),
    ),
  },
  {
    name: 'more of a line may be sold than was prescribed',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) => decide(command.type === 'DispensePrescription' ? twiceAsMuch(state) : state, command),
    ),
  },
  {
    name: 'whoever signs is a pharmacist',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) =>
        command.type === 'ApprovePrescription' && 'content' in state
          ? decide(
              { ...state, content: { ...Object(state['content']), prescriberId: '' } },
              { ...command, pharmacist: aPharmacist(command) },
            )
          : decide(state, command),
    ),
  },
  {
    name: 'an ended prescription can still be cancelled',
    takeOut: withDecide(
      'prescription',
      (decide) => (state, command) =>
        decide(command.type === 'CancelPrescription' && state.status === 'COMPLETED' ? { ...state, status: 'ACTIVE' } : state, command),
    ),
  },
  {
    name: 'an opened pack gives without end',
    takeOut: withDecide(
      'trace-code',
      (decide) => (state, command) => decide(command.type === 'ReservePortion' ? { ...state, portions: [] } : state, command),
    ),
  },
  {
    name: 'a revoked key opens as before',
    takeOut: withDecide(
      'api-key',
      (decide) => (state, command) => (command.type === 'RevokeApiKey' ? { ok: true, value: [] } : decide(state, command)),
    ),
  },
  {
    name: 'a suspended agency goes on',
    takeOut: withDecide(
      'agency',
      (decide) => (state, command) => (command.type === 'SuspendAgency' ? { ok: true, value: [] } : decide(state, command)),
    ),
  },
];
