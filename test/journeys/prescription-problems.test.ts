import { afterEach, describe, expect, it } from 'vitest';
import { DrugCatalogue } from '../../events/directory.ts';
import { PractitionerDirectory } from '../../events/partners.ts';
import { prescriptionProblems } from '../../functions/prescriptions/contract/problems.ts';
import { DAY_MS, HOUR_MS } from '../../shared/kernel/time.ts';
import { document, drug, lapsedLicence, line, minutesLater, practitioner, saleLine } from '../support/prescription-facts.ts';
import {
  createPrescriptionsWorld,
  HOSPITAL,
  hashOf,
  PHARMACY,
  PLATFORM,
  patient,
  RIVAL,
  signatureBy,
  signaturesOf,
} from '../support/prescriptions-world.ts';
import { MONDAY } from '../support/virtual-clock.ts';
import type { CallAnswer } from '../support/world.ts';

type Region = Awaited<ReturnType<typeof createPrescriptionsWorld>>;
type Code = keyof typeof prescriptionProblems;
type Provoke = (region: Region) => Promise<CallAnswer>;

let region: Region;
afterEach(() => region.world.close());

const submit = (over: object = {}, more: object = {}) =>
  region.world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: { prescription: document(over), patient, ...more } });
const submitting =
  (over: object): Provoke =>
  () =>
    submit(over);
const act = (
  id: string,
  step: string,
  body: object,
  headers: Record<string, string> = {},
  as = headers['claim-secret'] ? PHARMACY : HOSPITAL,
) => region.world.call('POST', `/v1/prescriptions/${id}/${step}`, { as, body, headers });
const passed = { pharmacistId: 'pharmacist-1', outcome: 'passed' };
const filed = async (): Promise<string> => (await submit()).body.prescriptionId;
const reviewed = async (): Promise<string> => {
  const id = await filed();
  await act(id, 'review', passed);
  return id;
};
const signing = async (over: object): Promise<CallAnswer> =>
  act(await reviewed(), 'sign', { ...signaturesOf(document(), MONDAY), ...over });
const active = async (over: object = {}): Promise<string> =>
  (await submit(over, { review: passed, signatures: signaturesOf(document(over), MONDAY) })).body.prescriptionId;

const claimed = async (over: object = {}) => {
  const id = await active(over);
  return { id, headers: { 'claim-secret': await region.accept(id) } };
};
const approval = { pharmacistId: 'pharmacist-2', opinionCode: 'fit' };
const approved = async () => {
  const claim = await claimed();
  await act(claim.id, 'approve', approval, claim.headers);
  return claim;
};
const sale = (over: object = {}) => ({
  dispenserId: 'staff-1',
  checkerId: 'pharmacist-3',
  lines: [saleLine(1, 2), saleLine(2, 1)],
  payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 3000 },
  ...over,
});
const selling =
  (over: object): Provoke =>
  async () => {
    const { id, headers } = await approved();
    return act(id, 'dispense', sale(over), headers);
  };
const online = { channel: 'online', onlineAuthNumber: 'A-1', followUpEvidence: 'visit 77' };
const supplied = (supplyDays: number, supply: object) => ({ supply, lines: [line('XC08CAA001', { supplyDays })] });
const known = [drug('XN02', { controlClass: 'narcotic' }), drug('XJ01', { isAntimicrobial: true }), drug('T001', { kind: 'herbal-piece' })];

/** How a partner runs into each problem. */
const provoke: Readonly<Record<Code, Provoke>> = {
  'invalid-state': async () => act(await filed(), 'activate', {}),
  'prescription-expired': submitting({ prescribedAt: minutesLater(-3 * 24 * 60) }),
  'prescription-already-used': async () => {
    const { id, headers } = await approved();
    await act(id, 'dispense', sale(), headers);
    return act(id, 'cancel', { practitionerId: 'doctor-1', reason: 'mistake' });
  },
  'prescription-erased': async ({ world }) => {
    const { body } = await submit({}, { review: passed, signatures: signaturesOf(document(), MONDAY) });
    const secret = await region.accept(body.prescriptionId);
    await world.call('DELETE', `/v1/patients/${body.patientToken}`, { as: PLATFORM });
    return world.call('GET', `/v1/prescriptions/${body.prescriptionId}/document`, { as: PHARMACY, headers: { 'claim-secret': secret } });
  },
  'prescribed-in-future': submitting({ prescribedAt: minutesLater(6) }),
  'validity-too-long': submitting({ validDays: 4 }),
  'unknown-drug': submitting({ lines: [line('XC09ZZZ')] }),
  'duplicate-drug': submitting({ lines: [line('XC08CAA001'), line('XC08CAA001')] }),
  'herbs-mixed': submitting({ lines: [line('XC08CAA001'), line('T001')] }),
  'too-many-drugs': async ({ world }) => {
    const codes = ['X001', 'X002', 'X003', 'X004', 'X005', 'X006'];
    await world.engine.runtime.views.put(codes.map((code) => DrugCatalogue.record({ partition: 'drugs', sort: code }, 1, drug(code))));
    return submit({ lines: codes.map((code) => line(code)) });
  },
  'restricted-drug-class': submitting({ lines: [line('XN02')] }),
  'long-term-drug-excluded': submitting({ lines: [line('XJ01')], supply: { basis: 'long-term' } }),
  'supply-days-exceeded': submitting(supplied(8, { basis: 'ordinary' })),
  'supply-reason-missing': submitting(supplied(8, { basis: 'chronic' })),
  'repeat-not-allowed': submitting({ repeat: { fillsMax: 2, minIntervalDays: 7 } }),
  'consent-missing': submitting(supplied(29, { basis: 'long-term', reason: 'stable' })),
  'out-of-region': submitting({ insuredRegion: '110101' }),
  'online-not-allowed': async () => {
    await region.world.close();
    region = await createPrescriptionsWorld(known, { online: { ...region.rules.online, isAllowed: false } });
    return submit(online);
  },
  'first-visit-not-allowed': submitting({ ...online, isFirstVisit: true }),
  'online-authorisation-missing': submitting({ ...online, onlineAuthNumber: undefined }),
  'guardian-missing': submitting({ ...online, patient: { ageYears: 5, sex: 'male' } }),
  'paediatrician-missing': submitting({ ...online, patient: { ageYears: 5, sex: 'male' }, isGuardianPresent: true }),
  'prescriber-too-new': submitting({ ...online, prescriberId: 'doctor-new' }),
  'other-patient': async ({ world }) => {
    const id = await filed();
    await act(id, 'review', { pharmacistId: 'pharmacist-1', outcome: 'rejected', reasonCode: 'dose-too-high', severity: 'warning' });
    const body = { prescription: document(), patient: { ...patient, idNumber: '370102196503078525' } };
    return world.call('PUT', `/v1/prescriptions/${id}`, { as: HOSPITAL, body });
  },
  'practitioner-unknown': submitting({ prescriberId: 'ai-doctor' }),
  'wrong-profession': submitting({ prescriberId: 'pharmacist-1' }),
  'licence-invalid': submitting({ prescriberId: 'doctor-lapsed' }),
  'not-the-prescriber': async () => act(await active(), 'cancel', { practitionerId: 'doctor-new', reason: 'mistake' }),
  'not-the-reviewer': async () => {
    const id = await filed();
    await act(id, 'review', { ...passed, pharmacistId: 'pharmacist-9' });
    return act(id, 'sign', signaturesOf(document(), MONDAY));
  },
  'pharmacist-is-prescriber': async () => act(await filed(), 'review', { ...passed, pharmacistId: 'doctor-1' }),
  'review-missing': async () => act(await filed(), 'sign', signaturesOf(document(), MONDAY)),
  'review-blocked': async () => {
    const id = await filed();
    await act(id, 'review', { pharmacistId: 'pharmacist-1', outcome: 'rejected', reasonCode: 'dose-too-high', severity: 'blocking' });
    return act(id, 'sign', { prescriber: signatureBy('doctor-1', document(), MONDAY), overrideReason: 'because' });
  },
  'signature-missing': () => signing({ pharmacist: undefined }),
  'signature-stale': () => signing({ prescriber: signatureBy('doctor-1', document({ validDays: 2 }), MONDAY) }),
  'signature-invalid': () => signing({ prescriber: signatureBy('doctor-1', document(), MONDAY, { signs: hashOf('another') }) }),
  'claim-pending': async ({ secretOf }) => {
    const id = await active();
    return act(id, 'approve', approval, { 'claim-secret': secretOf(id, 'ofr_underway') });
  },
  'claim-secret-mismatch': async () => act((await claimed()).id, 'approve', approval, { 'claim-secret': 'cs_ofr_first000001.forged' }),
  'not-claim-holder': async () => {
    const { id, headers } = await claimed();
    await act(id, 'release', { reason: 'closed' }, headers);
    return act(id, 'approve', approval, headers);
  },
  'lease-expired': async ({ world }) => {
    const { id, headers } = await claimed();
    // The timer is late: only the clock has moved.
    world.clock.advance(2 * HOUR_MS);
    return act(id, 'approve', approval, headers);
  },
  'cancellation-pending': async () => {
    const { id, headers } = await claimed();
    await act(id, 'cancel', { practitionerId: 'doctor-1', reason: 'mistake' });
    return act(id, 'approve', approval, headers);
  },
  'partly-dispensed': async () => {
    const { id, headers } = await approved();
    await act(id, 'dispense', sale({ lines: [saleLine(1, 1)], payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 1000 } }), headers);
    return act(id, 'release', { reason: 'out-of-stock' }, headers);
  },
  'unknown-line': selling({ lines: [saleLine(3, 1)] }),
  'quantity-exceeds-remaining': selling({ lines: [saleLine(1, 3)] }),
  'lot-expired': selling({ lines: [saleLine(1, 2, { expiresOn: '2026-03-01' })] }),
  'trace-codes-incomplete': selling({ lines: [saleLine(1, 2, { traceCodes: [] })] }),
  'trace-code-repeated': selling({ lines: [saleLine(1, 2, { traceCodes: ['81000001', '81000001'] })] }),
  'trace-code-already-sold': async () => {
    const first = await approved();
    await act(first.id, 'dispense', sale(), first.headers);
    const second = await approved();
    return act(second.id, 'dispense', sale(), second.headers);
  },
  'dispenser-is-checker': selling({ dispenserId: 'pharmacist-3' }),
  'payment-mode-unavailable': selling({ payment: { payMode: 2, receiptNumber: 'R-1', paidFen: 3000 } }),
  'payment-mismatch': selling({ payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 2999 } }),
  'receipt-already-used': async () => {
    const { id, headers } = await approved();
    const part = (code: string) =>
      sale({ lines: [saleLine(1, 1, { traceCodes: [code] })], payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 1000 } });
    await act(id, 'dispense', part('81000001'), headers);
    return act(id, 'dispense', part('81000002'), headers);
  },
};

describe('every problem of the prescriptions', () => {
  it.each(Object.entries(provoke))('%s', async (code, meet) => {
    region = await createPrescriptionsWorld(known);
    await region.world.engine.runtime.views.put(
      [practitioner('doctor-new', { independentSince: minutesLater(-60) }), practitioner('doctor-lapsed', lapsedLicence)].map((one) =>
        PractitionerDirectory.record({ partition: 'ag_hospital1', sort: one.practitionerId }, 1, one),
      ),
    );
    const answer = await meet(region);
    const spec = Object.entries(prescriptionProblems).find(([name]) => name === code)?.[1];
    expect(answer).toMatchObject({ status: spec?.status, body: { code, title: spec?.title } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(region.world.logged).toEqual([]);
  });

  it('of a first submission stores nothing', async () => {
    region = await createPrescriptionsWorld();
    await submit({ insuredRegion: '110101' });
    expect(await region.world.engine.journal.read(0, 1)).toEqual([]);
    const token = region.world.engine.runtime.vault.tokenOf(patient.idNumber);
    expect(await region.world.engine.runtime.vault.generationOf(token)).toBe(0);
  });
});

describe('a prescription of others', () => {
  it('does not exist for another hospital, or for a pharmacy that holds nothing', async () => {
    region = await createPrescriptionsWorld();
    const { id, headers } = await claimed();
    const path = `/v1/prescriptions/${id}`;
    const statusOf = async (as: string, method = 'GET') => (await region.world.call(method, path, { as })).status;
    expect(await statusOf('hospital:ag_hospital2')).toBe(404);
    expect(await statusOf(RIVAL)).toBe(404);
    expect((await act(id, 'cancel', { practitionerId: 'doctor-1', reason: 'x' }, {}, 'hospital:ag_hospital2')).status).toBe(404);
    // A stolen secret opens nothing for another pharmacy.
    expect((await act(id, 'approve', approval, headers, RIVAL)).status).toBe(404);
    expect((await act(id, 'approve', approval, {}, PHARMACY)).body.code).toBe('claim-secret-mismatch');
    expect((await act('rx_unknown', 'approve', approval, headers)).status).toBe(404);
    await region.world.pass(DAY_MS);
    expect(await statusOf('regulator:ag_regulator1')).toBe(403);
    expect((await region.world.call('GET', `${path}/timeline`, { as: 'regulator:ag_regulator1' })).status).toBe(200);
  });
});
