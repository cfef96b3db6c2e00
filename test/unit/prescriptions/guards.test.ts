import { describe, expect, it } from 'vitest';
import type { Drug } from '../../../events/directory.ts';
import type { PrescriptionDocument } from '../../../functions/prescriptions/domain/document.ts';
import type { PrescriptionRules } from '../../../functions/prescriptions/domain/policy.ts';
import { refusalOfDocument } from '../../../functions/prescriptions/domain/verify.ts';
import { addMs, DAY_MS, instant, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { command, given } from '../../support/prescription-commands.ts';
import { drug, lapsedLicence, line, practitioner, rules, verification } from '../../support/prescription-facts.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

type Document = Partial<PrescriptionDocument>;

interface Neighbours {
  readonly rule: string;
  readonly lawful: Document;
  readonly unlawful: Document;
  readonly code: string;
  readonly drugs?: Partial<Drug>;
}

const lines = (count: number, over = {}) => Array.from({ length: count }, (_none, index) => line(`XC08CAA00${index}`, over));
const supplied = (supplyDays: number, supply: PrescriptionDocument['supply']): Document => ({
  supply,
  lines: [line('XC08CAA001', { supplyDays })],
});
const consent = { reference: 'C-1', signedAt: MONDAY };
const longTerm = { basis: 'long-term', reason: 'stable', consent } as const;
const online: Document = { channel: 'online', onlineAuthNumber: 'A-1', followUpEvidence: 'Hospital 1, visit 77' };
const child = { ageYears: 5, sex: 'male' } as const;
const repeats = (fillsMax: number, minIntervalDays: number, basis: 'long-term' | 'chronic' = 'long-term'): Document => ({
  ...supplied(7, { ...longTerm, basis }),
  validDays: basis === 'chronic' ? 3 : 90,
  repeat: { fillsMax, minIntervalDays },
});

const neighbours: readonly Neighbours[] = [
  { rule: '3 days of validity', lawful: { validDays: 3 }, unlawful: { validDays: 4 }, code: 'validity-too-long' },
  {
    rule: '90 days of validity for long-term care',
    lawful: { ...supplied(28, longTerm), validDays: 90 },
    unlawful: { ...supplied(28, longTerm), validDays: 91 },
    code: 'validity-too-long',
  },
  {
    rule: 'a clock at most 5 minutes ahead',
    lawful: { prescribedAt: addMs(MONDAY, 5 * MINUTE_MS) },
    unlawful: { prescribedAt: addMs(MONDAY, 5 * MINUTE_MS + 1) },
    code: 'prescribed-in-future',
  },
  {
    rule: 'a validity that still runs',
    lawful: { prescribedAt: addMs(MONDAY, 1 - 3 * DAY_MS) },
    unlawful: { prescribedAt: addMs(MONDAY, -3 * DAY_MS) },
    code: 'prescription-expired',
  },
  {
    rule: '7 days of supply',
    lawful: { lines: lines(1, { supplyDays: 7 }) },
    unlawful: { lines: lines(1, { supplyDays: 8 }) },
    code: 'supply-days-exceeded',
  },
  {
    rule: '3 days in an emergency',
    lawful: supplied(3, { basis: 'emergency' }),
    unlawful: supplied(4, { basis: 'emergency' }),
    code: 'supply-days-exceeded',
  },
  {
    rule: '30 days for a chronic disease',
    lawful: supplied(30, { basis: 'chronic', reason: 'far away' }),
    unlawful: supplied(31, { basis: 'chronic', reason: 'far away' }),
    code: 'supply-days-exceeded',
  },
  {
    rule: 'a written reason beyond 7 days',
    lawful: supplied(7, { basis: 'chronic' }),
    unlawful: supplied(8, { basis: 'chronic' }),
    code: 'supply-reason-missing',
  },
  { rule: '12 weeks of long-term supply', lawful: supplied(84, longTerm), unlawful: supplied(85, longTerm), code: 'supply-days-exceeded' },
  {
    rule: 'consent beyond 4 weeks',
    lawful: supplied(28, { basis: 'long-term' }),
    unlawful: supplied(29, { basis: 'long-term', reason: 'stable' }),
    code: 'consent-missing',
  },
  {
    rule: 'a reason beyond 4 weeks',
    lawful: supplied(29, longTerm),
    unlawful: supplied(29, { basis: 'long-term', consent }),
    code: 'supply-reason-missing',
  },
  {
    rule: '12 weeks over all fills',
    lawful: repeats(12, 7),
    unlawful: { ...repeats(12, 7), lines: lines(1, { supplyDays: 8 }) },
    code: 'supply-days-exceeded',
  },
  { rule: 'so many repeats', lawful: repeats(12, 7), unlawful: repeats(13, 7), code: 'repeat-not-allowed' },
  { rule: 'a week between fills', lawful: repeats(2, 7), unlawful: repeats(2, 6), code: 'repeat-not-allowed' },
  { rule: 'repeats for long-term care only', lawful: repeats(2, 7), unlawful: repeats(2, 7, 'chronic'), code: 'repeat-not-allowed' },
  { rule: 'five drugs', lawful: { lines: lines(5) }, unlawful: { lines: lines(6) }, code: 'too-many-drugs' },
  {
    rule: 'one line a drug',
    lawful: { lines: lines(2) },
    unlawful: { lines: [line('XC08CAA001'), line('XC08CAA001')] },
    code: 'duplicate-drug',
  },
  { rule: 'patients insured here', lawful: { insuredRegion: '370199' }, unlawful: { insuredRegion: '370299' }, code: 'out-of-region' },
  { rule: 'a known prescriber', lawful: {}, unlawful: { prescriberId: 'pharmacist-1' }, code: 'wrong-profession' },
  { rule: 'follow-up online', lawful: online, unlawful: { ...online, isFirstVisit: true }, code: 'first-visit-not-allowed' },
  {
    rule: 'the identity check online',
    lawful: online,
    unlawful: { channel: 'online', followUpEvidence: 'visit 77' },
    code: 'online-authorisation-missing',
  },
  {
    rule: 'evidence of the earlier visit online',
    lawful: online,
    unlawful: { channel: 'online', onlineAuthNumber: 'A-1' },
    code: 'first-visit-not-allowed',
  },
  {
    rule: 'a guardian below six',
    lawful: { ...online, patient: { ...child, ageYears: 6 } },
    unlawful: { ...online, patient: child },
    code: 'guardian-missing',
  },
  {
    rule: 'a paediatrician below six',
    lawful: { ...online, patient: { ...child, ageYears: 6 }, isGuardianPresent: true },
    unlawful: { ...online, patient: child, isGuardianPresent: true },
    code: 'paediatrician-missing',
  },
  {
    rule: 'second-class psychotropics in person',
    lawful: {},
    unlawful: online,
    code: 'restricted-drug-class',
    drugs: { controlClass: 'psychotropic-2' },
  },
];

describe('the law of a prescription', () => {
  it.each(neighbours)('allows $rule, and nothing beyond: $code', ({ lawful, unlawful, code, drugs }) => {
    const facts = drugs === undefined ? {} : { drugs };
    expect(refusalOfDocument(verification(lawful, facts))).toBeUndefined();
    expect(refusalOfDocument(verification(unlawful, facts))).toMatchObject({ code });
    expect(given().when(command.submit(unlawful, facts)).decision).toMatchObject({ ok: false, refusal: { code } });
  });

  it.each(['vaccine', 'blood-product', 'narcotic', 'psychotropic-1', 'radioactive'] as const)(
    'keeps %s out of pharmacies',
    (controlClass) => {
      expect(refusalOfDocument(verification({}, { drugs: { controlClass } }))).toEqual({ code: 'restricted-drug-class', line: 1 });
    },
  );

  it.each(['toxic', 'precursor', 'psychotropic-2'] as const)('keeps %s off the net and off long-term prescriptions', (controlClass) => {
    expect(refusalOfDocument(verification({}, { drugs: { controlClass } }))).toBeUndefined();
    expect(refusalOfDocument(verification(online, { drugs: { controlClass } }))).toEqual({ code: 'restricted-drug-class', line: 1 });
    const chronic = supplied(28, longTerm);
    expect(refusalOfDocument(verification(chronic, { drugs: { controlClass } }))).toEqual({ code: 'long-term-drug-excluded', line: 1 });
  });

  it('keeps antimicrobials and refrigerated drugs off long-term prescriptions', () => {
    const chronic = supplied(28, longTerm);
    for (const drugs of [{ isAntimicrobial: true }, { storage: 'refrigerated' }] as const) {
      expect(refusalOfDocument(verification({}, { drugs }))).toBeUndefined();
      expect(refusalOfDocument(verification(chronic, { drugs }))).toEqual({ code: 'long-term-drug-excluded', line: 1 });
    }
    const tuberculosis = { ...rules, longTerm: { ...rules.longTerm, antimicrobialsAllowed: ['XC08CAA001'] } };
    expect(refusalOfDocument(verification(chronic, { drugs: { isAntimicrobial: true }, rules: tuberculosis }))).toBeUndefined();
  });

  it('keeps herbal pieces apart, and lets them be many', () => {
    const herb = (code: string) => drug(code, { kind: 'herbal-piece' });
    const mixed = { ...verification(), drugs: [herb('XC08CAA001'), drug('XA10BAD046')] };
    expect(refusalOfDocument(mixed)).toEqual({ code: 'herbs-mixed' });
    expect(refusalOfDocument(verification({ lines: lines(9) }, { drugs: { kind: 'herbal-piece' } }))).toBeUndefined();
    const few = { ...rules, lines: { max: 5, herbalMax: 8 } };
    expect(refusalOfDocument(verification({ lines: lines(9) }, { drugs: { kind: 'herbal-piece' }, rules: few }))).toEqual({
      code: 'too-many-drugs',
      linesMax: 8,
    });
    const patent = { ...verification(), drugs: [drug('XC08CAA001'), drug('ZA01', { kind: 'chinese-patent' })] };
    expect(refusalOfDocument(patent)).toBeUndefined();
  });

  it('asks a closed catalogue for every drug, an open one for none', () => {
    const unlisted = { ...verification(), drugs: [drug('XC08CAA001'), undefined] };
    expect(refusalOfDocument(unlisted)).toEqual({ code: 'unknown-drug', line: 2 });
    expect(refusalOfDocument({ ...unlisted, rules: { ...rules, catalogue: 'open' } })).toBeUndefined();
    const herb = {
      ...verification({ lines: [line('T001'), line('XC08CAA001')] }),
      drugs: [undefined, undefined],
      rules: { ...rules, catalogue: 'open' as const },
    };
    expect(refusalOfDocument(herb)).toEqual({ code: 'herbs-mixed' });
  });

  it('asks for an experienced paediatrician where it matters', () => {
    const guarded = { ...online, patient: child, isGuardianPresent: true };
    expect(refusalOfDocument(verification(guarded, { prescriber: practitioner('doctor-1', { isPaediatric: true }) }))).toBeUndefined();
    const since = (text: string) => ({ prescriber: practitioner('doctor-1', { independentSince: instant(text) }) });
    expect(refusalOfDocument(verification(online, since('2023-03-02T02:00:00Z')))).toBeUndefined();
    expect(refusalOfDocument(verification(online, since('2023-03-02T02:00:01Z')))).toEqual({ code: 'prescriber-too-new' });
    expect(refusalOfDocument(verification({}, since('2026-01-01T00:00:00Z')))).toBeUndefined();
  });

  it('lets only a licensed doctor of the hospital prescribe', () => {
    expect(refusalOfDocument(verification({}, { prescriber: undefined }))).toEqual({ code: 'practitioner-unknown' });
    expect(refusalOfDocument(verification({}, { prescriber: practitioner('doctor-1', lapsedLicence) }))).toEqual({
      code: 'licence-invalid',
    });
  });

  it.each([
    { what: 'no online prescriptions', over: { online: { ...rules.online, isAllowed: false } }, of: online, code: 'online-not-allowed' },
    {
      what: 'one blocked drug',
      over: { circulation: { ...rules.circulation, blockedDrugs: ['XA10BAD046'] } },
      of: {},
      code: 'restricted-drug-class',
    },
    { what: 'fewer drugs', over: { lines: { max: 1, herbalMax: 1 } }, of: {}, code: 'too-many-drugs' },
  ])('is a region’s own: $what', ({ over, of, code }) => {
    const own: PrescriptionRules = { ...rules, ...over };
    expect(refusalOfDocument(verification(of))).toBeUndefined();
    expect(refusalOfDocument(verification(of, { rules: own }))).toMatchObject({ code });
  });

  it('may accept people insured elsewhere, and needs no insurance', () => {
    const hospitable = { ...rules, insured: { ...rules.insured, acceptsOthers: true } };
    expect(refusalOfDocument(verification({ insuredRegion: '110101' }, { rules: hospitable }))).toBeUndefined();
    const { insuredRegion: _none, ...uninsured } = verification().document;
    expect(refusalOfDocument({ ...verification(), document: uninsured })).toBeUndefined();
  });
});
