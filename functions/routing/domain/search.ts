import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import { holderOf } from './claims.ts';
import type { ChoiceRefusal, ChooseAnew, CloseRouting, ResumeRouting, RoutingRefusal, StartRouting } from './commands.ts';
import type { RoutingEvent } from './events.ts';
import { isRouted, type Routed, type Routing } from './routing.ts';
import { nextRound } from './wave.ts';
import { type Wish, wishOf } from './wish.ts';
import { type Decision, followedBy, withdrawAll } from './withdrawals.ts';

/** Asks the first pharmacies at once; a second activation, or one that comes after the end, changes nothing. */
export const startRouting = (state: Routing, { type: _type, at, facts, said, ...fill }: StartRouting): Decision => {
  if (state.status !== 'ABSENT') return ok([]);
  const byDefault: Wish = { by: facts.policy.rules.defaultChoice, wantsDecoction: false };
  const wish = said === undefined ? ok(byDefault) : wishOf(said);
  const started: RoutingEvent = { type: 'RoutingStarted', ...fill, wish: wish.ok ? wish.value : byDefault };
  return ok(followedBy(state, [started], (search) => [nextRound(search, { at, facts })]));
};

/** Takes open offers back and begins a round with the new choice. Refuses while a pharmacy holds the fill. */
export const chooseAnew = (state: Routing, { at, facts, patientToken, said }: ChooseAnew): Decision => {
  if (!isRouted(state) || state.search.patientToken !== patientToken) return refuse({ code: 'not-found' });
  const refusal = refusalToChoose(state, facts.policy.rules.roundsMax);
  if (refusal !== undefined) return refuse(refusal);
  const wish = wishThatHolds(state, { said, facts });
  if (!wish.ok) return wish;
  const events: readonly RoutingEvent[] = [
    ...withdrawAll(state.search, 'patient-chose-anew', 'OPEN'),
    { type: 'WishChanged', wish: wish.value },
  ];
  return ok(followedBy(state, events, (search) => [nextRound(search, { at, facts })]));
};

const refusalToChoose = (state: Routed, roundsMax: number): RoutingRefusal | undefined => {
  const currentStatus = state.status;
  if (currentStatus === 'CLOSED') return { code: 'routing-closed', currentStatus };
  if (currentStatus === 'ACCEPTED' || currentStatus === 'CONFIRMED') return { code: 'already-claimed', currentStatus };
  if (state.status === 'PAUSED' && state.because === 'doubt') return { code: 'routing-paused', currentStatus: state.status };
  return state.search.round >= roundsMax ? { code: 'choices-used-up', currentStatus } : undefined;
};

/** A wish that can be followed: complete, not wider than the policy allows, its pharmacy known. */
export const wishThatHolds = ({ search }: Routed, { said, facts }: Pick<ChooseAnew, 'said' | 'facts'>): Result<Wish, ChoiceRefusal> => {
  const wish = wishOf(said, search.wish);
  if (!wish.ok) return wish;
  const { radiusMetresMax } = facts.policy.rules;
  if ((wish.value.radiusMetres ?? 0) > radiusMetresMax) return refuse({ code: 'radius-too-wide', radiusMetresMax });
  const named = wish.value.by === 'named' ? wish.value.pharmacyId : undefined;
  const isKnown = named === undefined || facts.pharmacies.some(({ pharmacyId }) => pharmacyId === named);
  return isKnown ? wish : refuse({ code: 'pharmacy-unknown' });
};

/** The prescriber confirmed (P9b): the fill is open again, to the pharmacy that doubted as well. */
export const resumeRouting = (state: Routing, command: ResumeRouting): Decision => {
  if (state.status !== 'PAUSED' && state.status !== 'ACCEPTED' && state.status !== 'CONFIRMED') return ok([]);
  const holder = holderOf(state);
  // The doubt itself may come later than its answer.
  const ended: readonly RoutingEvent[] =
    holder === undefined ? [] : [{ type: 'ClaimSuspended', offerId: holder.offerId, pharmacyId: holder.pharmacyId }];
  return ok(followedBy(state, ended, (search) => [nextRound(search, command)]));
};

/** The prescription ended. When that is heard first, a later activation finds it closed. */
export const closeRouting = (state: Routing, { because }: CloseRouting): Decision => {
  if (state.status === 'ABSENT') return ok([{ type: 'RoutingVoided', because }]);
  if (!isRouted(state) || state.status === 'CLOSED') return ok([]);
  return ok([...withdrawAll(state.search, because, 'OPEN', 'ACCEPTED', 'CLAIMED'), { type: 'RoutingClosed', because }]);
};
