import { describe, expect, it } from 'vitest';
import type { PrescriptionCommand } from '../../../functions/prescriptions/domain/commands.ts';
import { contentOf } from '../../../functions/prescriptions/domain/content.ts';
import type { PrescriptionEvent } from '../../../functions/prescriptions/domain/events.ts';
import { pharmacyOf } from '../../../functions/prescriptions/domain/prescription.ts';
import { dispensedOf, isAllDispensed, portionsOf, refusalOfSale } from '../../../functions/prescriptions/domain/sale.ts';
import { refusalOfDocument } from '../../../functions/prescriptions/domain/verify.ts';
import { unlisted } from '../../../functions/prescriptions/domain/verify-drugs.ts';
import { addMs, DAY_MS, instant } from '../../../shared/kernel/time.ts';
import { command, given } from '../../support/prescription-commands.ts';
import {
  content,
  document,
  drug,
  filing,
  HASH,
  HOSPITAL,
  line,
  OTHER_OFFER,
  PATIENT,
  PHARMACY,
  practitioner,
  repeating,
  rules,
  sale,
  saleLine,
  signature,
  VALID_UNTIL,
  verification,
} from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

// A step beside what the other tests of this folder walk: the case next to the boundary, and the member next to the one asked for.

const opensAt = addMs(MONDAY, 21 * DAY_MS);
const next = { fill: 2, opensAt };
const soldOnce = [...until.approved.slice(1), happened.sold({ lines: [saleLine(1, 2)] }), happened.dispensed()];
const repeated: readonly PrescriptionEvent[] = [happened.preVerified(repeating), ...soldOnce];
const betweenFills: readonly PrescriptionEvent[] = [...repeated, { ...happened.completed, next }];
const reversed = (over: object = {}): PrescriptionEvent => ({
  type: 'PrescriptionSaleReversed',
  fill: 1,
  pharmacyId: PHARMACY,
  reason: 'uncollected',
  sales: [sale()],
  at: MONDAY,
  ...over,
});

describe('what the journal keeps of a document', () => {
  it('is codes and quantities, a choice and a repeat only where there is one', () => {
    const { delegateIds: _delegateIds, ...alone } = document();
    expect(contentOf({ ...verification(), document: alone }, filing(), 1)).toStrictEqual({
      hospitalId: HOSPITAL,
      patientToken: PATIENT,
      documentHash: HASH,
      policyVersion: 'prescriptions-2026-01',
      revision: 1,
      prescriberId: 'doctor-1',
      delegateIds: [],
      channel: 'in-person',
      validUntil: VALID_UNTIL,
      retainUntil: addMs(MONDAY, rules.retention.ordinaryDays * DAY_MS),
      lines: [
        { drugCode: 'XC08CAA001', quantity: 2, kind: 'western' },
        { drugCode: 'XA10BAD046', quantity: 1, kind: 'western' },
      ],
    });
    const choice = { by: 'named', pharmacyId: PHARMACY } as const;
    expect(contentOf(verification(repeating), filing({ choice }), 2)).toMatchObject({
      revision: 2,
      delegateIds: ['doctor-2'],
      repeat: { fillsMax: 3, minIntervalDays: 21 },
      choice,
    });
  });
  it('has the kind that the catalogue knows, or that the code’s letter tells', () => {
    const drugs = [drug('XC08CAA001', { kind: 'chinese-patent' }), undefined];
    const lines = [line('XC08CAA001'), line('T000100001')];
    const kinds = contentOf({ ...verification({ lines }), drugs }, filing(), 1).lines.map(({ kind }) => kind);
    expect(kinds).toEqual(['chinese-patent', 'herbal-piece']);
  });
  it.each([
    ['XC08CAA001', 'western'],
    ['ZA01CAX035', 'chinese-patent'],
    ['T000100001', 'herbal-piece'],
    ['JN-YP-0001', 'western'],
  ] as const)('counts the unlisted %s as an ordinary %s drug', (drugCode, kind) => {
    expect(unlisted(drugCode)).toEqual({ drugCode, kind, controlClass: 'ordinary', storage: 'ambient', isAntimicrobial: false });
  });
});

describe('the verification', () => {
  it('counts the longest line, not the shortest', () => {
    const days = rules.supply.ordinaryDaysMax;
    const lines = [line('XC08CAA001', { supplyDays: 1 }), line('XA10BAD046', { supplyDays: days + 1 })];
    expect(refusalOfDocument(verification({ lines }))).toEqual({ code: 'supply-days-exceeded', daysMax: days });
  });
  it('asks for no written reason in an emergency, however long a region lets it be supplied', () => {
    const longer = { ...rules, supply: { ...rules.supply, emergencyDaysMax: rules.supply.ordinaryDaysMax + 3 } };
    const emergency = {
      supply: { basis: 'emergency' as const },
      lines: [line('XC08CAA001', { supplyDays: rules.supply.ordinaryDaysMax + 1 })],
    };
    expect(refusalOfDocument(verification(emergency, { rules: longer }))).toBeUndefined();
    const chronic = { ...emergency, supply: { basis: 'chronic' as const } };
    expect(refusalOfDocument(verification(chronic, { rules: longer }))).toEqual({ code: 'supply-reason-missing' });
  });
  it('knows people of any of its regions', () => {
    const two = { ...rules, insured: { regions: ['3701', '1201'], acceptsOthers: false } };
    for (const insuredRegion of ['370102', '120101'])
      expect(refusalOfDocument(verification({ insuredRegion }, { rules: two }))).toBeUndefined();
    expect(refusalOfDocument(verification({ insuredRegion: '110101' }, { rules: two }))).toEqual({ code: 'out-of-region' });
  });
  it('takes a licence from its first moment on', () => {
    const from = (validFrom: typeof MONDAY) => ({
      prescriber: practitioner('doctor-1', { licence: { number: '1', validFrom, validUntil: addMs(MONDAY, DAY_MS) } }),
    });
    expect(refusalOfDocument(verification({}, from(MONDAY)))).toBeUndefined();
    expect(refusalOfDocument(verification({}, from(addMs(MONDAY, 1))))).toEqual({ code: 'licence-invalid' });
  });
  it('counts years of practice also for years of three digits', () => {
    const online = {
      channel: 'online' as const,
      onlineAuthNumber: 'A-1',
      followUpEvidence: 'visit 2025-12-01',
    };
    const prescriber = practitioner('doctor-1', { independentSince: instant('0800-01-01T00:00:00Z') });
    expect(refusalOfDocument(verification(online, { prescriber }))).toBeUndefined();
  });
});

describe('the hospital', () => {
  it('needs no override where the review was passed, and records none', () => {
    given(happened.preVerified(), happened.passed)
      .when(command.sign({ overrideReason: 'known' }))
      .then(happened.signed);
  });
  it('signs over a rejection, and the prescription goes on from there', () => {
    const overridden: PrescriptionEvent = { type: 'ReviewOverridden', reasonCode: 'known', at: MONDAY };
    const alone: PrescriptionEvent = {
      type: 'PrescriptionSigned',
      documentHash: HASH,
      prescriber: { practitionerId: 'doctor-1', signedAt: MONDAY, signature: 'sig' },
      at: MONDAY,
    };
    const history = [happened.preVerified(), happened.rejected('warning')] as const;
    given(...history)
      .when(command.sign({ pharmacist: undefined, overrideReason: 'known' }))
      .then(overridden, alone);
    expect(given(...history, overridden).state).toEqual(given(...history).state);
    given(...history, overridden, alone)
      .when(command.activate())
      .then(happened.activated);
  });
  it.each<[string, readonly PrescriptionEvent[]]>([
    ['EXPIRED', [...until.active, happened.expired]],
    ['RETURNED', [...until.dispensed, reversed()]],
    ['CANCELLED', [...until.active, happened.cancelled]],
  ])('cannot cancel what is %s', (currentStatus, history) => {
    expect(given(...history).when(command.cancel()).decision).toEqual({ ok: false, refusal: { code: 'invalid-state', currentStatus } });
  });
});

describe('the pharmacy', () => {
  const findings = [{ source: 'rules', code: 'dose', severity: 'info' }] as const;
  it('keeps what was noticed beside its decision', () => {
    given(...until.claimed)
      .when(command.approve({ findings }))
      .then({ ...happened.approved, findings: [...findings] });
    given(...until.claimed)
      .when(command.doubt({ findings }))
      .then({ ...happened.suspended, findings: [...findings] });
  });
  it('frees the fill by its release, and claims it anew', () => {
    expect(given(...until.claimed, happened.released).state).toMatchObject({ status: 'ACTIVE' });
    given(...until.claimed, happened.released)
      .when(command.claim({ offerId: OTHER_OFFER }))
      .then(happened.claimed({ offerId: OTHER_OFFER }));
  });
  it.each<PrescriptionCommand>([command.approve({ offerId: OTHER_OFFER }), command.release({ offerId: OTHER_OFFER })])(
    'waits for no claim between two fills: $type',
    (one) => {
      given(...betweenFills)
        .when(one)
        .thenRefused({ code: 'not-claim-holder' });
      given(...until.active)
        .when(one)
        .thenRefused({ code: 'claim-pending' });
    },
  );
  it.each<[string, readonly PrescriptionEvent[]]>([
    ['prescription-used', [...until.dispensed, reversed()]],
    ['prescription-used', [...until.dispensed, happened.completed]],
    ['prescription-used', until.dispensed],
    ['prescription-not-active', until.signed],
    ['prescription-expired', [...until.active, happened.expired]],
  ])('is told %s by a claim that comes too late', (reason, history) => {
    given(...history)
      .when(command.claim({ offerId: OTHER_OFFER }))
      .then({ type: 'ClaimRefused', fill: 1, offerId: OTHER_OFFER, pharmacyId: PHARMACY, reason });
  });
  it('holds nothing between two fills', () => {
    const { state } = given(...betweenFills);
    expect(state.status === 'ABSENT' ? 'absent' : pharmacyOf(state)).toBeUndefined();
  });
});

describe('a sale', () => {
  const lines = content().lines;
  it('of one whole line leaves the other owing', () => {
    expect(dispensedOf(lines, [sale({ lines: [saleLine(1, 2)] })])).toEqual([2, 0]);
    expect(isAllDispensed(lines, [sale({ lines: [saleLine(1, 2)] })])).toBe(false);
    expect(isAllDispensed(lines, [sale({ lines: [saleLine(2, 1)] })])).toBe(false);
    expect(isAllDispensed(lines, [sale({ lines: [saleLine(1, 2)] }), sale({ lines: [saleLine(2, 1)] })])).toBe(true);
  });
  it('of whole packs has no portions, and one of opened packs has all of theirs', () => {
    const portions = [1, 2].map((quantity) => ({ traceCode: `8100000${quantity}`, quantity, packUnits: 24 }));
    expect(portionsOf([saleLine(1, 2), saleLine(2, 3, { opened: portions })])).toEqual(portions);
    expect(portionsOf([saleLine(1, 2)])).toEqual([]);
  });
  it('takes no portion that is a whole pack, also beside one that is not', () => {
    const opened = [5, 24].map((quantity, index) => ({ traceCode: `8100009${index}`, quantity, packUnits: 24 }));
    const setting = {
      lines: [{ drugCode: 'XC08CAA001', quantity: 100, kind: 'western' as const }],
      earlier: [],
      packUnits: [24],
      today: '2026-03-02',
    };
    const judged = (some: typeof opened) => {
      const quantity = some.reduce((sum, portion) => sum + portion.quantity, 0);
      return refusalOfSale(sale({ lines: [saleLine(1, quantity, { traceCodes: [], opened: some })] }), setting);
    };
    expect(judged(opened)).toEqual({ code: 'pack-not-divisible', line: 1 });
    expect(judged(opened.slice(0, 1))).toBeUndefined();
  });
  it('stays known once it is completed, and leaves nothing once it is taken back', () => {
    expect(given(...until.dispensed, happened.completed).state).toMatchObject({
      status: 'COMPLETED',
      sales: [sale()],
      pastFills: [{ fill: 1, status: 'COMPLETED', pharmacyId: PHARMACY, dispensed: [2, 1] }],
    });
    expect(given(...until.dispensed, reversed()).state).toMatchObject({
      status: 'RETURNED',
      sales: [],
      pastFills: [{ fill: 1, status: 'RETURNED', pharmacyId: PHARMACY, dispensed: [0, 0] }],
    });
  });
  it('of the next fill begins with nothing sold, whether the one before was completed or taken back', () => {
    expect(given(...betweenFills).state).toMatchObject({ status: 'ACTIVE', fill: 2, opensAt, sales: [] });
    expect(given(...repeated, reversed({ next })).state).toMatchObject({ status: 'ACTIVE', fill: 2, sales: [] });
  });
  it('that is taken back opens the next window counted from its dispensing, or from now when it was never finished', () => {
    const later = addMs(MONDAY, DAY_MS);
    const sold = sale({ lines: [saleLine(1, 2)] });
    given(...repeated)
      .when(command.reverse({ at: later }))
      .then(reversed({ sales: [sold], next, at: later }));
    given(...repeated.slice(0, -1))
      .when(command.reverse({ at: later }))
      .then(reversed({ sales: [sold], next: { fill: 2, opensAt: addMs(later, 21 * DAY_MS) }, at: later }));
  });
  it('has no next window once the validity is over', () => {
    const validUntil = content(repeating).validUntil;
    given(...betweenFills)
      .when(command.openNext(addMs(validUntil, -1)))
      .then({ type: 'FillOpened', at: addMs(validUntil, -1) });
    given(...betweenFills)
      .when(command.openNext(validUntil))
      .then();
  });
});

describe('a signature', () => {
  it('is kept as evidence without what was only looked up', () => {
    const signed = given(happened.preVerified(), happened.passed).when(command.sign({ prescriber: signature('doctor-1') })).decision;
    expect(signed.ok && signed.value[0]).toStrictEqual(happened.signed);
  });
});
