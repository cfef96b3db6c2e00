import fc from 'fast-check';
import type { AgencyId, OfferId } from '../../events/vocabulary/ids.ts';
import type { RoutingCommand } from '../../functions/routing/domain/commands.ts';
import { decide } from '../../functions/routing/domain/decide.ts';
import type { RoutingEvent } from '../../functions/routing/domain/events.ts';
import { evolve } from '../../functions/routing/domain/evolve.ts';
import type { RoutingFacts } from '../../functions/routing/domain/facts.ts';
import { isRouted, type Offer, type Routing } from '../../functions/routing/domain/routing.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS } from '../../shared/kernel/time.ts';
import { factsOf, offer, PATIENT, pharmacyIdOf, startRouting } from './routing.ts';
import { MONDAY } from './virtual-clock.ts';

const RULES = { waveSize: 2, wavesMax: 2, roundsMax: 8 };
const stocked = factsOf(5, {}, RULES);
const empty = factsOf(5, { stock: [] }, RULES);

interface Moment {
  readonly at: Instant;
  readonly facts: RoutingFacts;
  /** Offers that were made so far, the latest first. */
  readonly offers: readonly Offer[];
}
/** What comes next, still without its moment. */
type Command = (moment: Moment) => RoutingCommand;
export interface Step {
  readonly command: Command;
  readonly afterMinutes: number;
  readonly hasStock: boolean;
}

const always = <Value>(value: Value) => fc.constant(value);
/** Mostly one of the latest offers; sometimes one that was never made, or another pharmacy's. */
const onOffer = (
  make: (moment: Pick<Moment, 'at' | 'facts'>, offerId: OfferId, pharmacyId: AgencyId) => RoutingCommand,
): fc.Arbitrary<Command> =>
  fc.tuple(fc.nat(4), fc.nat(9)).map<Command>(([nth, slip]) => ({ at, facts, offers }) => {
    const { offerId, pharmacyId } = offers[nth] ?? { offerId: offer(99), pharmacyId: pharmacyIdOf(1) };
    return make({ at, facts }, offerId, slip === 0 ? pharmacyIdOf(5) : pharmacyId);
  });
/** What prescriptions say is of offers that were accepted once: the last, or one before. */
const onClaim = (make: (moment: Pick<Moment, 'at' | 'facts'>, offerId: OfferId) => RoutingCommand): fc.Arbitrary<Command> =>
  fc.nat(1).map<Command>((nth) => ({ at, facts, offers }) => {
    const accepted = offers.filter(({ leaseEndsAt }) => leaseEndsAt !== undefined);
    return make({ at, facts }, accepted[nth]?.offerId ?? offers[0]?.offerId ?? offer(99));
  });
const knowing = (make: (moment: Pick<Moment, 'at' | 'facts'>) => RoutingCommand): fc.Arbitrary<Command> =>
  always<Command>(({ at, facts }) => make({ at, facts }));

const start = knowing((moment) => ({ ...startRouting(moment.facts), ...moment }));
const close = always<Command>(() => ({ type: 'CloseRouting', because: 'prescription-cancelled' }));
const accept = onOffer(({ at }, offerId, pharmacyId) => ({ type: 'AcceptOffer', at, offerId, pharmacyId, leaseMs: HOUR_MS }));
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  // As often as all else that follows it, or most histories would never come to a claim.
  accept,
  accept,
  accept,
  onOffer((moment, offerId, pharmacyId) => ({ type: 'DeclineOffer', ...moment, offerId, pharmacyId, reason: 'closing' })),
  onClaim((_, offerId) => ({ type: 'ConfirmClaim', offerId })),
  onClaim((moment, offerId) => ({ type: 'RefuseClaim', ...moment, offerId, reason: 'prescription-suspended' })),
  onClaim((moment, offerId) => ({ type: 'RefuseClaim', ...moment, offerId, reason: 'pharmacy-not-eligible' })),
  onClaim((moment, offerId) => ({ type: 'GiveUpClaim', ...moment, offerId })),
  onClaim((moment, offerId) => ({ type: 'ReleaseClaim', ...moment, offerId, reason: 'unpaid' })),
  onOffer((_, _offerId, pharmacyId) => ({ type: 'SuspendClaim', pharmacyId })),
  onOffer((moment, _, pharmacyId) => ({ type: 'ChooseAnew', ...moment, patientToken: PATIENT, said: { by: 'named', pharmacyId } })),
  knowing((moment) => ({ type: 'ChooseAnew', ...moment, patientToken: PATIENT, said: { by: 'cheapest' } })),
  knowing((moment) => ({ type: 'LapseOffers', ...moment })),
  knowing((moment) => ({ type: 'ResumeRouting', ...moment })),
  fc.integer({ min: 1, max: 8 }).map<Command>((round) => (moment) => ({ type: 'RetryRouting', round, ...moment })),
  start,
);

const stepOf = (command: fc.Arbitrary<Command>): fc.Arbitrary<Step> =>
  fc.record({
    command,
    afterMinutes: fc.nat(15),
    hasStock: fc.oneof({ weight: 2, arbitrary: always(true) }, { weight: 1, arbitrary: always(false) }),
  });

/** Any commands at any times; most begin with a beginning, and ends are rare, so that much can happen before. */
export const anyHistory: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    stepOf(fc.oneof({ weight: 30, arbitrary: start }, { weight: 1, arbitrary: close })),
    fc.array(stepOf(fc.oneof({ weight: 25, arbitrary: anyCommand }, { weight: 1, arbitrary: close })), { maxLength: 40, size: 'max' }),
  )
  .map(([first, rest]) => [first, ...rest]);

/** A claim given up, the next one refused because of it, and then its confirmation: too rare to wait for. */
export const lateClaim: readonly Step[] = [
  ({ at, facts }: Moment) => ({ ...startRouting(facts), at }),
  ({ at }: Moment) => ({ type: 'AcceptOffer', at, offerId: offer(1), pharmacyId: pharmacyIdOf(1), leaseMs: HOUR_MS }) as const,
  (moment: Moment) => ({ type: 'GiveUpClaim', ...moment, offerId: offer(1) }) as const,
  ({ at }: Moment) => ({ type: 'AcceptOffer', at, offerId: offer(3), pharmacyId: pharmacyIdOf(1), leaseMs: HOUR_MS }) as const,
  (moment: Moment) => ({ type: 'RefuseClaim', ...moment, offerId: offer(3), reason: 'already-claimed' }) as const,
  () => ({ type: 'ConfirmClaim', offerId: offer(1) }) as const,
].map((command) => ({ command, afterMinutes: 0, hasStock: true }));

export interface Transition {
  readonly from: Routing;
  readonly events: readonly RoutingEvent[];
  readonly to: Routing;
}

const latestOf = (state: Routing): readonly Offer[] => (isRouted(state) ? [...state.search.offers].reverse() : []);

/** What the commands that changed something came to. */
export const transitionsOf = (steps: readonly Step[]): readonly Transition[] => {
  const transitions: Transition[] = [];
  let at = MONDAY;
  let from: Routing = { status: 'ABSENT' };
  for (const { command, afterMinutes, hasStock } of steps) {
    at = addMs(at, afterMinutes * MINUTE_MS);
    const decision = decide(from, command({ at, facts: hasStock ? stocked : empty, offers: latestOf(from) }));
    if (!decision.ok || decision.value.length === 0) continue;
    const to: Routing = decision.value.reduce(evolve, from);
    transitions.push({ from, events: decision.value, to });
    from = to;
  }
  return transitions;
};
