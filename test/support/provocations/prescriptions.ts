import { type Drug, DrugCatalogue, PharmacyDirectory } from '../../../events/directory.ts';
import { PractitionerDirectory } from '../../../events/partners.ts';
import { prescriptionProblems } from '../../../functions/prescriptions/contract/problems.ts';
import { HOUR_MS } from '../../../shared/kernel/time.ts';
import { bundle, FHIR_JSON, request } from '../fhir-messages.ts';
import { document, drug, lapsedLicence, line, minutesLater, practitioner, rules, saleLine } from '../prescription-facts.ts';
import {
  createPrescriptionsWorld,
  HOSPITAL,
  hashOf,
  PHARMACY,
  PLATFORM,
  patient,
  signatureBy,
  signaturesOf,
} from '../prescriptions-world.ts';
import { pharmacy } from '../routing.ts';
import { MONDAY } from '../virtual-clock.ts';
import type { CallAnswer } from '../world.ts';
import { defineChapter } from './provocation.ts';

const passed = { pharmacistId: 'pharmacist-1', outcome: 'passed' };
const blocked = { pharmacistId: 'pharmacist-1', outcome: 'rejected', reasonCode: 'dose-too-high', severity: 'blocking' };
const approval = { pharmacistId: 'pharmacist-2', opinionCode: 'fit' };
const online = { channel: 'online', onlineAuthNumber: 'A-1', followUpEvidence: 'visit 77' };
const child = { ...online, patient: { ageYears: 5, sex: 'male' } };
const known = [drug('XN02', { controlClass: 'narcotic' }), drug('XJ01', { isAntimicrobial: true }), drug('T001', { kind: 'herbal-piece' })];
const sale = (over: object = {}) => ({
  dispenserId: 'staff-1',
  checkerId: 'pharmacist-3',
  lines: [saleLine(1, 2), saleLine(2, 1)],
  payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 3000 },
  ...over,
});
/** One pack of the first line. */
const part = (code = '81000001') =>
  sale({ lines: [saleLine(1, 1, { traceCodes: [code] })], payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 1000 } });
const supplied = (supplyDays: number, supply: object) => ({ supply, lines: [line('XC08CAA001', { supplyDays })] });

const open = async (code: string) => {
  const over = code === 'online-not-allowed' ? { online: { ...rules.online, isAllowed: false } } : {};
  const region = await createPrescriptionsWorld(known, over);
  const { world } = region;
  await world.engine.runtime.views.put(
    [practitioner('doctor-new', { independentSince: minutesLater(-60) }), practitioner('doctor-lapsed', lapsedLicence)].map((one) =>
      PractitionerDirectory.record({ partition: 'ag_hospital1', sort: one.practitionerId }, 1, one),
    ),
  );
  const submit = (over: object = {}, more: object = {}): Promise<CallAnswer> =>
    world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: { prescription: { ...document(), ...over }, patient, ...more } });
  const act = (id: string, step: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<CallAnswer> =>
    world.call('POST', `/v1/prescriptions/${id}/${step}`, {
      as: headers['claim-secret'] === undefined ? HOSPITAL : PHARMACY,
      body,
      headers,
    });
  const cancel = (id: string, practitionerId = 'doctor-1') => act(id, 'cancel', { practitionerId, reason: 'mistake' });
  const filed = async (): Promise<string> => (await submit()).body.prescriptionId;
  const active = async () => (await submit({}, { review: passed, signatures: signaturesOf(document(), MONDAY) })).body;
  const claimed = async () => {
    const { prescriptionId: id, patientToken } = await active();
    const headers = { 'claim-secret': await region.accept(id) };
    return { id, patientToken, headers, counter: (step: string, body: object) => act(id, step, body, headers) };
  };
  const approved = async () => {
    const claim = await claimed();
    await claim.counter('approve', approval);
    return claim;
  };
  return { ...region, submit, act, cancel, filed, active, claimed, approved };
};
type Stage = Awaited<ReturnType<typeof open>>;

const submitting =
  (over: object) =>
  ({ submit }: Stage) =>
    submit(over);
const selling =
  (over: object) =>
  async ({ approved }: Stage) =>
    (await approved()).counter('dispense', sale(over));
/** The catalogue changes between the approval and the sale. */
const afterRelisting =
  (change: (world: Stage['world']) => Promise<void>) =>
  async ({ approved, world }: Stage) => {
    const { counter } = await approved();
    await change(world);
    return counter('dispense', sale());
  };
const relist = (world: Stage['world'], over: Partial<Drug>): Promise<void> =>
  world.engine.runtime.views.put([DrugCatalogue.record({ partition: 'drugs', sort: 'XC08CAA001' }, 2, drug('XC08CAA001', over))]);
const { designation: _designation, ...undesignated } = pharmacy(1);
/** Some of one opened pack. */
const portion = (quantity: number, receiptNumber: string) =>
  sale({
    lines: [{ ...saleLine(1, quantity, { traceCodes: [] }), opened: [{ traceCode: '8100001', quantity }] }],
    payment: { payMode: 1, receiptNumber, paidFen: quantity * 1000 },
  });
const messaging =
  (body: object) =>
  ({ world }: Stage) =>
    world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body, headers: { 'content-type': FHIR_JSON, accept: 'application/json' } });
const signing =
  (over: object) =>
  async ({ filed, act }: Stage): Promise<CallAnswer> => {
    const id = await filed();
    await act(id, 'review', passed);
    return act(id, 'sign', { ...signaturesOf(document(), MONDAY), ...over });
  };

export const prescriptionChapter = defineChapter({
  name: 'prescriptions',
  problems: prescriptionProblems,
  open,
  provocations: {
    'invalid-state': async ({ act, filed }) => act(await filed(), 'activate', {}),
    'prescription-expired': submitting({ prescribedAt: minutesLater(-3 * 24 * 60) }),
    'prescription-already-used': async ({ approved, cancel }) => {
      const { id, counter } = await approved();
      await counter('dispense', sale());
      return cancel(id);
    },
    'prescription-erased': async ({ world, claimed }) => {
      const { id, patientToken, headers } = await claimed();
      await world.call('DELETE', `/v1/patients/${patientToken}`, { as: PLATFORM });
      return world.call('GET', `/v1/prescriptions/${id}/document`, { as: PHARMACY, headers });
    },
    'prescribed-in-future': submitting({ prescribedAt: minutesLater(6) }),
    'validity-too-long': submitting({ validDays: 4 }),
    'unknown-drug': submitting({ lines: [line('XC09ZZZ')] }),
    'duplicate-drug': submitting({ lines: [line('XC08CAA001'), line('XC08CAA001')] }),
    'herbs-mixed': submitting({ lines: [line('XC08CAA001'), line('T001')] }),
    'too-many-drugs': async ({ world, submit }) => {
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
    'online-not-allowed': submitting(online),
    'first-visit-not-allowed': submitting({ ...online, isFirstVisit: true }),
    'online-authorisation-missing': submitting({ ...online, onlineAuthNumber: undefined }),
    'guardian-missing': submitting(child),
    'paediatrician-missing': submitting({ ...child, isGuardianPresent: true }),
    'prescriber-too-new': submitting({ ...online, prescriberId: 'doctor-new' }),
    'other-patient': async ({ world, filed, act }) => {
      const id = await filed();
      await act(id, 'review', { ...blocked, severity: 'warning' });
      const body = { prescription: document(), patient: { ...patient, idNumber: '370102196503078525' } };
      return world.call('PUT', `/v1/prescriptions/${id}`, { as: HOSPITAL, body });
    },
    'practitioner-unknown': submitting({ prescriberId: 'ai-doctor' }),
    'wrong-profession': submitting({ prescriberId: 'pharmacist-1' }),
    'licence-invalid': submitting({ prescriberId: 'doctor-lapsed' }),
    'not-the-prescriber': async ({ active, cancel }) => cancel((await active()).prescriptionId, 'doctor-new'),
    'not-the-reviewer': async ({ filed, act }) => {
      const id = await filed();
      await act(id, 'review', { ...passed, pharmacistId: 'pharmacist-9' });
      return act(id, 'sign', signaturesOf(document(), MONDAY));
    },
    'pharmacist-is-prescriber': async ({ filed, act }) => act(await filed(), 'review', { ...passed, pharmacistId: 'doctor-1' }),
    'review-missing': async ({ filed, act }) => act(await filed(), 'sign', signaturesOf(document(), MONDAY)),
    'review-blocked': async ({ filed, act }) => {
      const id = await filed();
      await act(id, 'review', blocked);
      return act(id, 'sign', { prescriber: signatureBy('doctor-1', document(), MONDAY), overrideReason: 'because' });
    },
    'signature-missing': signing({ pharmacist: undefined }),
    'signature-stale': signing({ prescriber: signatureBy('doctor-1', document({ validDays: 2 }), MONDAY) }),
    'signature-invalid': signing({ prescriber: signatureBy('doctor-1', document(), MONDAY, { signs: hashOf('another') }) }),
    'claim-pending': async ({ active, act, secretOf }) => {
      const { prescriptionId } = await active();
      return act(prescriptionId, 'approve', approval, { 'claim-secret': secretOf(prescriptionId, 'ofr_underway') });
    },
    'claim-secret-mismatch': async ({ claimed, act }) =>
      act((await claimed()).id, 'approve', approval, { 'claim-secret': 'cs_ofr_first000001.forged' }),
    'not-claim-holder': async ({ claimed }) => {
      const { counter } = await claimed();
      await counter('release', { reason: 'closed' });
      return counter('approve', approval);
    },
    'lease-expired': async ({ world, claimed }) => {
      const { counter } = await claimed();
      // The timer is late: only the clock has moved.
      world.clock.advance(2 * HOUR_MS);
      return counter('approve', approval);
    },
    'cancellation-pending': async ({ claimed, cancel }) => {
      const { id, counter } = await claimed();
      await cancel(id);
      return counter('approve', approval);
    },
    'partly-dispensed': async ({ approved }) => {
      const { counter } = await approved();
      await counter('dispense', part());
      return counter('release', { reason: 'out-of-stock' });
    },
    'unknown-line': selling({ lines: [saleLine(3, 1)] }),
    'quantity-exceeds-remaining': selling({ lines: [saleLine(1, 3)] }),
    'lot-expired': selling({ lines: [saleLine(1, 2, { expiresOn: '2026-03-01' })] }),
    'trace-codes-incomplete': selling({ lines: [saleLine(1, 2, { traceCodes: [] })] }),
    'trace-code-repeated': selling({ lines: [saleLine(1, 2, { traceCodes: ['81000001', '81000001'] })] }),
    'trace-code-already-sold': async ({ approved }) => {
      await (await approved()).counter('dispense', sale());
      return (await approved()).counter('dispense', sale());
    },
    'pack-not-divisible': selling({
      lines: [{ ...saleLine(1, 2, { traceCodes: ['8100001'] }), opened: [{ traceCode: '8100002', quantity: 1 }] }],
    }),
    'opened-pack-short': async ({ approved, world }) => {
      await relist(world, { packUnits: 3 });
      await (await approved()).counter('dispense', portion(2, 'R-1'));
      return (await approved()).counter('dispense', portion(2, 'R-2'));
    },
    'pharmacy-not-eligible': async ({ approved, world }) => {
      const { counter } = await approved();
      await world.engine.runtime.views.put([PharmacyDirectory.record({ partition: 'pharmacies', sort: 'ag_pharmacy1' }, 2, undesignated)]);
      return counter('dispense', sale());
    },
    'drug-delisted': afterRelisting((world) =>
      world.engine.runtime.views.put([DrugCatalogue.gone({ partition: 'drugs', sort: 'XC08CAA001' }, 2)]),
    ),
    'drug-outside-licence': afterRelisting((world) => relist(world, { controlClass: 'psychotropic-2' })),
    'lot-recalled': afterRelisting((world) => relist(world, { recalledLots: ['L-1'] })),
    'price-above-cap': afterRelisting((world) => relist(world, { priceCapFen: 999 })),
    'prescriber-licence-invalid': async ({ approved, world }) => {
      const { counter } = await approved();
      const doctor = practitioner('doctor-1', lapsedLicence);
      await world.engine.runtime.views.put([PractitionerDirectory.record({ partition: 'ag_hospital1', sort: 'doctor-1' }, 2, doctor)]);
      return counter('dispense', sale());
    },
    'dispenser-is-checker': selling({ dispenserId: 'pharmacist-3' }),
    'payment-mode-unavailable': selling({ payment: { payMode: 2, receiptNumber: 'R-1', paidFen: 3000 } }),
    'payment-mismatch': selling({ payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 2999 } }),
    'receipt-already-used': async ({ approved }) => {
      const { counter } = await approved();
      await counter('dispense', part());
      return counter('dispense', part('81000002'));
    },
    'element-unsupported': messaging(bundle({}, [request('XC08CAA001', { doNotPerform: true })])),
    'reference-unresolved': messaging(bundle({}, [request('XC08CAA001', { subject: { reference: '#nobody' } })])),
    'code-system-unsupported': messaging(
      bundle({}, [
        request('XC08CAA001', { medicationCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '322237000' }] } }),
      ]),
    ),
    'message-too-large': messaging(bundle({ text: { div: 'x'.repeat(200 * 1024) } })),
  },
});
