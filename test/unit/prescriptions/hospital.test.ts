import { describe, expect, it } from 'vitest';
import { PatientToken } from '../../../events/vocabulary/ids.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { command, given } from '../../support/prescription-commands.ts';
import {
  content,
  filing,
  HASH,
  lapsedLicence,
  minutesLater,
  PHARMACY,
  person,
  signature,
  VALID_UNTIL,
  verification,
} from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

describe('a prescription at the hospital', () => {
  it('is pre-verified once (P1), and keeps codes and quantities only', () => {
    const filed = given().when(command.submit());
    filed.then(happened.preVerified());
    expect(JSON.stringify(filed.decision)).not.toContain('高血压');
    given(...until.preVerified)
      .when(command.submit())
      .thenRefused({ code: 'invalid-state', currentStatus: 'PRE_VERIFIED' });
  });

  it('exists for no command before it is filed', () => {
    given().when(command.activate()).thenRefused({ code: 'not-found' });
  });

  it('stores until when it is valid and kept, and the policy that says so', () => {
    expect(content()).toMatchObject({
      validUntil: VALID_UNTIL,
      retainUntil: addMs(MONDAY, 365 * DAY_MS),
      policyVersion: 'prescriptions-2026-01',
    });
  });

  it('is rejected by the pharmacist with a reason (P2)', () => {
    const outcome = { kind: 'rejected', reasonCode: 'dose-too-high', severity: 'warning' } as const;
    given(...until.preVerified)
      .when(command.review({ outcome }))
      .then(happened.rejected('warning'));
    given(...until.signed)
      .when(command.review({ outcome }))
      .thenRefused({ code: 'invalid-state', currentStatus: 'SIGNED' });
  });

  it('carries what a model found, and is decided by a person all the same', () => {
    const findings = [{ source: 'ai', code: 'interaction', severity: 'blocking' }] as const;
    given(...until.preVerified)
      .when(command.review({ findings }))
      .then({ type: 'PrescriptionReviewPassed', pharmacistId: 'pharmacist-1', findings: [...findings], at: MONDAY });
  });

  it.each([
    { who: 'the prescriber', pharmacist: person('doctor-1'), code: 'pharmacist-is-prescriber' },
    { who: 'a program', pharmacist: { practitionerId: 'ai-pharmacist', practitioner: undefined }, code: 'practitioner-unknown' },
    { who: 'a doctor', pharmacist: person('doctor-9'), code: 'wrong-profession' },
    { who: 'a pharmacist without a licence', pharmacist: person('pharmacist-1', lapsedLicence), code: 'licence-invalid' },
  ] as const)('is not reviewed by $who', ({ pharmacist, code }) => {
    given(...until.preVerified)
      .when(command.review({ pharmacist }))
      .thenRefused({ code });
  });

  it('is revised after a rejection as the next revision (P3)', () => {
    given(happened.preVerified(), happened.rejected('blocking'))
      .when(command.revise())
      .then({ type: 'PrescriptionRevised', content: { ...content(), revision: 2 }, at: MONDAY });
    given(...until.preVerified)
      .when(command.revise())
      .thenRefused({ code: 'invalid-state', currentStatus: 'PRE_VERIFIED' });
  });

  it('needs a new review after its revision', () => {
    const revised = { type: 'PrescriptionRevised', content: { ...content(), revision: 2 }, at: MONDAY } as const;
    given(happened.preVerified(), happened.rejected('warning'), revised).when(command.sign()).thenRefused({ code: 'review-missing' });
  });

  it.each([
    { what: 'another patient', change: { filing: filing({ patientToken: PatientToken.parse('pt_another') }) }, code: 'other-patient' },
    { what: 'another doctor', change: { verification: verification({ prescriberId: 'doctor-9' }) }, code: 'not-the-prescriber' },
    { what: 'a rule broken', change: { verification: verification({ insuredRegion: '110101' }) }, code: 'out-of-region' },
  ] as const)('is not revised with $what', ({ change, code }) => {
    given(happened.preVerified(), happened.rejected('warning')).when(command.revise(change)).thenRefused({ code });
  });

  it('is signed by the prescriber alone over a rejection that does not block (P3)', () => {
    const override = command.sign({ pharmacist: undefined, overrideReason: 'benefit-outweighs' });
    const { pharmacist: _none, ...signedAlone } = happened.signed;
    given(happened.preVerified(), happened.rejected('warning'))
      .when(override)
      .then({ type: 'ReviewOverridden', reasonCode: 'benefit-outweighs', at: MONDAY }, signedAlone);
    given(happened.preVerified(), happened.rejected('blocking')).when(override).thenRefused({ code: 'review-blocked' });
    given(happened.preVerified(), happened.rejected('warning'))
      .when(command.sign())
      .thenRefused({ code: 'invalid-state', currentStatus: 'REVIEW_REJECTED' });
  });

  it('is signed by both after a passed review (P4)', () => {
    given(happened.preVerified(), happened.passed).when(command.sign()).then(happened.signed);
    given(...until.preVerified)
      .when(command.sign())
      .thenRefused({ code: 'review-missing' });
    given(...until.active)
      .when(command.sign())
      .thenRefused({ code: 'invalid-state', currentStatus: 'ACTIVE' });
  });

  it.each([
    { what: 'no pharmacist', change: { pharmacist: undefined }, code: 'signature-missing' },
    { what: 'another pharmacist', change: { pharmacist: signature('pharmacist-9') }, code: 'not-the-reviewer' },
    { what: 'the prescriber twice', change: { pharmacist: signature('doctor-1') }, code: 'pharmacist-is-prescriber' },
    { what: 'another doctor', change: { prescriber: signature('doctor-2') }, code: 'not-the-prescriber' },
    { what: 'an unknown doctor', change: { prescriber: signature('doctor-1', { practitioner: undefined }) }, code: 'practitioner-unknown' },
    {
      what: 'a lapsed licence',
      change: { prescriber: { ...signature('doctor-1'), ...person('doctor-1', lapsedLicence) } },
      code: 'licence-invalid',
    },
    { what: 'a forged text', change: { prescriber: signature('doctor-1', { isGenuine: false }) }, code: 'signature-invalid' },
    {
      what: 'another version',
      change: { pharmacist: signature('pharmacist-1', { documentHash: HASH.replace('a', 'b') }) },
      code: 'signature-stale',
    },
    { what: 'a clock far ahead', change: { prescriber: signature('doctor-1', { signedAt: minutesLater(6) }) }, code: 'signature-stale' },
    { what: 'a signature of the day before', change: { at: addMs(MONDAY, DAY_MS + 1) }, code: 'signature-stale' },
    { what: 'its validity over', change: { at: VALID_UNTIL }, code: 'prescription-expired' },
  ] as const)('is not signed with $what', ({ change, code }) => {
    given(happened.preVerified(), happened.passed).when(command.sign(change)).thenRefused({ code });
  });

  it('takes a signature that is exactly as old, or as far ahead, as allowed', () => {
    const signed = given(happened.preVerified(), happened.passed);
    expect(signed.when(command.sign({ at: addMs(MONDAY, DAY_MS) })).decision.ok).toBe(true);
    const ahead = addMs(MONDAY, 5 * MINUTE_MS);
    expect(signed.when(command.sign({ prescriber: signature('doctor-1', { signedAt: ahead }) })).decision.ok).toBe(true);
  });

  it('becomes active once signed and while valid (P5)', () => {
    given(...until.signed)
      .when(command.activate())
      .then(happened.activated);
    given(...until.preVerified)
      .when(command.activate())
      .thenRefused({ code: 'invalid-state', currentStatus: 'PRE_VERIFIED' });
    given(...until.signed)
      .when(command.activate(VALID_UNTIL))
      .thenRefused({ code: 'prescription-expired' });
  });

  it('goes from submission to active in one commit, or not at all', () => {
    const steps = [command.submit(), command.review(), command.sign(), command.activate()];
    given().when({ type: 'DoInOneStep', steps }).then(happened.preVerified(), happened.passed, happened.signed, happened.activated);
    given()
      .when({ type: 'DoInOneStep', steps: [command.submit(), command.sign()] })
      .thenRefused({ code: 'review-missing' });
  });

  it('is kept longer for a drug of a stricter class', () => {
    const policy = { at: MONDAY, drugs: { controlClass: 'psychotropic-2' } } as const;
    expect(given().when(command.submit({}, policy)).decision).toMatchObject({
      value: [{ content: { retainUntil: addMs(MONDAY, 730 * DAY_MS) } }],
    });
  });
});

describe('a cancellation', () => {
  it.each(['preVerified', 'signed', 'active'] as const)('takes effect at once when %s (P13)', (state) => {
    given(...until[state])
      .when(command.cancel())
      .then(happened.cancelled);
  });

  it('of a suspended prescription names the pharmacy that doubted', () => {
    given(...until.suspended)
      .when(command.cancel())
      .then({ ...happened.cancelled, pharmacyId: PHARMACY });
  });

  it('is for the prescriber or a delegate, also after the licence lapsed', () => {
    given(...until.active)
      .when(command.cancel({ doctor: person('doctor-2', lapsedLicence) }))
      .then({ ...happened.cancelled, by: 'doctor-2' });
    given(...until.active)
      .when(command.cancel({ doctor: person('doctor-3') }))
      .thenRefused({ code: 'not-the-prescriber' });
    const gone = { practitionerId: 'doctor-1', practitioner: undefined };
    given(...until.active)
      .when(command.cancel({ doctor: gone }))
      .thenRefused({ code: 'practitioner-unknown' });
    const other = person('doctor-1', { kind: 'pharmacist' });
    given(...until.active)
      .when(command.cancel({ doctor: other }))
      .thenRefused({ code: 'wrong-profession' });
  });

  it.each(['claimed', 'approved'] as const)('waits for the pharmacy when %s (P14)', (state) => {
    given(...until[state])
      .when(command.cancel())
      .then(happened.cancellationRequested);
    given(...until[state], happened.cancellationRequested)
      .when(command.cancel())
      .then();
  });

  it('is refused once a part is used, and the first time told to the others', () => {
    const refused = { type: 'CancellationRefused', by: 'doctor-1', pharmacyId: PHARMACY, at: MONDAY } as const;
    for (const history of [until.dispensed, [...until.approved, happened.sold({ lines: [] })]]) {
      given(...history)
        .when(command.cancel())
        .then(refused);
      given(...history, refused)
        .when(command.cancel())
        .thenRefused({ code: 'prescription-already-used' });
    }
    given(...until.dispensed, happened.completed)
      .when(command.cancel())
      .thenRefused({ code: 'prescription-already-used' });
  });

  it('does not come twice', () => {
    given(...until.active, happened.cancelled)
      .when(command.cancel())
      .thenRefused({ code: 'invalid-state', currentStatus: 'CANCELLED' });
  });
});
