import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mintClaimSecret } from '../../events/claim-secret.ts';
import { Drug, DrugCatalogue, Pharmacy, PharmacyDirectory } from '../../events/directory.ts';
import { Practitioner, PractitionerDirectory } from '../../events/partners.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import { documentHashOf } from '../../functions/prescriptions/documents/hash.ts';
import { type SigningRole, signedText } from '../../functions/prescriptions/documents/signature.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { addMs, HOUR_MS } from '../../shared/kernel/time.ts';
import { type CallAnswer, createWorld, type World, type WorldOptions } from './world.ts';

const HOSPITAL = 'ag_hospital1';
const DRUG = 'XC08CAA188A001010100001';
const period = { validFrom: '2020-01-01T00:00:00.000Z', validUntil: '2030-01-01T00:00:00.000Z' };

const doctorKeys = generateKeyPairSync('ed25519');
const pharmacistKeys = generateKeyPairSync('ed25519');
const rawKey = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

const practitioner = (practitionerId: string, kind: 'doctor' | 'pharmacist', key: KeyObject): Practitioner =>
  Practitioner.parse({
    practitionerId,
    kind,
    licence: { number: `L-${practitionerId}`, ...period },
    independentSince: '2015-01-01T00:00:00.000Z',
    isPaediatric: false,
    publicKey: rawKey(key),
  });
const pharmacy = (pharmacyId: string): Pharmacy =>
  Pharmacy.parse({
    pharmacyId,
    name: '泉城大药房',
    address: '泉城路1号',
    place: { latitude: 36.66, longitude: 117.02 },
    hours: [],
    services: ['pickup'],
    licence: { number: 'DA531', kinds: ['western'], classes: ['ordinary'], ...period },
    designation: { from: period.validFrom, until: period.validUntil },
  });
const drug = Drug.parse({
  drugCode: DRUG,
  genericName: '苯磺酸氨氯地平片',
  englishName: 'Amlodipine',
  form: '片剂',
  specification: '5mg',
  unit: '盒',
  kind: 'western',
  controlClass: 'ordinary',
  listClass: 'A',
  storage: 'ambient',
  isAntimicrobial: false,
  isRestrictedUse: false,
  priceCapFen: 3_000,
});

/** Someone who is nobody: every text of it is searched for where it must not be. */
export const patient = {
  name: '欧阳测试员',
  idNumber: '370102196503078524',
  phone: '13800001234',
  address: '济南市历下区某某街道七号楼',
} as const;

/** What one document says that no reader of the journal, the bus or a log may learn. */
export const secrets = [...Object.values(patient), '原发性高血压', 'I10.x00', 'penicillin-allergy', '晚饭后服用一片'];

const documentOf = (number: number, at: string) => ({
  hospitalRxNumber: `RX-${number}`,
  channel: 'in-person',
  prescribedAt: at,
  validDays: 3,
  prescriberId: 'doc-1',
  isFirstVisit: false,
  patient: { ageYears: 61, sex: 'female', allergies: ['penicillin-allergy'] },
  diagnoses: [{ code: 'I10.x00', name: '原发性高血压' }],
  supply: { basis: 'ordinary' },
  lines: [{ drugCode: DRUG, quantity: 2, supplyDays: 7, dose: '5 mg', route: 'oral', frequency: 'qd', note: '晚饭后服用一片' }],
});

/** A prescription in the hands of one pharmacy. */
export interface Held {
  readonly pharmacyId: string;
  readonly secret: string;
  call(method: string, step: string, body?: unknown, key?: string): Promise<CallAnswer>;
  dispense(traceCodes: readonly string[], options?: { readonly key?: string; readonly receiptNumber?: string }): Promise<CallAnswer>;
}

/** A region with a hospital and two pharmacies, and prescriptions that the test brings to them without a routing. */
export const createDispensary = async (options: Partial<WorldOptions> = {}) => {
  const world: World = await createWorld({ contexts: [prescriptionsContext], policies: jinan.policies, ...options });
  const { views, inbox, seals } = world.engine.runtime;
  await views.put([
    DrugCatalogue.record({ partition: 'drugs', sort: DRUG }, 1, drug),
    PractitionerDirectory.record({ partition: HOSPITAL, sort: 'doc-1' }, 1, practitioner('doc-1', 'doctor', doctorKeys.publicKey)),
    PractitionerDirectory.record({ partition: HOSPITAL, sort: 'hph-1' }, 1, practitioner('hph-1', 'pharmacist', pharmacistKeys.publicKey)),
    ...['ag_pharmacy1', 'ag_pharmacy2'].flatMap((id) => [
      PharmacyDirectory.record({ partition: 'pharmacies', sort: id }, 1, pharmacy(id)),
      PractitionerDirectory.record({ partition: id, sort: 'pph-1' }, 1, practitioner('pph-1', 'pharmacist', pharmacistKeys.publicKey)),
    ]),
  ]);
  let count = 0;

  const tell = async (type: string, correlationId: string, data: unknown): Promise<void> => {
    count += 1;
    const message = { id: `evt_test_${count}`, type, occurredAt: world.clock.now(), correlationId, causationId: 'test', data };
    await inbox.send('prescriptions', message);
    await world.settle();
  };

  /** Files, reviews, signs and activates in one request; the id. */
  const submit = async (): Promise<string> => {
    count += 1;
    const at = world.clock.now();
    const prescription = documentOf(count, at);
    const documentHash = documentHashOf(prescription);
    const signed = (practitionerId: string, role: SigningRole, key: KeyObject) => {
      const signature = sign(null, Buffer.from(signedText(role, documentHash, at)), key).toString('base64');
      return { practitionerId, documentHash, signedAt: at, signature };
    };
    const answer = await world.call('POST', '/v1/prescriptions', {
      as: `hospital:${HOSPITAL}`,
      body: {
        prescription,
        patient,
        review: { pharmacistId: 'hph-1', outcome: 'passed' },
        signatures: {
          prescriber: signed('doc-1', 'prescriber', doctorKeys.privateKey),
          pharmacist: signed('hph-1', 'pharmacist', pharmacistKeys.privateKey),
        },
      },
    });
    if (answer.status !== 201) throw new Error(`not filed: ${answer.text}`);
    return String(answer.body.prescriptionId);
  };

  const heldBy = (prescriptionId: string, pharmacyId: string, offerId: string): Held => {
    const secret = mintClaimSecret(seals, { prescriptionId, pharmacyId, offerId });
    const call: Held['call'] = (method, step, body, key) =>
      world.call(method, `/v1/prescriptions/${prescriptionId}/${step}`, {
        as: `pharmacy:${pharmacyId}`,
        headers: { 'claim-secret': secret },
        ...(body === undefined ? {} : { body }),
        ...(key === undefined ? {} : { key }),
      });
    return {
      pharmacyId,
      secret,
      call,
      dispense: (traceCodes, { key, receiptNumber = 'R-1' } = {}) => {
        const line = { line: 1, quantity: traceCodes.length, unitPriceFen: 2_340, traceCodes, lotNumber: 'L-1', expiresOn: '2027-12-31' };
        const payment = { payMode: 1, receiptNumber, paidFen: 2_340 * traceCodes.length };
        return call('POST', 'dispense', { dispenserId: 'staff-1', checkerId: 'pph-1', lines: [line], payment }, key);
      },
    };
  };

  /** The routing's word that this pharmacy was first. */
  const claim = async (prescriptionId: string, pharmacyId = 'ag_pharmacy1'): Promise<Held> => {
    count += 1;
    const offerId = `ofr_test${count}`;
    const leaseEndsAt = addMs(world.clock.now(), 2 * HOUR_MS);
    await tell('offer.accepted.v1', prescriptionId, { offerId, prescriptionId, fill: 1, pharmacyId, leaseEndsAt });
    return heldBy(prescriptionId, pharmacyId, offerId);
  };

  /** Ready to be dispensed. */
  const approved = async (pharmacyId = 'ag_pharmacy1'): Promise<Held & { readonly prescriptionId: string }> => {
    const prescriptionId = await submit();
    const held = await claim(prescriptionId, pharmacyId);
    const answer = await held.call('POST', 'approve', { pharmacistId: 'pph-1', opinionCode: 'fit-for-dispensing' });
    if (answer.status !== 200) throw new Error(`not approved: ${answer.text}`);
    return { ...held, prescriptionId };
  };

  return { world, tell, submit, claim, heldBy, approved };
};
export type Dispensary = Awaited<ReturnType<typeof createDispensary>>;
