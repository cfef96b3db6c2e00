import { describe, expect, it } from 'vitest';
import { addMs, HOUR_MS } from '../../../shared/kernel/time.ts';
import { command, given } from '../../support/prescription-commands.ts';
import {
  LEASE_ENDS,
  lapsedLicence,
  minutesLater,
  OFFER,
  OTHER_OFFER,
  PHARMACY,
  person,
  RIVAL,
  signature,
  VALID_UNTIL,
} from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const refusedClaim = (reason: string, fill = 1) =>
  ({ type: 'ClaimRefused', fill, offerId: OTHER_OFFER, pharmacyId: RIVAL, reason }) as const;
const rivalClaim = (over = {}) => command.claim({ offerId: OTHER_OFFER, pharmacyId: RIVAL, ...over });

describe('a claim', () => {
  it('is made once while the prescription is active (P6)', () => {
    given(...until.active)
      .when(command.claim())
      .then(happened.claimed());
    given(...until.claimed)
      .when(command.claim())
      .then();
  });

  it('never outlives the region’s longest lease', () => {
    given(...until.active)
      .when(command.claim({ leaseMaxMs: HOUR_MS }))
      .then(happened.claimed({ leaseEndsAt: addMs(MONDAY, HOUR_MS) }));
  });

  it.each([
    { history: until.claimed, reason: 'already-claimed' },
    { history: until.approved, reason: 'already-claimed' },
    { history: until.suspended, reason: 'prescription-suspended' },
    { history: until.dispensed, reason: 'prescription-used' },
    { history: [...until.dispensed, happened.completed], reason: 'prescription-used' },
    { history: [...until.active, happened.cancelled], reason: 'prescription-cancelled' },
    { history: [...until.active, happened.expired], reason: 'prescription-expired' },
    { history: until.signed, reason: 'prescription-not-active' },
  ])('that comes too late is refused as a fact: $reason', ({ history, reason }) => {
    given(...history)
      .when(rivalClaim())
      .then(refusedClaim(reason));
    given(...history, refusedClaim(reason))
      .when(rivalClaim())
      .then();
  });

  it('starts before the validity ends, not at its end', () => {
    given(...until.active)
      .when(rivalClaim({ at: VALID_UNTIL }))
      .then(refusedClaim('prescription-expired'));
    expect(given(...until.active).when(rivalClaim({ at: addMs(VALID_UNTIL, -1) })).decision).toMatchObject({
      value: [{ type: 'PrescriptionClaimed' }],
    });
  });

  it('is not for a pharmacy that lost its designation, nor for another fill', () => {
    given(...until.active)
      .when(rivalClaim({ isEligible: false }))
      .then(refusedClaim('pharmacy-not-eligible'));
    given(...until.active)
      .when(rivalClaim({ fill: 2 }))
      .then(refusedClaim('fill-not-open', 2));
  });
});

describe('the fence', () => {
  const fenced = [command.approve(), command.doubt(), command.release(), command.dispense(), command.reverse()] as const;

  it.each(fenced.map((one) => ({ one, type: one.type })))('lets $type pass only under the live claim’s offer', ({ one }) => {
    const stranger = { ...one, offerId: OTHER_OFFER };
    given(...until.claimed)
      .when(stranger)
      .thenRefused({ code: 'not-claim-holder' });
    given(...until.active)
      .when(one)
      .thenRefused({ code: 'claim-pending' });
    given(...until.claimed, happened.released)
      .when(one)
      .thenRefused({ code: 'not-claim-holder' });
    given(...until.active, happened.cancelled)
      .when(one)
      .thenRefused({ code: 'invalid-state', currentStatus: 'CANCELLED' });
  });

  it.each(fenced.filter(({ type }) => type !== 'ReverseSale').map((one) => ({ one, type: one.type })))(
    'ends $type with the lease',
    ({ one }) => {
      given(...until.claimed)
        .when({ ...one, at: LEASE_ENDS })
        .thenRefused({ code: 'lease-expired' });
      given(...until.dispensed)
        .when(one)
        .thenRefused({ code: 'invalid-state', currentStatus: 'DISPENSED' });
    },
  );

  it('stops approving and dispensing when the prescriber wants it back', () => {
    given(...until.claimed, happened.cancellationRequested)
      .when(command.approve())
      .thenRefused({ code: 'cancellation-pending' });
    given(...until.approved, happened.cancellationRequested)
      .when(command.dispense())
      .thenRefused({ code: 'cancellation-pending' });
  });
});

describe('the pharmacy’s review', () => {
  it('approves a claimed prescription once (P8)', () => {
    given(...until.claimed)
      .when(command.approve())
      .then(happened.approved);
    given(...until.approved)
      .when(command.approve())
      .thenRefused({ code: 'invalid-state', currentStatus: 'APPROVED' });
  });

  it('suspends on a clinical doubt (P9), before the approval', () => {
    given(...until.claimed)
      .when(command.doubt())
      .then(happened.suspended);
    given(...until.approved)
      .when(command.doubt())
      .thenRefused({ code: 'invalid-state', currentStatus: 'APPROVED' });
  });

  it.each([
    { who: 'the prescriber', pharmacist: person('doctor-1'), code: 'pharmacist-is-prescriber' },
    { who: 'a program', pharmacist: { practitionerId: 'ai', practitioner: undefined }, code: 'practitioner-unknown' },
    { who: 'a doctor', pharmacist: person('doctor-9'), code: 'wrong-profession' },
    { who: 'a pharmacist without a licence', pharmacist: person('pharmacist-2', lapsedLicence), code: 'licence-invalid' },
  ] as const)('is not by $who', ({ pharmacist, code }) => {
    given(...until.claimed)
      .when(command.approve({ pharmacist }))
      .thenRefused({ code });
    given(...until.claimed)
      .when(command.doubt({ pharmacist }))
      .thenRefused({ code });
  });

  it('is answered by the prescriber with a signature after the doubt (P9b)', () => {
    const confirmation = { practitionerId: 'doctor-1', signedAt: MONDAY, signature: 'sig' };
    given(...until.suspended)
      .when(command.confirm())
      .then({ type: 'PrescriptionConfirmed', confirmation, at: MONDAY });
    given(...until.active)
      .when(command.confirm())
      .thenRefused({ code: 'invalid-state', currentStatus: 'ACTIVE' });
    given(...until.suspended)
      .when(command.confirm({ confirmation: signature('doctor-2') }))
      .thenRefused({ code: 'not-the-prescriber' });
    given(...until.suspended)
      .when(command.confirm({ at: VALID_UNTIL }))
      .thenRefused({ code: 'prescription-expired' });
    const early = signature('doctor-1', { signedAt: minutesLater(-1) });
    given(...until.suspended)
      .when(command.confirm({ confirmation: early }))
      .thenRefused({ code: 'signature-stale' });
    const forged = signature('doctor-1', { isGenuine: false });
    given(...until.suspended)
      .when(command.confirm({ confirmation: forged }))
      .thenRefused({ code: 'signature-invalid' });
  });

  it('lets another pharmacy claim after the confirmation, and not the old offer again', () => {
    const confirmed = {
      type: 'PrescriptionConfirmed',
      confirmation: { practitionerId: 'd', signedAt: MONDAY, signature: 's' },
      at: MONDAY,
    } as const;
    given(...until.suspended, confirmed)
      .when(command.approve())
      .thenRefused({ code: 'not-claim-holder' });
    given(...until.suspended, confirmed)
      .when(command.claim())
      .then();
    given(...until.suspended, confirmed)
      .when(rivalClaim())
      .then(happened.claimed({ offerId: OTHER_OFFER, pharmacyId: RIVAL }));
  });
});

describe('the end of a claim', () => {
  it('frees the fill when the pharmacy lets go (P7)', () => {
    given(...until.claimed)
      .when(command.release())
      .then(happened.released);
    given(...until.approved)
      .when(command.release())
      .then(happened.released);
    given(...until.suspended)
      .when(command.release())
      .thenRefused({ code: 'not-claim-holder' });
  });

  it('frees the fill when the lease ends, not before, and only for its own offer', () => {
    const lapsed = { ...happened.released, reason: 'lease-lapsed' } as const;
    given(...until.approved)
      .when(command.lapse(LEASE_ENDS))
      .then(lapsed);
    given(...until.approved)
      .when(command.lapse(addMs(LEASE_ENDS, -1)))
      .then();
    given(...until.approved)
      .when(command.lapse(LEASE_ENDS, OTHER_OFFER))
      .then();
    given(...until.dispensed)
      .when(command.lapse(LEASE_ENDS))
      .then();
  });

  it.each([
    { by: 'a release', one: command.release({ at: minutesLater(5) }), at: minutesLater(5) },
    { by: 'a doubt', one: command.doubt({ at: minutesLater(5) }), at: minutesLater(5) },
    { by: 'the lease’s end', one: command.lapse(LEASE_ENDS), at: LEASE_ENDS },
  ])('cancels by $by when the prescriber wants it back (P14)', ({ one, at }) => {
    given(...until.claimed, happened.cancellationRequested)
      .when(one)
      .then({ ...happened.cancelled, pharmacyId: PHARMACY, at });
  });

  it('expires what is no longer valid', () => {
    const late = addMs(VALID_UNTIL, HOUR_MS);
    const claimedLate = [...until.active, happened.claimed({ leaseEndsAt: late })];
    given(...claimedLate)
      .when(command.release({ at: VALID_UNTIL }))
      .then(happened.released, { type: 'PrescriptionExpired', at: VALID_UNTIL });
    given(...claimedLate)
      .when(command.lapse(late))
      .then({ ...happened.released, reason: 'lease-lapsed' }, { type: 'PrescriptionExpired', at: late });
  });
});

describe('the validity’s end', () => {
  it.each(['signed', 'active', 'suspended'] as const)('expires a prescription that is %s (P15)', (state) => {
    given(...until[state])
      .when(command.expire(VALID_UNTIL))
      .then({ type: 'PrescriptionExpired', at: VALID_UNTIL });
    given(...until[state])
      .when(command.expire(addMs(VALID_UNTIL, -1)))
      .then();
  });

  it.each(['preVerified', 'claimed', 'approved', 'dispensed'] as const)('leaves one alone that is %s', (state) => {
    given(...until[state])
      .when(command.expire(VALID_UNTIL))
      .then();
  });

  it('lets a claim made in time finish within its lease', () => {
    const longLease = addMs(VALID_UNTIL, HOUR_MS);
    const history = [...until.active, happened.claimed({ leaseEndsAt: longLease }), happened.approved];
    const dispensing = command.dispense({ at: addMs(VALID_UNTIL, 1), offerId: OFFER });
    expect(given(...history).when(dispensing).decision.ok).toBe(true);
    given(...history)
      .when({ ...dispensing, at: longLease })
      .thenRefused({ code: 'lease-expired' });
  });
});
