import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import canonicalize from 'canonicalize';
import { mintClaimSecret } from '../../events/claim-secret.ts';
import { type Drug, DrugCatalogue, PharmacyDirectory } from '../../events/directory.ts';
import { PickupCollectedV1 } from '../../events/fulfilment.ts';
import { type Practitioner, PractitionerDirectory } from '../../events/partners.ts';
import { OfferAcceptedV1, OfferWithdrawnV1 } from '../../events/routing.ts';
import { AgencyId, OfferId, PatientToken, PickupId, PrescriptionId } from '../../events/vocabulary/ids.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import type { PrescriptionRules } from '../../functions/prescriptions/domain/policy.ts';
import type { Announcement } from '../../shared/kernel/aggregate.ts';
import { addMs, HOUR_MS, instant } from '../../shared/kernel/time.ts';
import { drug, practitioner, rules } from './prescription-facts.ts';
import { pharmacy } from './routing.ts';
import { createWorld, type World } from './world.ts';

export const HOSPITAL = 'hospital:ag_hospital1';
export const PHARMACY = 'pharmacy:ag_pharmacy1';
export const RIVAL = 'pharmacy:ag_pharmacy2';
export const APP = 'patient-app:ag_app1';
export const PLATFORM = 'platform:ag_platform1';

const rawKeyOf = (key: KeyObject): string => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');

/** People with keys of their own, for the whole file. */
const keys = new Map(['doctor-1', 'pharmacist-1'].map((id) => [id, generateKeyPairSync('ed25519')]));

const staff: readonly (readonly [string, Practitioner])[] = [
  ['ag_hospital1', practitioner('doctor-1', { publicKey: rawKeyOf(keyOf('doctor-1').publicKey) })],
  ['ag_hospital1', practitioner('doctor-2')],
  ['ag_hospital1', practitioner('pharmacist-1', { publicKey: rawKeyOf(keyOf('pharmacist-1').publicKey) })],
  ['ag_hospital1', practitioner('pharmacist-9')],
  ['ag_pharmacy1', practitioner('pharmacist-2')],
  ['ag_pharmacy1', practitioner('pharmacist-3')],
  ['ag_pharmacy2', practitioner('pharmacist-4')],
];

function keyOf(id: string) {
  const pair = keys.get(id);
  if (pair === undefined) throw new Error('a person without a key');
  return pair;
}

export const hashOf = (prescription: unknown): string =>
  createHash('sha256')
    .update(canonicalize(prescription) ?? '')
    .digest('hex');

/** A person's signature of a document; `signs` makes it one of another document that claims to be of this. */
export const signatureBy = (
  practitionerId: 'doctor-1' | 'pharmacist-1',
  prescription: unknown,
  signedAt: string,
  { signs = hashOf(prescription) } = {},
) => {
  const role = practitionerId === 'doctor-1' ? 'prescriber' : 'pharmacist';
  const signature = sign(null, Buffer.from(`sanlian-signature-v1\n${role}\n${signs}\n${signedAt}`), keyOf(practitionerId).privateKey);
  return { practitionerId, documentHash: hashOf(prescription), signedAt, signature: signature.toString('base64') };
};

export const signaturesOf = (prescription: unknown, signedAt: string) => ({
  prescriber: signatureBy('doctor-1', prescription, signedAt),
  pharmacist: signatureBy('pharmacist-1', prescription, signedAt),
});

export const patient = { name: '张秀英', idNumber: '370102196503078524', phone: '13800001234' };

/** One hospital, two pharmacies and some drugs. */
export const seedPrescriptions = (world: World, drugs: readonly Drug[] = []): Promise<void> =>
  world.engine.runtime.views.put([
    ...[drug('XC08CAA001'), drug('XA10BAD046'), ...drugs].map((one) =>
      DrugCatalogue.record({ partition: 'drugs', sort: one.drugCode }, 1, one),
    ),
    ...staff.map(([agencyId, one]) => PractitionerDirectory.record({ partition: agencyId, sort: one.practitionerId }, 1, one)),
    ...[1, 2].map((number) => PharmacyDirectory.record({ partition: 'pharmacies', sort: `ag_pharmacy${number}` }, 1, pharmacy(number))),
  ]);

/** The prescriptions alone; the routing and the counter are played by the test. */
export const createPrescriptionsWorld = async (drugs: readonly Drug[] = [], over: Partial<PrescriptionRules> = {}) => {
  const ruled = [{ version: 'prescriptions-2026-01', from: instant('2026-01-01T00:00:00+08:00'), rules: { ...rules, ...over } }];
  const world = await createWorld({ contexts: [prescriptionsContext], policies: { prescriptions: ruled } });
  await seedPrescriptions(world, drugs);
  return { world, rules, ...partnersOf(world) };
};

let serial = 0;

/** What the other contexts would do. */
const partnersOf = (world: World) => {
  const send = async (prescriptionId: string, { type, data }: Announcement): Promise<void> => {
    serial += 1;
    const id = `evt_test${serial}`;
    const message = { id, type, data, occurredAt: world.clock.now(), correlationId: prescriptionId, causationId: id };
    await world.engine.runtime.inbox.send('prescriptions', message);
    await world.settle();
  };

  /** What the acceptance of that offer answers its pharmacy. */
  const secretOf = (id: string, offer: string, pharmacyName = 'ag_pharmacy1'): string =>
    mintClaimSecret(world.engine.runtime.seals, { prescriptionId: id, pharmacyId: pharmacyName, offerId: offer });

  /** The pharmacy wins the offer; its claim follows. Answers the claim secret. */
  const accept = async (
    id: string,
    { offerId: offer = 'ofr_first000001', pharmacyId: pharmacyName = 'ag_pharmacy1', fill = 1, leaseMs = 2 * HOUR_MS } = {},
  ): Promise<string> => {
    const claim = { offerId: OfferId.parse(offer), prescriptionId: PrescriptionId.parse(id), pharmacyId: AgencyId.parse(pharmacyName) };
    await send(id, OfferAcceptedV1.announce({ ...claim, fill, leaseEndsAt: addMs(world.clock.now(), leaseMs) }));
    return secretOf(id, offer, pharmacyName);
  };

  /** The patient chose anew: the routing takes the offer back. */
  const withdraw = (id: string, offer = 'ofr_first000001'): Promise<void> =>
    send(
      id,
      OfferWithdrawnV1.announce({
        offerId: OfferId.parse(offer),
        prescriptionId: PrescriptionId.parse(id),
        fill: 1,
        pharmacyId: AgencyId.parse('ag_pharmacy1'),
        reason: 'patient-changed',
      }),
    );

  /** The medicine is in the patient's hands. */
  const collect = (id: string, patientToken: string, fill = 1): Promise<void> =>
    send(
      id,
      PickupCollectedV1.announce({
        pickupId: PickupId.parse('pkp_test1'),
        prescriptionId: PrescriptionId.parse(id),
        fill,
        hospitalId: AgencyId.parse('ag_hospital1'),
        pharmacyId: AgencyId.parse('ag_pharmacy1'),
        patientToken: PatientToken.parse(patientToken),
      }),
    );
  return { accept, secretOf, withdraw, collect };
};
