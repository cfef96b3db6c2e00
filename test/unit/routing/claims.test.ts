import { describe, expect, it } from 'vitest';
import type { ChooseAnew, RoutingCommand } from '../../../functions/routing/domain/commands.ts';
import { decide } from '../../../functions/routing/domain/decide.ts';
import { offerOf, offersWith, type Routing } from '../../../functions/routing/domain/routing.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { factsOf, later, NEAR, next, offer, PATIENT, pharmacyIdOf, startRouting, stateAfter } from '../../support/routing.ts';

const facts = factsOf(4, {}, { waveSize: 1, wavesMax: 2, roundsMax: 3 });
const start = startRouting(facts);
const knowing = { at: later(HOUR_MS), facts };

const accept = (number: number, pharmacy = number): RoutingCommand => ({
  type: 'AcceptOffer',
  at: later(MINUTE_MS),
  offerId: offer(number),
  pharmacyId: pharmacyIdOf(pharmacy),
  leaseMs: HOUR_MS,
});
const confirm = (number: number): RoutingCommand => ({ type: 'ConfirmClaim', offerId: offer(number) });
const refuse = (number: number, reason = 'prescription-suspended'): RoutingCommand => ({
  type: 'RefuseClaim',
  offerId: offer(number),
  reason,
  ...knowing,
});
const giveUp = (number: number): RoutingCommand => ({ type: 'GiveUpClaim', offerId: offer(number), ...knowing });
const release = (number: number): RoutingCommand => ({ type: 'ReleaseClaim', offerId: offer(number), reason: 'out-of-stock', ...knowing });
const suspend = (number: number): RoutingCommand => ({ type: 'SuspendClaim', pharmacyId: pharmacyIdOf(number) });
const resume: RoutingCommand = { type: 'ResumeRouting', ...knowing };
const close: RoutingCommand = { type: 'CloseRouting', because: 'prescription-expired' };
const choose = (over: Partial<ChooseAnew> = {}): ChooseAnew => ({
  type: 'ChooseAnew',
  patientToken: PATIENT,
  said: { by: 'soonest' },
  ...knowing,
  ...over,
});
const decided = (state: Routing, command: RoutingCommand) => {
  const decision = decide(state, command);
  return decision.ok ? decision.value : decision.refusal;
};
const openAt = (state: Routing): readonly string[] =>
  'search' in state ? offersWith(state.search, 'OPEN').map(({ pharmacyId }) => pharmacyId) : [];
const statusOf = (state: Routing, number: number) => offerOf(state, offer(number))?.status;

describe('a claim', () => {
  it('is confirmed by the prescription', () => {
    const state = stateAfter(start, accept(1), confirm(1));
    expect(state).toMatchObject({ status: 'CONFIRMED', offerId: offer(1) });
    expect(statusOf(state, 1)).toBe('CLAIMED');
    expect(decided(state, confirm(1))).toEqual([]);
  });

  it('that was released goes to the others, not back', () => {
    const state = stateAfter(start, accept(1), confirm(1), release(1));
    expect(state).toMatchObject({ status: 'OFFERING', search: { round: 2, wave: 1 } });
    expect(openAt(state)).toEqual(['ag_pharmacy2']);
    expect(decided(state, release(1))).toEqual([]);
  });

  it('may be released before its confirmation is heard, which then counts no more', () => {
    const state = stateAfter(start, accept(1), release(1));
    expect(openAt(state)).toEqual(['ag_pharmacy2']);
    expect(decided(state, confirm(1))).toEqual([]);
  });

  it('that the prescription refused waits for the reason', () => {
    const state = stateAfter(start, accept(1), refuse(1));
    expect(state).toMatchObject({ status: 'PAUSED', because: 'claim-refused' });
    expect(offerOf(state, offer(1))).toMatchObject({ status: 'WITHDRAWN', reason: 'claim-refused' });
    expect(decided(stateAfter(start), refuse(1))).toEqual([]);
    expect(decided(stateAfter(start, accept(1), confirm(1)), refuse(1))).toEqual([]);
  });

  it('of a pharmacy that the prescription found not eligible goes to the others, not back', () => {
    const state = stateAfter(start, accept(1), refuse(1, 'pharmacy-not-eligible'));
    expect(offerOf(state, offer(1))).toMatchObject({ status: 'WITHDRAWN', reason: 'pharmacy-not-eligible' });
    expect(state).toMatchObject({ search: { barred: [{ pharmacyId: 'ag_pharmacy1', code: 'pharmacy-not-eligible' }] } });
    expect(openAt(state)).toEqual(['ag_pharmacy2']);
  });

  it('of which nothing was heard during its lease is given up, and others are asked', () => {
    const state = stateAfter(start, accept(1), giveUp(1));
    expect(offerOf(state, offer(1))).toMatchObject({ status: 'WITHDRAWN', reason: 'claim-unanswered' });
    expect(state).toMatchObject({ status: 'OFFERING', search: { round: 2 } });
    expect(decided(stateAfter(start, accept(1), confirm(1)), giveUp(1))).toEqual([]);
    expect(decided(stateAfter(start), giveUp(1))).toEqual([]);
  });

  it('that comes after it was given up still counts, and takes the offers back', () => {
    const state = stateAfter(start, accept(1), giveUp(1));
    const again = next(state, confirm(1));
    expect(again).toMatchObject({ status: 'CONFIRMED', offerId: offer(1) });
    expect(openAt(again)).toEqual([]);
    const rival = stateAfter(start, accept(1), giveUp(1), accept(2, 1));
    expect(statusOf(next(rival, confirm(1)), 2)).toBe('WITHDRAWN');
    const confirmed = { type: 'ClaimConfirmed', offerId: offer(1), pharmacyId: pharmacyIdOf(1) };
    expect(decided(rival, confirm(1))).toEqual([
      { type: 'OfferWithdrawn', offerId: offer(2), pharmacyId: pharmacyIdOf(1), reason: 'claimed-by-another' },
      confirmed,
    ]);
    expect(decided(next(rival, confirm(1)), accept(2, 1))).toEqual({ code: 'already-claimed', currentStatus: 'WITHDRAWN' });
    // The rival's claim was refused because of this one, and its refusal came first.
    expect(decided(next(rival, refuse(2, 'already-claimed')), confirm(1))).toEqual([confirmed]);
  });

  it('that was given up is neither refused nor given up again while another is on its way', () => {
    const rival = stateAfter(start, accept(1), giveUp(1), accept(2, 1));
    expect(decided(rival, refuse(1))).toEqual([]);
    expect(decided(rival, giveUp(1))).toEqual([]);
    expect(decided(rival, refuse(9))).toEqual([]);
    expect(decided({ status: 'ABSENT' }, confirm(1))).toEqual([]);
  });

  it('that was given up and released is not revived by a late message', () => {
    const state = stateAfter(start, accept(1), giveUp(1), release(1));
    expect(statusOf(state, 1)).toBe('RELEASED');
    expect(openAt(state)).toHaveLength(1);
    expect(decided(state, confirm(1))).toEqual([]);
  });

  it('in doubt stops everything until the prescriber answers', () => {
    const state = stateAfter(start, accept(1), confirm(1), suspend(1));
    expect(state).toMatchObject({ status: 'PAUSED', because: 'doubt' });
    expect(decided(state, choose())).toEqual({ code: 'routing-paused', currentStatus: 'PAUSED' });
    expect(openAt(next(state, resume))).toEqual(['ag_pharmacy1']);
  });

  it('in doubt is the holder’s alone to doubt', () => {
    expect(decided(stateAfter(start, accept(1), confirm(1)), suspend(2))).toEqual([]);
    expect(decided(stateAfter(start), suspend(1))).toEqual([]);
  });

  it('that is confirmed by the prescriber before its doubt is heard, is open again', () => {
    const state = stateAfter(start, accept(1), confirm(1), resume);
    expect(state).toMatchObject({ status: 'OFFERING', search: { round: 2 } });
    expect(decided(state, suspend(1))).toEqual([]);
    expect(decided(stateAfter(start), resume)).toEqual([]);
    const suspended = { type: 'ClaimSuspended', offerId: offer(1), pharmacyId: pharmacyIdOf(1) };
    expect(decided(stateAfter(start, accept(1)), resume)).toMatchObject([suspended, { type: 'OffersMade', round: 2 }]);
    expect(decided(stateAfter(start, accept(1), confirm(1)), resume)).toMatchObject([suspended, { type: 'OffersMade', round: 2 }]);
    expect(decided(stateAfter(start, accept(1), confirm(1), suspend(1)), resume)).toMatchObject([{ type: 'OffersMade', round: 2 }]);
  });

  it.each([
    { what: 'of an offer that was never made', state: stateAfter(start), command: confirm(9) },
    { what: 'of an open offer', state: stateAfter(start), command: confirm(1) },
    { what: 'of an offer withdrawn for another', state: stateAfter(start, choose()), command: confirm(1) },
    { what: 'after the end', state: stateAfter(start, accept(1), close), command: confirm(1) },
    {
      what: 'given up, while a later one is in doubt',
      state: stateAfter(start, accept(1), giveUp(1), accept(2, 1), suspend(1)),
      command: confirm(1),
    },
    { what: 'of nothing', state: stateAfter(), command: confirm(1) },
    { what: 'released by nobody', state: stateAfter(), command: release(1) },
    { what: 'released after the end', state: stateAfter(start, accept(1), close), command: release(1) },
    { what: 'released without being held', state: stateAfter(start), command: release(1) },
  ])('$what changes nothing', ({ state, command }) => {
    expect(decided(state, command)).toEqual([]);
  });
});

describe('the end of the prescription', () => {
  it.each([
    { what: 'open offers', state: stateAfter(start), reason: 'prescription-expired' },
    { what: 'an acceptance', state: stateAfter(start, accept(1)), reason: 'prescription-expired' },
    { what: 'a claim', state: stateAfter(start, accept(1), confirm(1)), reason: 'prescription-expired' },
  ])('takes back $what', ({ state, reason }) => {
    const closed = next(state, close);
    expect(closed).toMatchObject({ status: 'CLOSED', because: reason });
    expect(offerOf(closed, offer(1))).toMatchObject({ status: 'WITHDRAWN', reason });
    expect(decided(closed, close)).toEqual([]);
    expect(decided(closed, resume)).toEqual([]);
  });

  it('that is heard before the beginning prevents it', () => {
    const state = stateAfter(close);
    expect(state).toEqual({ status: 'VOID', because: 'prescription-expired' });
    expect(decided(state, start)).toEqual([]);
    expect(decided(state, close)).toEqual([]);
    expect(decided(state, choose())).toEqual({ code: 'not-found' });
  });
});

describe('a new choice of the patient', () => {
  it('takes open offers back and begins anew', () => {
    expect(decided(stateAfter(start), choose())).toMatchObject([
      { type: 'OfferWithdrawn', offerId: offer(1), reason: 'patient-chose-anew' },
      { type: 'WishChanged', wish: { by: 'soonest' } },
      { type: 'OffersMade', round: 2, wave: 1, offers: [{ offerId: offer(2) }] },
    ]);
  });

  it('widens an exhausted search', () => {
    const far = factsOf(1, {
      pharmacies: facts.pharmacies.slice(0, 1).map((one) => ({ ...one, place: { latitude: 36.85, longitude: 117.02 } })),
    });
    const state = stateAfter(startRouting(far, { said: { by: 'nearest', near: NEAR } }));
    expect(state).toMatchObject({ status: 'EXHAUSTED', reasons: [{ code: 'too-far', pharmacies: 1 }] });
    expect(next(state, choose({ facts: far, said: { by: 'nearest', radiusMetres: 30_000 } }))).toMatchObject({ status: 'OFFERING' });
  });

  it('that names a pharmacy asks it again, whatever it did before', () => {
    const released = stateAfter(start, accept(1), confirm(1), release(1));
    expect(openAt(next(released, choose({ said: { by: 'named', pharmacyId: pharmacyIdOf(1) } })))).toEqual(['ag_pharmacy1']);
  });

  it('does not excuse those that it does not name', () => {
    const released = stateAfter(start, accept(1), confirm(1), release(1));
    expect(openAt(next(released, choose({ said: { by: 'cheapest' } })))).toEqual(['ag_pharmacy2']);
  });

  it('is rounded to a hundredth of a degree', () => {
    const state = next(stateAfter(start), choose({ said: { by: 'nearest', near: { latitude: 36.67499, longitude: -117.0251 } } }));
    expect(state).toMatchObject({ search: { wish: { near: { latitude: 36.67, longitude: -117.03 } } } });
  });

  it.each([
    { what: 'for another patient', state: stateAfter(start), over: { patientToken: 'pt_somebodyelse' }, refusal: { code: 'not-found' } },
    { what: 'before anything began', state: stateAfter(), over: {}, refusal: { code: 'not-found' } },
    { what: 'after the end', state: stateAfter(start, close), over: {}, refusal: { code: 'routing-closed', currentStatus: 'CLOSED' } },
    {
      what: 'after an acceptance',
      state: stateAfter(start, accept(1)),
      over: {},
      refusal: { code: 'already-claimed', currentStatus: 'ACCEPTED' },
    },
    {
      what: 'after a claim',
      state: stateAfter(start, accept(1), confirm(1)),
      over: {},
      refusal: { code: 'already-claimed', currentStatus: 'CONFIRMED' },
    },
    {
      what: 'for the fourth round of three',
      state: stateAfter(start, choose(), choose()),
      over: {},
      refusal: { code: 'choices-used-up', currentStatus: 'OFFERING' },
    },
    { what: 'of the nearest to nowhere', state: stateAfter(start), over: { said: { by: 'nearest' } }, refusal: { code: 'place-missing' } },
    { what: 'of no name', state: stateAfter(start), over: { said: { by: 'named' } }, refusal: { code: 'named-pharmacy-missing' } },
    {
      what: 'of an unknown name',
      state: stateAfter(start),
      over: { said: { by: 'named', pharmacyId: pharmacyIdOf(9) } },
      refusal: { code: 'pharmacy-unknown' },
    },
    {
      what: 'a metre too wide',
      state: stateAfter(start),
      over: { said: { by: 'soonest', radiusMetres: 50_001 } },
      refusal: { code: 'radius-too-wide', radiusMetresMax: 50_000 },
    },
  ] as const)('$what is refused', ({ state, over, refusal }) => {
    expect(decided(state, choose(over))).toEqual(refusal);
  });

  it('is taken in the third round of three, just as wide as allowed, and after a refused claim', () => {
    expect(decide(stateAfter(start, choose()), choose()).ok).toBe(true);
    expect(decide(stateAfter(start), choose({ said: { by: 'soonest', radiusMetres: 50_000 } })).ok).toBe(true);
    expect(next(stateAfter(start, accept(1), refuse(1)), choose())).toMatchObject({ status: 'OFFERING' });
  });
});

describe('a round too many', () => {
  it('is not begun; the patient is told who would have been left', () => {
    const state = stateAfter(start, choose(), choose(), accept(3, 1), release(3));
    expect(state).toMatchObject({ status: 'EXHAUSTED', search: { round: 4 } });
    expect(state).toMatchObject({
      reasons: [
        { code: 'not-asked', pharmacies: 3 },
        { code: 'released-before', pharmacies: 1 },
      ],
    });
  });
});
